//! What the application sent and the person has not heard yet.

use std::collections::VecDeque;

use crate::audio::{Frame, SAMPLES, decode};

/// Sound and marks in the order in which they were sent.
#[derive(Debug, Default)]
pub(super) struct Playout {
    bytes: VecDeque<u8>,
    /// Each mark with the count of bytes, from the stream's beginning, that come before it.
    marks: VecDeque<(u64, String)>,
    taken: u64,
}

impl Playout {
    /// False when there is no room for it, and it was left out.
    #[must_use]
    pub(super) fn add(&mut self, bytes: &[u8]) -> bool {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            return false;
        }
        self.bytes.extend(bytes);
        true
    }

    /// False when there are too many marks waiting, and it was left out.
    #[must_use]
    pub(super) fn mark(&mut self, name: String) -> bool {
        if self.marks.len() >= MOST_MARKS {
            return false;
        }
        let waiting = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        self.marks.push_back((self.taken + waiting, name));
        true
    }

    /// The next frame, filled up with silence.
    pub(super) fn take(&mut self) -> Frame {
        let count = self.bytes.len().min(SAMPLES);
        let bytes: Vec<u8> = self.bytes.drain(..count).collect();
        self.taken += u64::try_from(count).unwrap_or(0);
        decode(&bytes)
    }

    /// The next mark that everything before has been heard of.
    pub(super) fn passed(&mut self) -> Option<String> {
        let (at, _) = self.marks.front()?;
        if *at > self.taken {
            return None;
        }
        self.marks.pop_front().map(|(_, name)| name)
    }

    /// Drops all sound, which lets all marks pass.
    pub(super) fn clear(&mut self) {
        self.taken += u64::try_from(self.bytes.len()).unwrap_or(0);
        self.bytes.clear();
    }
}

/// Ten minutes; a generated voice may send a whole speech at once.
const MOST_BYTES: usize = 600 * 8_000;
const MOST_MARKS: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_passes_when_everything_before_it_was_taken() {
        let mut playout = Playout::default();
        assert!(playout.mark("now".into()));
        assert!(playout.add(&[0; 300]));
        assert!(playout.mark("half".into()));
        assert!(playout.add(&[0; 10]));
        assert_eq!(playout.passed().as_deref(), Some("now"));
        playout.take();
        assert_eq!(playout.passed(), None);
        playout.take();
        assert_eq!(playout.passed().as_deref(), Some("half"));
        assert_eq!(playout.passed(), None);
    }

    #[test]
    fn clearing_drops_the_sound_and_returns_the_marks() {
        let mut playout = Playout::default();
        assert!(playout.add(&[0; 8_000]));
        assert!(playout.mark("a".into()) && playout.mark("b".into()));
        playout.clear();
        assert_eq!(playout.take(), [0; 160]);
        assert_eq!(
            [playout.passed(), playout.passed()],
            [Some("a".into()), Some("b".into())]
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut playout = Playout::default();
        assert!(playout.add(&vec![0; MOST_BYTES]));
        assert!(!playout.add(&[0]));
    }
}
