//! Lists as they come.

mod encodings;
mod hostile;
mod pasted;
mod tables;

use super::{ListPreview, read_numbers};

fn read(text: &str) -> ListPreview {
    read_in(text, "US")
}

fn read_in(text: &str, region: &str) -> ListPreview {
    read_numbers(text.as_bytes(), region).expect("it is within the limits")
}

/// Each entry as `line: number` or `line: error code`, with name, message and first line where present.
fn show(preview: &ListPreview) -> Vec<String> {
    let entry = |line: &super::ListLine| {
        let result = match &line.result {
            Ok(phone) => phone.e164().to_owned(),
            Err(error) => error.code.to_owned(),
        };
        let mut text = format!("{}: {result}", line.line_no);
        if let Some(name) = &line.name {
            text += &format!(" [{name}]");
        }
        if let Some(message) = &line.message {
            text += &format!(" \"{message}\"");
        }
        if let Some(first) = line.duplicate_of {
            text += &format!(" as {first}");
        }
        text
    };
    preview.lines.iter().map(entry).collect()
}
