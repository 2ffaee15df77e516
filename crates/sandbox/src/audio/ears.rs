//! Whose turn it is, by how loud the other side is.

use super::frame::{Frame, frames, is_loud};

/// What is noticed of the other side.
#[derive(Debug, Default)]
pub(super) struct Ears {
    /// Loud frames since the last turn.
    loud: u64,
    /// Frames of unbroken quiet.
    quiet: u64,
}

impl Ears {
    pub(super) fn hear(&mut self, frame: &Frame) {
        if is_loud(frame) {
            self.loud += 1;
            self.quiet = 0;
        } else {
            self.quiet += 1;
        }
    }

    /// The other side has said something and made a pause.
    pub(super) fn is_my_turn(&self) -> bool {
        self.loud >= frames(SOMETHING_MS) && self.quiet >= frames(PAUSE_MS)
    }

    /// Whether anything was said since the last turn.
    pub(super) fn heard_something(&self) -> bool {
        self.loud >= frames(SOMETHING_MS)
    }

    pub(super) fn quiet_for(&self, ms: u64) -> bool {
        self.quiet >= frames(ms)
    }

    /// One's own turn: what was heard has been answered, and silence counts anew.
    pub(super) fn take_turn(&mut self) {
        *self = Self::default();
    }

    /// Silence counts from the end of one's own words.
    pub(super) fn own_words(&mut self) {
        self.quiet = 0;
    }
}

/// A click is not a word.
const SOMETHING_MS: u64 = 100;
/// Longer than the gaps within a sentence.
const PAUSE_MS: u64 = 700;
