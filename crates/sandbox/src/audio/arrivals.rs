//! Packets of sound from a network that may lose, delay and reorder them, played in order at a steady pace.

use std::collections::{BTreeMap, VecDeque};

use super::frame::{Frame, SAMPLES, SILENCE};
use super::ulaw::decode;

/// Packets of mu-law that wait to be played.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    /// By their running number.
    waiting: BTreeMap<u64, Box<[u8]>>,
    /// The number that is due.
    next: u64,
    /// What is left of the packet being played.
    open: VecDeque<u8>,
    playing: bool,
}

impl Arrivals {
    /// Takes in a packet; one that comes too late or twice is left out.
    pub(super) fn add(&mut self, number: u64, payload: &[u8]) {
        if payload.is_empty() || payload.len() > LONGEST_PACKET || (self.playing && number < self.next) {
            return;
        }
        self.waiting.insert(number, payload.into());
        if self.waiting.len() > MOST_WAITING {
            // The sender's clock is faster, or a jam has dissolved: delay is worse than a gap.
            while self.waiting.len() > BEGIN_WITH {
                self.waiting.pop_first();
            }
            self.next = self.first();
        }
    }

    /// The next frame: silence for what was lost, and until enough is there to play without stumbling.
    pub(super) fn take(&mut self) -> Frame {
        if !self.playing {
            if self.waiting.len() < BEGIN_WITH {
                return SILENCE;
            }
            self.playing = true;
            self.next = self.first();
        }
        while self.open.len() < SAMPLES {
            if let Some(packet) = self.waiting.remove(&self.next) {
                self.open.extend(packet);
                self.next += 1;
            } else if self.waiting.is_empty() {
                // Run dry: collect anew.
                self.playing = false;
                break;
            } else if self.first() - self.next > MOST_LOST {
                self.next = self.first();
            } else {
                self.open.extend([MU_LAW_SILENCE; SAMPLES]);
                self.next += 1;
            }
        }
        let count = self.open.len().min(SAMPLES);
        let bytes: Vec<u8> = self.open.drain(..count).collect();
        decode(&bytes)
    }

    fn first(&self) -> u64 {
        self.waiting
            .first_key_value()
            .map_or(self.next, |(number, _)| *number)
    }
}

/// 60 ms: browsers on the same machine send evenly, and a scheduler's hiccup is shorter.
const BEGIN_WITH: usize = 3;
/// 300 ms at 20 ms a packet.
const MOST_WAITING: usize = 15;
/// A gap longer than this is skipped, not filled.
const MOST_LOST: u64 = 10;
/// 100 ms; browsers send 20 ms.
const LONGEST_PACKET: usize = 800;
const MU_LAW_SILENCE: u8 = 0xff;

#[cfg(test)]
mod tests {
    use super::super::ulaw::encode;
    use super::*;

    fn packet(level: i16) -> [u8; SAMPLES] {
        encode(&[level; SAMPLES])
    }

    /// What is heard, as levels in thousands.
    fn levels(arrivals: &mut Arrivals, frames: usize) -> Vec<i16> {
        let level = |frame: Frame| (frame[0] + 500) / 1_000;
        (0..frames).map(|_| level(arrivals.take())).collect()
    }

    fn with(numbers: &[u64]) -> Arrivals {
        let mut arrivals = Arrivals::default();
        for number in numbers {
            arrivals.add(*number, &packet(i16::try_from(*number % 10).unwrap() * 1_000));
        }
        arrivals
    }

    #[test]
    fn packets_are_played_in_order_and_a_lost_one_is_silence() {
        assert_eq!(levels(&mut with(&[3, 1, 2]), 4), [1, 2, 3, 0]);
        assert_eq!(levels(&mut with(&[1, 2, 4, 5]), 5), [1, 2, 0, 4, 5]);
    }

    #[test]
    fn nothing_is_played_until_enough_is_there_nor_what_comes_too_late() {
        let mut arrivals = with(&[1, 2]);
        assert_eq!(levels(&mut arrivals, 2), [0, 0]);
        arrivals.add(4, &packet(4_000));
        assert_eq!(levels(&mut arrivals, 3), [1, 2, 0]);
        arrivals.add(3, &packet(3_000));
        assert_eq!(levels(&mut arrivals, 2), [4, 0]);
    }

    #[test]
    fn a_jam_is_cut_short_and_a_long_gap_is_skipped() {
        let many: Vec<u64> = (1..=16).collect();
        assert_eq!(levels(&mut with(&many), 4), [4, 5, 6, 0]);
        let mut arrivals = with(&[1, 2, 3]);
        assert_eq!(levels(&mut arrivals, 3), [1, 2, 3]);
        arrivals.add(1_000_007, &packet(7_000));
        assert_eq!(levels(&mut arrivals, 1), [7]);
    }

    #[test]
    fn packets_of_other_lengths_are_cut_into_frames() {
        let mut arrivals = Arrivals::default();
        for number in 0..3 {
            arrivals.add(number, &[packet(2_000), packet(3_000)].concat());
        }
        assert_eq!(levels(&mut arrivals, 6), [2, 3, 2, 3, 2, 3]);
        arrivals.add(9, &[0; LONGEST_PACKET + 1]);
        arrivals.add(10, &[]);
        assert!(arrivals.waiting.is_empty());
    }
}
