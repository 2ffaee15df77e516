//! Why a recording went wrong.

use std::io;

/// A recording that cannot go on. The call it belongs to can.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// There is no space left for it.
    #[error("the disk is full, so the recording stopped")]
    DiskFull,
    /// Something else is wrong with the file.
    #[error("the recording could not be written: {0}")]
    Io(io::Error),
    /// The file is not one of ours.
    #[error("this is not a recording of ours")]
    Foreign,
}

impl From<io::Error> for RecordingError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull || error.kind() == io::ErrorKind::QuotaExceeded {
            Self::DiskFull
        } else {
            Self::Io(error)
        }
    }
}
