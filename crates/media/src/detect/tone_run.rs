//! Tones as they run: one pitch that stays, or one of the pairs that networks send.

use super::FRAME_MS;
use super::observation::ToneKind;
use super::params::Params;
use super::spectrum::{Peak, Spectrum, share_of};
use super::tone_kind::{pair, single};

/// A tone that sounds or has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tone {
    pub(super) kind: ToneKind,
    pub(super) hz: f32,
    pub(super) ms: u32,
    pub(super) ended_ms: u32,
}

/// What a frame means for tones.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Toned {
    /// The tone that sounds, once it is sure.
    pub(super) sounding: Option<Tone>,
    /// The tone that this frame ended.
    pub(super) ended: Option<Tone>,
}

/// Follows tones.
#[derive(Debug, Clone)]
pub(super) struct ToneRuns {
    share: f32,
    drift: f32,
    now_ms: u32,
    run: Option<Run>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    pair: Option<(ToneKind, f32)>,
    hz_sum: f32,
    frames: u32,
    missed: u32,
    sure: bool,
}

impl ToneRuns {
    pub(super) fn new(params: &Params) -> Self {
        Self {
            share: params.tone_share,
            drift: params.tone_drift,
            now_ms: 0,
            run: None,
        }
    }

    /// Takes in a frame: its spectrum, the noise under it, and the last 100 ms of sound.
    pub(super) fn hear(&mut self, spectrum: &Spectrum, noise: f32, heard: &[f32]) -> Toned {
        self.now_ms = self.now_ms.saturating_add(FRAME_MS);
        let (first, second) = spectrum.peaks();
        let clean = (spectrum.total() - noise).max(first.power);
        let loud = first.power > AUDIBLE.max(OVER_NOISE * noise);
        let alone = loud && first.power >= self.share * clean;
        let two = loud && first.power + second.power >= PAIR_SHARE * clean;
        let found = if two { pair(heard, &first, &second) } else { None };
        let ended = match (found, self.run) {
            (Some(pair), Some(mut run)) if run.pair.is_some_and(|known| known.0 == pair.0) => {
                run.go_on(pair.1);
                self.run = Some(run);
                None
            }
            (Some(pair), other) => {
                self.run = Some(Run::new(Some(pair), pair.1));
                other.and_then(|run| run.ended(self.now_ms - FRAME_MS))
            }
            (None, Some(run)) if alone && run.fits(&first, self.drift) => {
                self.run = Some(self.longer(run, &first, heard));
                None
            }
            (None, Some(mut run)) => {
                run.missed += 1;
                let other_pitch = alone && run.pair.is_none();
                if run.missed > MISSES || other_pitch {
                    self.run = other_pitch.then(|| Run::new(None, first.hz));
                    run.ended(self.now_ms - run.missed * FRAME_MS)
                } else {
                    self.run = Some(run);
                    None
                }
            }
            (None, None) => {
                self.run = alone.then(|| Run::new(None, first.hz));
                None
            }
        };
        Toned {
            sounding: self.run.and_then(|run| run.ended(self.now_ms)),
            ended,
        }
    }

    fn longer(&self, mut run: Run, peak: &Peak, heard: &[f32]) -> Run {
        run.go_on(peak.hz);
        if !run.sure && run.frames >= SURE_FRAMES {
            let latest = &heard[heard.len().saturating_sub(SURE_SAMPLES)..];
            run.sure = share_of(latest, run.hz()) >= SURE_SHARE;
        }
        run
    }
}

impl Run {
    fn new(pair: Option<(ToneKind, f32)>, hz: f32) -> Self {
        // What tells a pair has heard it for most of 100 ms.
        let frames = if pair.is_some() { PAIR_HEARD_FRAMES } else { 1 };
        Self {
            pair,
            frames,
            hz_sum: hz * frames as f32,
            missed: 0,
            sure: pair.is_some(),
        }
    }

    fn hz(&self) -> f32 {
        self.pair.map_or(self.hz_sum / self.frames as f32, |(_, hz)| hz)
    }

    fn go_on(&mut self, hz: f32) {
        // Frames that were missed count as if they had had the pitch of the others.
        let missed = std::mem::take(&mut self.missed);
        self.hz_sum += self.hz_sum / self.frames as f32 * missed as f32 + hz;
        self.frames += 1 + missed;
    }

    fn fits(&self, peak: &Peak, drift: f32) -> bool {
        self.pair.is_none() && (peak.hz - self.hz()).abs() <= (drift * self.hz()).max(LEAST_DRIFT_HZ)
    }

    fn ended(&self, at_ms: u32) -> Option<Tone> {
        let ms = self.frames * FRAME_MS;
        self.sure.then(|| Tone {
            kind: self.pair.map_or_else(|| single(self.hz(), ms), |(kind, _)| kind),
            hz: self.hz(),
            ms,
            ended_ms: at_ms,
        })
    }
}

/// -60 dB of full scale: the code of the telephone makes tones of less impure.
const AUDIBLE: f32 = 1e-6;
/// 6 dB: what is nearer to the noise cannot be told from it.
const OVER_NOISE: f32 = 4.0;
/// The share of both tones of a pair. Less than of one tone alone: two windows' lobes leave more between them.
const PAIR_SHARE: f32 = 0.85;
/// How exactly a peak is found where noise bends it.
const LEAST_DRIFT_HZ: f32 = 4.0;
/// One frame that noise has hit, or the turn of phase in a fax machine's tone. Two beeps lie farther apart.
const MISSES: u32 = 2;
const SURE_FRAMES: u32 = 3;
/// 60 ms tell 440 Hz from 440 with 480 Hz.
const SURE_SAMPLES: usize = 480;
const SURE_SHARE: f32 = 0.75;
const PAIR_HEARD_FRAMES: u32 = 4;
