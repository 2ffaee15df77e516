//! What was said and heard at the far end of a call, kept for whoever wants to measure it.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use super::frame::Frame;
use super::ulaw::{decode_byte, encode};
use crate::wav;

/// Both directions of one line.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    /// From the answer to the first frame.
    pub began_ms: u64,
    said: Vec<u8>,
    heard: Vec<u8>,
    most: usize,
    /// From where to where the recording was paused.
    pauses: Vec<Range<usize>>,
    is_paused: bool,
}

impl Tape {
    pub(crate) fn add(&mut self, said: &Frame, heard: &Frame) {
        if self.said.len() < self.most {
            self.said.extend_from_slice(&encode(said));
            self.heard.extend_from_slice(&encode(heard));
        }
    }

    /// From now on the recording holds silence, or what is on the line again. Twice is once.
    pub(crate) fn pause(&mut self, pause: bool) {
        let at = self.said.len();
        if pause && !self.is_paused {
            self.pauses.push(at..usize::MAX);
        } else if let (false, true, Some(last)) = (pause, self.is_paused, self.pauses.last_mut()) {
            last.end = at;
        }
        self.is_paused = pause;
    }

    /// What the person said, as a WAV file.
    pub(crate) fn said(&self) -> Vec<u8> {
        wav::mu_law(&[&self.said])
    }

    /// What the person heard, as a WAV file.
    pub(crate) fn heard(&self) -> Vec<u8> {
        wav::mu_law(&[&self.heard])
    }

    /// The whole call from the answer on, in 16 bits as recordings are: both directions mixed, or each on a channel of
    /// its own, what the far end said first.
    pub(crate) fn both(&self, channels: u8) -> Vec<u8> {
        let before = vec![MU_LAW_SILENCE; usize::try_from(self.began_ms).unwrap_or(0).min(self.most / 8) * 8];
        let [said, heard] = [&self.said, &self.heard].map(|track| {
            let mut track = track.clone();
            for pause in &self.pauses {
                let end = pause.end.min(track.len());
                track[pause.start.min(end)..end].fill(MU_LAW_SILENCE);
            }
            [before.as_slice(), &track].concat()
        });
        if channels >= 2 {
            return wav::pcm(&[&linear(&said), &linear(&heard)]);
        }
        wav::pcm(&[&linear(&super::ulaw::sum(&said, &heard))])
    }
}

fn linear(sound: &[u8]) -> Vec<i16> {
    sound.iter().map(|byte| decode_byte(*byte)).collect()
}

/// The tapes of the latest calls with sound.
#[derive(Debug, Default)]
pub(crate) struct TapeBook {
    tapes: BTreeMap<String, Arc<Mutex<Tape>>>,
    in_order: VecDeque<String>,
}

impl TapeBook {
    /// A new tape for at most so many seconds; the oldest goes when there are too many.
    pub(crate) fn open(&mut self, sid: &str, began_ms: u64, seconds: u64) -> Arc<Mutex<Tape>> {
        if self.in_order.len() >= TAPES_KEPT
            && let Some(oldest) = self.in_order.pop_front()
            && let Some(tape) = self.tapes.remove(&oldest)
        {
            // Its call may still be going on, and must not go on filling the memory.
            *crate::lock::lock(&tape) = Tape::default();
        }
        let tape = Arc::new(Mutex::new(Tape {
            began_ms,
            most: usize::try_from(seconds).unwrap_or(0).saturating_mul(8_000),
            ..Tape::default()
        }));
        self.tapes.insert(sid.to_owned(), Arc::clone(&tape));
        self.in_order.push_back(sid.to_owned());
        tape
    }

    pub(crate) fn get(&self, sid: &str) -> Option<Arc<Mutex<Tape>>> {
        self.tapes.get(sid).cloned()
    }
}

/// Five minutes of both directions are 4.8 MB.
const TAPES_KEPT: usize = 64;
const MU_LAW_SILENCE: u8 = 0xff;
