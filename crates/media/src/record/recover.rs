//! Mends a recording whose process died, or whose disk was full.

use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use super::error::RecordingError;
use super::header;

/// How a recording was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// In order.
    Whole {
        /// How long it is.
        duration: Duration,
    },
    /// With more or less sound than its header said; now the header is true.
    Mended {
        /// How long it is.
        duration: Duration,
    },
    /// With no sound in it, nor a whole header.
    Empty,
}

/// Makes the header of a recording true of what the file holds, and cuts off half a sample at the end.
///
/// # Errors
/// When the file cannot be read or written, or is not a recording of ours.
pub fn recover(path: &Path) -> Result<Recovered, RecordingError> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let length = file.seek(SeekFrom::End(0))?;
    let Some(after_header) = length.checked_sub(header::LENGTH_U64) else {
        return Ok(Recovered::Empty);
    };
    let mut found = [0; header::LENGTH];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut found)?;
    let (layout, _said) = header::parse(&found).ok_or(RecordingError::Foreign)?;
    let block = u64::from(layout.block());
    let data = after_header - after_header % block;
    let duration = Duration::from_micros(data / block * 1_000 / 16);
    let true_header = header::bytes(layout, data);
    if found == true_header && data == after_header {
        return Ok(Recovered::Whole { duration });
    }
    file.set_len(header::LENGTH_U64 + data)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&true_header)?;
    file.sync_all()?;
    Ok(Recovered::Mended { duration })
}
