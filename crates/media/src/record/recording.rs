//! A recording on its way.

use std::time::Duration;

use super::error::RecordingError;
use super::header::{self, Layout};
use super::sink::Sink;
use crate::pcm::{FRAME_SAMPLES, saturate};
use crate::room::Recorded;

/// What a pause leaves in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paused {
    /// As much silence as the pause is long, so that times in the file are times of the call.
    Silence,
    /// Nothing: the talk goes on where it stopped.
    Gap,
}

/// How a recording is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordingOptions {
    /// How the sides lie in the file.
    pub layout: Layout,
    /// What a pause leaves.
    pub paused: Paused,
}

impl Default for RecordingOptions {
    fn default() -> Self {
        Self {
            layout: Layout::Stereo,
            paused: Paused::Silence,
        }
    }
}

/// What became of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordingSummary {
    /// How long it is.
    pub duration: Duration,
    /// How large the file is.
    pub bytes: u64,
}

/// A recording that grows by 20 ms at a time.
#[derive(Debug)]
pub struct Recording<S> {
    sink: S,
    options: RecordingOptions,
    paused: bool,
    failed: bool,
    /// What is not in the file yet.
    pending: Vec<u8>,
    frames: u32,
    written: u64,
}

impl<S: Sink> Recording<S> {
    /// Begins a file with an empty recording.
    ///
    /// # Errors
    /// When not even that can be written.
    pub fn start(mut sink: S, options: RecordingOptions) -> Result<Self, RecordingError> {
        sink.append(&header::bytes(options.layout, 0))?;
        Ok(Self {
            sink,
            options,
            paused: false,
            failed: false,
            pending: Vec::with_capacity(usize::from(options.layout.block()) * FRAME_SAMPLES * 25),
            frames: 0,
            written: 0,
        })
    }

    /// Adds 20 ms.
    ///
    /// # Errors
    /// Once, when the file cannot be written; from then on frames are accepted and dropped.
    pub fn write(&mut self, recorded: &Recorded) -> Result<(), RecordingError> {
        if self.failed || (self.paused && self.options.paused == Paused::Gap) {
            return Ok(());
        }
        if self.paused {
            self.add(&Recorded::default());
        } else {
            self.add(recorded);
        }
        self.frames += 1;
        if self.frames < FRAMES_PER_WRITE {
            return Ok(());
        }
        self.commit().inspect_err(|_| self.failed = true)
    }

    /// Keeps what is said from now on out of the file.
    pub fn pause(&mut self) {
        self.paused = true;
    }

    /// Records again.
    pub fn resume(&mut self) {
        self.paused = false;
    }

    /// Writes what is left and closes the file.
    ///
    /// # Errors
    /// When the last part cannot be written, or the disk does not confirm.
    pub fn finish(mut self) -> Result<RecordingSummary, RecordingError> {
        if !self.failed {
            self.commit()?;
            self.sink.sync()?;
        }
        Ok(self.summary())
    }

    /// What is safely in the file.
    #[must_use]
    pub fn summary(&self) -> RecordingSummary {
        let per_ms = u64::from(self.options.layout.block()) * 16;
        RecordingSummary {
            duration: Duration::from_millis(self.written / per_ms),
            bytes: self.written + header::LENGTH_U64,
        }
    }

    fn add(&mut self, recorded: &Recorded) {
        let both = recorded.left.samples().iter().zip(recorded.right.samples());
        match self.options.layout {
            Layout::Stereo => {
                for (left, right) in both {
                    self.pending.extend_from_slice(&left.to_le_bytes());
                    self.pending.extend_from_slice(&right.to_le_bytes());
                }
            }
            Layout::Mono => {
                for (left, right) in both {
                    let sum = saturate(i32::from(*left) + i32::from(*right));
                    self.pending.extend_from_slice(&sum.to_le_bytes());
                }
            }
        }
    }

    /// First the sound, then the sizes: at no moment does the header promise what is not there.
    fn commit(&mut self) -> Result<(), RecordingError> {
        self.frames = 0;
        let length = u64::try_from(self.pending.len()).unwrap_or(u64::MAX);
        self.sink.append(&self.pending)?;
        self.pending.clear();
        self.sink
            .patch_start(&header::bytes(self.options.layout, self.written + length))?;
        self.written += length;
        Ok(())
    }
}

/// Half a second: what a crash may cost, and two writes a second for a disk.
const FRAMES_PER_WRITE: u32 = 25;
