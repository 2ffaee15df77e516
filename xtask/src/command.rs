//! Running other programs: their output is shown as it comes, kept in a log, and handed back for counting.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};

/// What became of a program.
#[derive(Debug)]
pub struct Finished {
    /// Whether it ended with success.
    pub success: bool,
    /// What it printed, both streams in the order of arrival.
    pub output: String,
}

/// Runs a program to its end, showing and logging what it prints.
pub fn run_logged(command: &mut Command, log: &Path) -> Result<Finished> {
    let shown = shown(command);
    println!("$ {shown}");
    let file = File::options()
        .create(true)
        .append(true)
        .open(log)
        .with_context(|| format!("open {}", log.display()))?;
    let sink = Arc::new(Mutex::new(Sink {
        file,
        kept: Vec::new(),
    }));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("start {shown}"))?;
    let stdout = child.stdout.take().context("its output is a pipe")?;
    let stderr = child.stderr.take().context("its errors are a pipe")?;
    std::thread::scope(|scope| {
        scope.spawn(|| copy(stdout, std::io::stdout(), &sink));
        scope.spawn(|| copy(stderr, std::io::stderr(), &sink));
    });
    let status = child.wait().with_context(|| format!("wait for {shown}"))?;
    let kept = std::mem::take(&mut lock(&sink).kept);
    Ok(Finished {
        success: status.success(),
        output: without_colours(&String::from_utf8_lossy(&kept)),
    })
}

/// Runs a program quietly and hands back what it printed on standard output; failure is an error with its words.
pub fn capture(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("start {shown}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{shown} failed: {}", said.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{shown} printed something that is not UTF-8"))
}

/// Whether a program exists on the path.
pub fn exists(program: &str) -> bool {
    find_on_path(program).is_some()
}

/// Where a program lies on the path.
pub fn find_on_path(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|candidate| candidate.is_file())
}

struct Sink {
    file: File,
    kept: Vec<u8>,
}

/// A poisoned lock means that the other copying thread died; what was kept so far is still good.
fn lock(sink: &Mutex<Sink>) -> std::sync::MutexGuard<'_, Sink> {
    sink.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn copy(mut from: impl Read, mut screen: impl Write, sink: &Mutex<Sink>) {
    let mut buffer = [0_u8; 8 * 1024];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(read) => read,
        };
        let piece = &buffer[..read];
        // A closed screen or a full disk must not stop the program that is being watched.
        let _ = screen.write_all(piece).and_then(|()| screen.flush());
        let mut sink = lock(sink);
        let _ = sink.file.write_all(piece);
        sink.kept.extend_from_slice(piece);
    }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Drops terminal colour sequences, so that counting sees plain words.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(next) = chars.next() {
        if next != '\u{1b}' {
            plain.push(next);
            continue;
        }
        if chars.next() == Some('[') {
            // A control sequence ends with its first letter.
            let _ = chars.by_ref().find(char::is_ascii_alphabetic);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_sequences_disappear_and_words_stay() {
        assert_eq!(
            without_colours("\u{1b}[32m12 passed\u{1b}[0m (12)"),
            "12 passed (12)"
        );
    }

    #[test]
    fn a_failing_program_is_named_with_what_it_said() {
        let error = capture(Command::new("sh").args(["-c", "echo broken >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("broken"), "{error}");
    }
}
