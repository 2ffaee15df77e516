//! Files in the encodings that people's programs write.

use super::show;
use crate::list::{ListPreview, read_numbers};

const TEXT: &str = "naam;telefoon\nZoë;+31 6 12345678\nJürgen;+49 30 901820\n";

fn read(bytes: &[u8]) -> ListPreview {
    read_numbers(bytes, "NL").expect("it is small")
}

fn wide(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn the_same_file_reads_the_same_in_every_encoding() {
    let latin: Vec<u8> = TEXT
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1 has it"))
        .collect();
    let marked = format!("\u{feff}{TEXT}");
    let files: [(&str, Vec<u8>); 7] = [
        ("UTF-8", TEXT.as_bytes().to_vec()),
        ("UTF-8", marked.as_bytes().to_vec()),
        ("UTF-16LE", wide(&marked, u16::to_le_bytes)),
        ("UTF-16BE", wide(&marked, u16::to_be_bytes)),
        ("UTF-16LE", wide(TEXT, u16::to_le_bytes)),
        ("UTF-16BE", wide(TEXT, u16::to_be_bytes)),
        ("windows-1252", latin),
    ];
    for (encoding, bytes) in files {
        let preview = read(&bytes);
        assert_eq!(
            show(&preview),
            ["2: +31612345678 [Zoë]", "3: +4930901820 [Jürgen]"],
            "{encoding}"
        );
        assert_eq!(preview.encoding, encoding);
    }
}

#[test]
fn bytes_that_are_no_text_are_errors_line_by_line() {
    let preview = read(b"+31612345678\n\xff\xfe\x00\x81\n+31612345679\n");
    assert_eq!(preview.lines.len(), 3);
    assert_eq!((preview.counts.valid, preview.counts.invalid), (2, 1));
}

#[test]
fn nothing_is_an_empty_list() {
    for bytes in [&b""[..], b"\n\n  \r\n", b"\xef\xbb\xbf", b"\xff\xfe"] {
        assert_eq!(read(bytes).counts.lines, 0);
    }
}
