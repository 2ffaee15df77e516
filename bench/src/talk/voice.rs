//! What people say: a made-up voice (pulses through moving resonances, hisses between them, pauses) that whistles one
//! tone while it speaks, so that whoever hears it can tell whose it is.

use std::f32::consts::{PI, TAU};

use super::browser::Asked;
use anyhow::{Context, Result};
use outdial_media::codec::g711::mulaw_encode;
use ropus::{Application, Bitrate, Channels, Encoder, InbandFec, Signal};

/// How much of the time somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Two seconds of speech, two of listening, the other side the other way round.
    Turns,
    /// Without end, also while the other speaks: the most that a call can cost.
    Monologue,
}

impl Manner {
    /// The share of the time that one side speaks.
    pub fn share(self) -> f32 {
        match self {
            Self::Turns => 0.5,
            Self::Monologue => 1.0,
        }
    }
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The agent, by Opus.
    Browser,
    /// The callee, by mu-law.
    Phone,
}

/// Twelve seconds of speech, over and over.
pub struct Voice {
    /// The tone that marks it.
    pub hz: f32,
    frames: Vec<Vec<u8>>,
}

impl Voice {
    /// The voice of a browser that was asked for this.
    pub fn of_browser(number: usize, manner: Manner, asked: Asked) -> Result<Self> {
        let hz = BROWSERS_HZ[number % VOICES];
        let samples = speak(OPUS_RATE, hz, pitch(number), manner, Side::Browser);
        let mut encoder = browser_encoder(asked)?;
        let mut packet = [0; 1_276];
        let frames = samples.chunks_exact(OPUS_RATE as usize / FRAMES_PER_SECOND);
        let frames = frames.map(|frame| {
            let length = encoder.encode(frame, &mut packet).context("a browser encodes")?;
            Ok(packet[..length].to_vec())
        });
        Ok(Self {
            hz,
            frames: frames.collect::<Result<_>>()?,
        })
    }

    /// The voice of a phone.
    pub fn of_phone(number: usize, manner: Manner) -> Self {
        let hz = PHONES_HZ[number % VOICES];
        let samples = speak(PHONE_RATE, hz, pitch(number + VOICES), manner, Side::Phone);
        let frames = samples.chunks_exact(PHONE_RATE as usize / FRAMES_PER_SECOND);
        Self {
            hz,
            frames: frames
                .map(|frame| frame.iter().map(|sample| mulaw_encode(*sample)).collect())
                .collect(),
        }
    }

    /// The 20 ms with this number.
    pub fn frame(&self, number: usize) -> &[u8] {
        &self.frames[number % self.frames.len()]
    }
}

/// An encoder with the settings that Chromium has for a microphone.
pub fn browser_encoder(asked: Asked) -> Result<Encoder> {
    let (bits, bandwidth) = match asked.rate {
        Some(..=8_000) => (12_000, ropus::Bandwidth::Narrowband),
        Some(..=12_000) => (20_000, ropus::Bandwidth::Mediumband),
        Some(..=16_000) => (20_000, ropus::Bandwidth::Wideband),
        Some(_) | None => (32_000, ropus::Bandwidth::Fullband),
    };
    Encoder::builder(OPUS_RATE, Channels::Mono, Application::Voip)
        .bitrate(Bitrate::Bits(asked.bits.unwrap_or(bits)))
        .complexity(9)
        .signal(Signal::Auto)
        .max_bandwidth(bandwidth)
        .inband_fec(InbandFec::Enabled)
        .build()
        .context("the settings of a browser")
}

fn pitch(number: usize) -> f32 {
    95.0 + 14.0 * [0.0, 5.0, 2.0, 7.0, 1.0, 6.0, 3.0, 8.0][number % 8]
}

/// Speech at a sampling rate, as a source and filters (the usual model of a voice).
fn speak(rate: u32, hz: f32, pitch: f32, manner: Manner, side: Side) -> Vec<i16> {
    #[expect(clippy::cast_precision_loss, reason = "a sampling rate is a small number")]
    let per_second = rate as f32;
    let mut throat = Throat::new(per_second, pitch);
    let mut whistle = 0.0_f32;
    (0..SECONDS * rate)
        .map(|place| {
            #[expect(clippy::cast_precision_loss, reason = "twelve seconds of samples")]
            let at = place as f32 / per_second;
            whistle = (whistle + hz / per_second).fract();
            let turn = (at / TURN_SECONDS).fract() < 0.5;
            let speaks = manner == Manner::Monologue || turn == (side == Side::Browser);
            let voice = throat.next(at);
            let value = if speaks {
                voice + MARK * (whistle * TAU).sin()
            } else {
                0.0
            };
            let line = throat.white()
                * if side == Side::Phone {
                    PHONE_NOISE
                } else {
                    ROOM_NOISE
                };
            outdial_media::pcm::to_sample((value + line) * 32_768.0)
        })
        .collect()
}

struct Throat {
    per_second: f32,
    pitch: f32,
    turn: f32,
    state: u32,
    formants: [[f32; 2]; 3],
}

impl Throat {
    fn new(per_second: f32, pitch: f32) -> Self {
        Self {
            per_second,
            pitch,
            turn: 0.0,
            state: 0x9e37_79b9,
            formants: [[0.0; 2]; 3],
        }
    }

    fn next(&mut self, at: f32) -> f32 {
        let pitch = self.pitch * (1.0 + 0.2 * (at * 2.1).sin());
        self.turn += pitch / self.per_second;
        let pulse = if self.turn >= 1.0 { 1.0 } else { 0.0 };
        self.turn = self.turn.fract();
        let syllable = at * SYLLABLES_PER_SECOND;
        let loudness = (syllable.fract() * PI).sin();
        // Every fifth syllable is a hiss.
        let hisses = (syllable / 5.0).fract() < 0.2;
        let mut value = if hisses { self.white() * 0.2 } else { pulse };
        let centres = [
            500.0 + 200.0 * (at * 3.0).sin(),
            1_500.0 + 400.0 * (at * 2.3).sin(),
            2_600.0,
        ];
        for (formant, centre) in self.formants.iter_mut().zip(centres) {
            let radius = (-PI * WIDTH_HZ / self.per_second).exp();
            let next = value * (1.0 - radius) * 4.0
                + 2.0 * radius * (TAU * centre / self.per_second).cos() * formant[0]
                - radius * radius * formant[1];
            *formant = [next, formant[0]];
            value = next;
        }
        (value * loudness * LOUDNESS).clamp(-0.7, 0.7)
    }

    /// Even noise between -1 and 1 (Marsaglia's xorshift).
    fn white(&mut self) -> f32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        let [high, low, ..] = self.state.to_be_bytes();
        f32::from(i16::from_be_bytes([high, low])) / 32_768.0
    }
}

/// All tones by which voices are known.
pub fn all_hz() -> impl Iterator<Item = f32> {
    BROWSERS_HZ.into_iter().chain(PHONES_HZ)
}

/// How many different voices either side has.
pub const VOICES: usize = 4;
/// The tones of browsers.
pub const BROWSERS_HZ: [f32; VOICES] = [620.0, 1_130.0, 1_710.0, 2_350.0];
/// The tones of phones.
pub const PHONES_HZ: [f32; VOICES] = [810.0, 1_390.0, 2_030.0, 2_690.0];
/// The peak of the tone: about as strong as one formant.
pub const MARK: f32 = 0.08;
const LOUDNESS: f32 = 0.6;
const WIDTH_HZ: f32 = 90.0;
const SYLLABLES_PER_SECOND: f32 = 4.0;
/// One turn of each side.
const TURN_SECONDS: f32 = 4.0;
const SECONDS: u32 = 12;
const FRAMES_PER_SECOND: usize = 50;
/// What microphones record.
pub const OPUS_RATE: u32 = 48_000;
/// What telephones carry.
pub const PHONE_RATE: u32 = 8_000;
/// A quiet room behind the browser's noise suppression, and a line that is alive.
const ROOM_NOISE: f32 = 0.000_3;
const PHONE_NOISE: f32 = 0.000_9;
