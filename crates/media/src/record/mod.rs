//! Recordings: WAV files that are whole at every moment, also when the process dies.
//!
//! Audio is written twice a second, and the sizes in the header after it. Whatever ends the process, the file holds all
//! but the last half second and its header is true of what it holds. (A power cut is another matter: nothing is forced
//! to the disk before the end.)

mod error;
mod header;
mod recording;
mod recover;
mod sink;

pub use error::RecordingError;
pub use header::Layout;
pub use recording::{Paused, Recording, RecordingOptions, RecordingSummary};
pub use recover::{Recovered, recover};
pub use sink::{FileSink, Sink};

#[cfg(test)]
mod tests;
