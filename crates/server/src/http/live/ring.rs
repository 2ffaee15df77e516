//! The last frames of a live channel, so that a watcher who lost the connection gets only what it missed.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;

/// One message to every watcher, already written as JSON.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its number; the next frame has the next one.
    pub seq: u64,
    /// The JSON text; copies share its bytes.
    pub text: Utf8Bytes,
    /// Whom it is for.
    pub readers: Readers,
}

/// Who may read a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everybody who watches.
    All,
    /// Those who may see campaigns.
    OfCampaigns,
}

/// The newest frames, bounded in number and size.
#[derive(Debug)]
pub struct Ring {
    frames: VecDeque<Frame>,
    bytes: usize,
    /// The number of the last frame, kept or not.
    last_seq: u64,
}

impl Ring {
    /// A ring whose first frame gets the number after `last_seq`.
    #[must_use]
    pub fn starting_after(last_seq: u64) -> Self {
        Self {
            frames: VecDeque::new(),
            bytes: 0,
            last_seq,
        }
    }

    /// The number of the newest frame.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// Adds a frame, written by `text` once its number is known, and forgets the oldest beyond the limits.
    pub fn push(&mut self, readers: Readers, text: impl FnOnce(u64) -> String) -> Frame {
        self.last_seq += 1;
        let frame = Frame {
            seq: self.last_seq,
            text: text(self.last_seq).into(),
            readers,
        };
        self.bytes += frame.text.len();
        self.frames.push_back(frame.clone());
        while self.frames.len() > FRAMES_MAX || (self.bytes > BYTES_MAX && self.frames.len() > 1) {
            if let Some(old) = self.frames.pop_front() {
                self.bytes -= old.text.len();
            }
        }
        frame
    }

    /// The frames after `since`, or `None` when some of them are forgotten (or never were).
    #[must_use]
    pub fn after(&self, since: u64) -> Option<Vec<Frame>> {
        let oldest = self.last_seq - self.frames.len() as u64;
        if since < oldest || since > self.last_seq {
            return None;
        }
        Some(
            self.frames
                .iter()
                .filter(|frame| frame.seq > since)
                .cloned()
                .collect(),
        )
    }
}

/// About half a minute of a busy floor.
const FRAMES_MAX: usize = 512;
const BYTES_MAX: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(frames: Option<Vec<Frame>>) -> Option<Vec<u64>> {
        frames.map(|frames| frames.iter().map(|frame| frame.seq).collect())
    }

    #[test]
    fn a_watcher_gets_exactly_what_it_missed() {
        let mut ring = Ring::starting_after(100);
        for _ in 0..3 {
            ring.push(Readers::All, |seq| seq.to_string());
        }
        assert_eq!(numbers(ring.after(101)), Some(vec![102, 103]));
        assert_eq!(numbers(ring.after(103)), Some(vec![]));
        assert_eq!(numbers(ring.after(100)), Some(vec![101, 102, 103]));
    }

    #[test]
    fn numbers_of_another_life_are_not_resumed() {
        let mut ring = Ring::starting_after(100);
        ring.push(Readers::All, |_| String::new());
        assert_eq!(numbers(ring.after(99)), None);
        assert_eq!(numbers(ring.after(102)), None);
    }

    #[test]
    fn the_ring_forgets_by_number_and_by_size() {
        let mut ring = Ring::starting_after(0);
        for _ in 0..FRAMES_MAX + 5 {
            ring.push(Readers::All, |_| String::new());
        }
        assert_eq!(numbers(ring.after(4)), None);
        assert_eq!(ring.after(5).map(|frames| frames.len()), Some(FRAMES_MAX));

        let mut ring = Ring::starting_after(0);
        for _ in 0..3 {
            ring.push(Readers::All, |_| "x".repeat(BYTES_MAX / 2));
        }
        assert_eq!(numbers(ring.after(0)), None);
        assert_eq!(numbers(ring.after(1)), Some(vec![2, 3]));
    }
}
