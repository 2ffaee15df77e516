//! A carrier's media stream: mu-law by TCP, so that nothing is lost or out of order, but much may come at once.

use std::collections::VecDeque;

use crate::codec::{Concealer, Upsampler, g711};
use crate::pcm::{FRAME_SAMPLES, Frame};

/// The receiving half of a media-stream leg.
pub struct ArrivalQueue {
    waiting: VecDeque<u8>,
    upsampler: Upsampler,
    concealer: Concealer,
    narrow: Vec<i16>,
    wide: Vec<i16>,
    playing: bool,
    /// Frames since the store was last at its least, and that least.
    watched: u32,
    least: usize,
    stats: ArrivalStats,
}

/// What an arrival queue has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArrivalStats {
    /// Audio that arrived, in milliseconds.
    pub received_ms: u64,
    /// Audio that came too late or too early to be heard, in milliseconds.
    pub dropped_ms: u64,
    /// Frames for which nothing was there while somebody was being heard.
    pub underruns: u64,
    /// Audio in store now, in milliseconds.
    pub delay_ms: u64,
}

impl ArrivalQueue {
    /// A queue in which nothing waits.
    #[must_use]
    pub fn new() -> Self {
        Self {
            waiting: VecDeque::new(),
            upsampler: Upsampler::new(),
            concealer: Concealer::new(),
            narrow: Vec::new(),
            wide: Vec::new(),
            playing: false,
            watched: 0,
            least: usize::MAX,
            stats: ArrivalStats::default(),
        }
    }

    /// Takes in mu-law audio, however long; what does not fit pushes out the oldest.
    pub fn push(&mut self, mulaw: &[u8]) {
        self.stats.received_ms += millis(mulaw.len());
        let newest = &mulaw[mulaw.len().saturating_sub(CAPACITY)..];
        let over = (self.waiting.len() + newest.len()).saturating_sub(CAPACITY);
        self.waiting.drain(..over);
        self.waiting.extend(newest);
        self.stats.dropped_ms += millis(over + mulaw.len() - newest.len());
    }

    /// The next 20 ms, to be asked for once per tick.
    pub fn frame(&mut self) -> Frame {
        if !self.playing && self.waiting.len() >= START {
            self.playing = true;
            self.watched = 0;
            self.least = usize::MAX;
        }
        if !self.playing {
            return Frame::SILENCE;
        }
        if self.waiting.len() < FRAME_BYTES {
            self.stats.underruns += 1;
            let cover = self.concealer.conceal();
            self.playing = self.concealer.is_covering();
            return cover;
        }
        self.shed();
        self.narrow.clear();
        self.narrow
            .extend(self.waiting.range(..FRAME_BYTES).copied().map(g711::mulaw_decode));
        self.waiting.drain(..FRAME_BYTES);
        self.wide.clear();
        self.upsampler.run(&self.narrow, &mut self.wide);
        debug_assert_eq!(self.wide.len(), FRAME_SAMPLES);
        let mut frame = Frame::from_slice(&self.wide);
        self.concealer.heard(&mut frame);
        frame
    }

    /// Forgets what waits, for a leg that was replaced or put aside.
    pub fn clear(&mut self) {
        self.stats.dropped_ms += millis(self.waiting.len());
        self.waiting.clear();
        self.playing = false;
    }

    /// What this queue has seen and how it stands.
    #[must_use]
    pub fn stats(&self) -> ArrivalStats {
        ArrivalStats {
            delay_ms: millis(self.waiting.len()),
            ..self.stats
        }
    }

    /// Drops a frame that was never needed for a while: it is delay for nothing.
    fn shed(&mut self) {
        self.least = self.least.min(self.waiting.len());
        self.watched += 1;
        let quiet = self.waiting.range(..FRAME_BYTES).all(|byte| is_quiet(*byte));
        let due = self.watched >= WINDOW && (quiet || self.watched >= PATIENT_WINDOW);
        if self.least >= START + FRAME_BYTES && due {
            self.waiting.drain(..FRAME_BYTES);
            self.stats.dropped_ms += millis(FRAME_BYTES);
            self.watched = 0;
            self.least = usize::MAX;
        } else if self.watched >= WINDOW && self.least < START + FRAME_BYTES {
            self.watched = 0;
            self.least = usize::MAX;
        }
    }
}

impl Default for ArrivalQueue {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a mu-law byte lies in the two lowest segments: below 1 % of full scale.
fn is_quiet(byte: u8) -> bool {
    byte & 0x7f >= 0x60
}

fn millis(bytes: usize) -> u64 {
    u64::try_from(bytes / BYTES_PER_MS).unwrap_or(u64::MAX)
}

const BYTES_PER_MS: usize = 8;
const FRAME_BYTES: usize = FRAME_SAMPLES / 2;

/// One frame in store and it is heard: if arrivals are uneven, the first gap adds what is needed.
const START: usize = FRAME_BYTES;

/// 200 ms: after a stall of the connection the newest is worth more than the oldest.
const CAPACITY: usize = 10 * FRAME_BYTES;

/// Two seconds, and six when nobody pauses.
const WINDOW: u32 = 100;
const PATIENT_WINDOW: u32 = 300;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leg::MulawOut;
    use crate::pcm::MIX_RATE;
    use crate::tone::{Tone, amplitude};

    fn speak(tone: &mut Tone, out: &mut MulawOut) -> Vec<u8> {
        out.encode(&tone.frame()).to_vec()
    }

    #[test]
    fn audio_that_comes_evenly_is_heard_as_it_was_said() {
        let (mut queue, mut out, mut tone) = (ArrivalQueue::new(), MulawOut::new(), Tone::new(600.0, 0.4));
        let mut heard = Vec::new();
        for _ in 0..100 {
            queue.push(&speak(&mut tone, &mut out));
            heard.extend_from_slice(queue.frame().samples());
        }
        assert!((amplitude(&heard[3_200..], MIX_RATE, 600.0) - 0.4).abs() < 0.02);
        assert_eq!(queue.stats().dropped_ms, 0);
        assert_eq!(queue.stats().underruns, 0);
    }

    #[test]
    fn audio_in_odd_pieces_is_put_together() {
        let (mut queue, mut out, mut tone) = (ArrivalQueue::new(), MulawOut::new(), Tone::new(600.0, 0.4));
        let said: Vec<u8> = (0..100).flat_map(|_| speak(&mut tone, &mut out)).collect();
        let mut heard = Vec::new();
        for piece in said.chunks(103) {
            queue.push(piece);
            if queue.stats().delay_ms > 60 {
                heard.extend_from_slice(queue.frame().samples());
            }
        }
        assert!((amplitude(&heard[640..], MIX_RATE, 600.0) - 0.4).abs() < 0.02);
    }

    #[test]
    fn a_flood_is_bounded_and_counted() {
        let mut queue = ArrivalQueue::new();
        for _ in 0..100 {
            queue.push(&[0x55; 1_000]);
            assert!(queue.stats().delay_ms <= 200);
        }
        let stats = queue.stats();
        assert_eq!(stats.received_ms, 12_500);
        assert_eq!(stats.dropped_ms, 12_500 - 200);
    }

    #[test]
    fn delay_that_is_never_needed_goes_away() {
        let (mut queue, mut out, mut tone) = (ArrivalQueue::new(), MulawOut::new(), Tone::new(600.0, 0.4));
        for _ in 0..9 {
            queue.push(&speak(&mut tone, &mut out));
        }
        for _ in 0..4_000 {
            queue.push(&speak(&mut tone, &mut out));
            let _heard = queue.frame();
        }
        assert!(queue.stats().delay_ms <= 40, "{}", queue.stats().delay_ms);
        assert_eq!(queue.stats().underruns, 0);
    }

    #[test]
    fn a_stall_fades_and_the_voice_comes_back() {
        let (mut queue, mut out, mut tone) = (ArrivalQueue::new(), MulawOut::new(), Tone::new(300.0, 0.4));
        for _ in 0..20 {
            queue.push(&speak(&mut tone, &mut out));
            let _heard = queue.frame();
        }
        let fading: Vec<f32> = (0..20).map(|_| queue.frame().level()).collect();
        assert!(fading[19] < 1e-6);
        let mut back = Vec::new();
        for _ in 0..20 {
            queue.push(&speak(&mut tone, &mut out));
            back.extend_from_slice(queue.frame().samples());
        }
        assert!(amplitude(&back[3_200..], MIX_RATE, 300.0) > 0.35);
    }
}
