//! Where a recording goes.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// A file, or what a test puts in its place.
pub trait Sink: Send {
    /// Puts bytes at the end.
    ///
    /// # Errors
    /// When they cannot be written; some of them may have been.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Replaces the first bytes.
    ///
    /// # Errors
    /// When they cannot be written.
    fn patch_start(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// When that cannot be had.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file on a disk.
#[derive(Debug)]
pub struct FileSink {
    file: File,
}

impl FileSink {
    /// A new file; one that exists already is not touched.
    ///
    /// # Errors
    /// When the file exists or cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Self { file })
    }
}

impl Sink for FileSink {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(bytes)
    }

    fn patch_start(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }
}
