//! What goes from a room's beat to the disk: a few frames at a time, never more than a bound.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::scribe::{Job, Progress, ScribeQueue, TapeId};
use crate::room::Recorded;

/// A room's recording as the room sees it.
pub(super) struct Tape {
    id: TapeId,
    scribe: Arc<ScribeQueue>,
    path: PathBuf,
    paused: bool,
    batch: Vec<Recorded>,
    progress: Arc<Progress>,
}

impl Tape {
    pub(super) fn new(id: TapeId, scribe: Arc<ScribeQueue>, path: PathBuf, progress: Arc<Progress>) -> Self {
        Self {
            id,
            scribe,
            path,
            paused: false,
            batch: Vec::with_capacity(BATCH),
            progress,
        }
    }

    pub(super) fn path(&self) -> &PathBuf {
        &self.path
    }

    pub(super) fn is_paused(&self) -> bool {
        self.paused
    }

    pub(super) fn has_failed(&self) -> bool {
        self.progress.failed.load(Ordering::Relaxed)
    }

    /// What was recorded until now belongs to the state before.
    pub(super) fn set_paused(&mut self, paused: bool) {
        if self.paused != paused {
            self.hand_over();
            self.paused = paused;
        }
    }

    /// Records 20 ms; says how many frames were lost because the disk is behind.
    pub(super) fn write(&mut self, recorded: &Recorded) -> usize {
        self.batch.push(*recorded);
        if self.batch.len() < BATCH {
            0
        } else {
            self.hand_over()
        }
    }

    fn hand_over(&mut self) -> usize {
        if self.batch.is_empty() {
            return 0;
        }
        let frames = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        if self.progress.behind.load(Ordering::Relaxed) >= MAX_BATCHES_BEHIND {
            return frames.len();
        }
        self.progress.behind.fetch_add(1, Ordering::Relaxed);
        self.scribe.add(Job::Frames {
            tape: self.id,
            paused: self.paused,
            frames,
        });
        0
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        self.hand_over();
        self.scribe.add(Job::Finish { tape: self.id });
    }
}

/// A fifth of a second, of the one second that a crash may cost.
const BATCH: usize = 10;
/// Ten seconds for a disk that stalls; then frames are lost rather than memory.
const MAX_BATCHES_BEHIND: usize = 50;
