//! Somebody or something that answers on a carrier's media stream: says its piece, then is silent.

use std::f32::consts::TAU;

use outdial_media::ParticipantId;
use outdial_media::codec::g711::mulaw_encode;
use outdial_media::live::{RoomHandle, StreamPort};
use outdial_media::pcm::to_sample;
use outdial_media::room::Role;
use outdial_media::tone::Tone;

pub struct Caller {
    port: StreamPort,
    says: std::vec::IntoIter<i16>,
}

impl Caller {
    pub fn join(room: &RoomHandle, who: &str, says: Vec<i16>) -> Self {
        Self {
            port: room.join_stream(&ParticipantId::new(who), Role::Talk).unwrap(),
            says: says.into_iter(),
        }
    }

    /// Says the next 20 ms.
    pub fn speak(&mut self) {
        let said: Vec<u8> = (0..FRAME)
            .map(|_| mulaw_encode(self.says.next().unwrap_or(0)))
            .collect();
        self.port.push(&said);
        while self.port.try_next().is_some() {}
    }
}

/// A voice of sorts: a rich buzz that comes and goes as syllables do.
pub fn voice(ms: u16) -> Vec<i16> {
    let mut pitches: Vec<Tone> = (1..=12_u8)
        .map(|harmonic| Tone::new(130.0 * f32::from(harmonic), 0.05))
        .collect();
    (0..u32::from(ms) * 8)
        .map(|n| {
            let syllable = 0.55 - 0.45 * (TAU * 4.0 * n as f32 / RATE as f32).cos();
            let sum: f32 = pitches.iter_mut().map(|pitch| pitch.next_at(RATE)).sum();
            to_sample(32_768.0 * syllable * sum)
        })
        .collect()
}

pub fn silence(ms: u16) -> Vec<i16> {
    vec![0; usize::from(ms) * 8]
}

pub fn beep(ms: u16) -> Vec<i16> {
    let mut samples = silence(ms);
    Tone::new(1_000.0, 0.3).fill(&mut samples, RATE);
    samples
}

const RATE: u32 = 8_000;
const FRAME: usize = 160;
