//! From packets to frames: order, decoding, covering losses, and keeping the delay where it belongs.

use std::time::Duration;

use super::Packet;
use super::decoder::Decoder;
use super::pace::{Pace, Step};
use crate::codec::Codec;
use crate::jitter::{JitterBuffer, Next, Stats};
use crate::noise::ComfortNoise;
use crate::pcm::{FRAME_SAMPLES, Frame, to_sample};

/// The receiving half of a leg whose packets may be lost, late or out of order.
pub struct Incoming {
    buffer: JitterBuffer,
    decoder: Decoder,
    /// Decoded audio that was not heard yet.
    ready: Vec<i16>,
    /// How long the audio of the last packet was, in samples.
    packet_samples: usize,
    /// Whether audio is being heard; otherwise some is gathered first.
    playing: bool,
    /// Frames in a row for which nothing was there.
    empty: u32,
    pace: Pace,
    floor: NoiseFloor,
    noise: ComfortNoise,
    concealed_ms: u64,
}

impl Incoming {
    /// A leg that has received nothing yet.
    #[must_use]
    pub fn new(codec: Codec) -> Self {
        Self {
            buffer: JitterBuffer::new(codec.clock_rate()),
            decoder: Decoder::new(codec),
            ready: Vec::new(),
            packet_samples: FRAME_SAMPLES,
            playing: false,
            empty: 0,
            pace: Pace::default(),
            floor: NoiseFloor::default(),
            noise: ComfortNoise::new(),
            concealed_ms: 0,
        }
    }

    /// Takes in a packet that arrived at this time since any fixed start.
    pub fn push(&mut self, packet: Packet<'_>, at: Duration) {
        self.buffer.push(packet.seq, packet.timestamp, packet.payload, at);
    }

    /// The next 20 ms, to be asked for once per tick.
    pub fn frame(&mut self) -> Frame {
        if !self.playing {
            if self.buffer.waiting() == 0 || self.stored_ms() < self.buffer.target_ms() {
                return self.idle();
            }
            self.playing = true;
            self.pace.restart();
        }
        let mut frame = self.play();
        if self.playing {
            match self
                .pace
                .step(self.stored_ms(), self.buffer.target_ms(), frame.level() < QUIET)
            {
                Step::Keep => {}
                Step::Shorten => self.shorten(&mut frame),
            }
        }
        frame
    }

    /// What this leg has seen and how it stands.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            concealed_ms: self.concealed_ms,
            delay_ms: self.stored_ms(),
            ..self.buffer.stats()
        }
    }

    fn play(&mut self) -> Frame {
        while self.ready.len() < FRAME_SAMPLES {
            if self.buffer.is_next_missing() && self.pace.may_wait(self.stored_ms(), self.buffer.target_ms())
            {
                return self.conceal_nothing_after();
            }
            match self.buffer.pull() {
                Next::Packet(payload) => {
                    let before = self.ready.len();
                    if self.decoder.decode(payload, &mut self.ready).is_err() {
                        self.concealed_ms += FRAME_MS;
                        return self.decoder.conceal(None);
                    }
                    self.packet_samples = self.ready.len() - before;
                    self.empty = 0;
                }
                Next::Lost { following } => {
                    self.concealed_ms += FRAME_MS;
                    return self.decoder.conceal(following);
                }
                Next::Empty => {
                    self.empty += 1;
                    if self.empty > PATIENCE {
                        self.playing = false;
                        self.ready.clear();
                        return self.idle();
                    }
                    return self.conceal_nothing_after();
                }
            }
        }
        let mut frame = Frame::from_slice(&self.ready[..FRAME_SAMPLES]);
        self.ready.drain(..FRAME_SAMPLES);
        self.decoder.heard(&mut frame);
        self.floor.hear(frame.level());
        frame
    }

    fn conceal_nothing_after(&mut self) -> Frame {
        self.concealed_ms += FRAME_MS;
        self.decoder.conceal(None)
    }

    /// What a line sounds like on which nobody speaks.
    fn idle(&mut self) -> Frame {
        if self.floor.level > 0.0 {
            self.noise.frame(self.floor.level)
        } else {
            Frame::SILENCE
        }
    }

    /// Lets the next 20 ms run into these: the delay shrinks by a frame.
    fn shorten(&mut self, frame: &mut Frame) {
        if self.ready.len() < FRAME_SAMPLES && self.buffer.is_next_missing() {
            self.buffer.skip();
            return;
        }
        let next = self.play();
        let steps = f32::from(FRAME_STEPS);
        for ((sample, later), step) in frame.samples_mut().iter_mut().zip(next.samples()).zip(0_u16..) {
            let share = f32::from(step) / steps;
            *sample = to_sample(f32::from(*sample) * (1.0 - share) + f32::from(*later) * share);
        }
    }

    fn stored_ms(&self) -> f32 {
        let samples = self.ready.len() + self.buffer.waiting() * self.packet_samples;
        #[expect(clippy::cast_precision_loss, reason = "a second of samples at most")]
        let ms = samples as f32 / 16.0;
        ms
    }
}

/// How quiet the line is when nobody speaks: falls fast, rises slowly.
#[derive(Debug, Default)]
struct NoiseFloor {
    level: f32,
}

impl NoiseFloor {
    fn hear(&mut self, level: f32) {
        let level = level.min(LOUDEST_FLOOR);
        let speed = if level < self.level { 0.2 } else { 0.01 };
        self.level += (level - self.level) * speed;
    }
}

const FRAME_MS: u64 = crate::pcm::FRAME_MS;
const FRAME_STEPS: u16 = 320;

/// After 100 ms without a packet it is a pause and no longer a gap.
const PATIENCE: u32 = 5;

/// -46 dB: what is cut out here is not missed.
const QUIET: f32 = 0.005;

/// -56 dB: comfort noise stays a whisper, whatever the line was like.
const LOUDEST_FLOOR: f32 = 0.001_6;
