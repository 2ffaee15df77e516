//! Speech or not, by how far a frame rises above the line's own noise, in four bands.
//!
//! The noise is learned as the least that was heard lately, and at once when something that counts as speech turns out
//! to stand still: syllables never keep their level and colour for half a second, hiss and hum do.

use super::FRAME_MS;
use super::params::Params;
use super::spectrum::Spectrum;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    /// Nothing above the noise.
    Quiet,
    /// Speech, or something as lively.
    Lively,
    /// What was taken for speech for so long was the line's noise, as the last frames showed.
    NoiseLearned { ms: u32 },
}

/// Knows the noise of one line.
#[derive(Debug, Clone)]
pub(super) struct Activity {
    over_noise_db: f32,
    below_peak_db: f32,
    faintest_db: f32,
    /// Level of the noise: all of it, then by band.
    noise_db: Option<[f32; LEVELS]>,
    smooth_db: [f32; LEVELS],
    loudest_db: f32,
    recent: Recent,
    stretch: Stretch,
}

/// The level of what was lively last, and of the quiet since.
#[derive(Debug, Clone, Copy, Default)]
struct Stretch {
    lively: Mean,
    quiet: Mean,
}

#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum_db: f32,
    frames: u32,
}

/// The levels of the last half second, if every frame of it was lively.
#[derive(Debug, Clone)]
struct Recent {
    levels: [[f32; LEVELS]; STANDING_FRAMES],
    filled: usize,
    /// How much the frames' fine structure stays, smoothed.
    likeness: f32,
    last: Option<Spectrum>,
    /// For how many frames it has stood still.
    still: u32,
}

impl Activity {
    pub(super) fn new(params: &Params) -> Self {
        Self {
            over_noise_db: params.over_noise_db,
            below_peak_db: params.below_peak_db,
            faintest_db: params.faintest_db,
            noise_db: None,
            smooth_db: [0.0; LEVELS],
            loudest_db: SILENCE_DB,
            recent: Recent {
                levels: [[0.0; LEVELS]; STANDING_FRAMES],
                filled: 0,
                likeness: 1.0,
                last: None,
                still: 0,
            },
            stretch: Stretch::default(),
        }
    }

    /// The mean square of the noise as far as it is known.
    pub(super) fn noise_power(&self) -> f32 {
        self.noise_db.map_or(0.0, |noise| 10.0_f32.powf(noise[0] / 10.0))
    }

    /// Judges a frame in which no tone sounds.
    pub(super) fn hear(&mut self, spectrum: &Spectrum) -> Sound {
        let levels = levels(spectrum);
        let noise = match self.noise_db {
            Some(noise) => noise,
            None => self.begin(&levels),
        };
        for (smooth, level) in self.smooth_db.iter_mut().zip(&levels) {
            *smooth += SMOOTHING * (level - *smooth);
        }
        let lively = self.is_lively(&levels, &noise);
        self.noise_db = Some(self.followed(&noise, lively));
        if let Some(ms) = self.stretch.ended_without_a_drop(levels[0], lively) {
            self.noise_db = Some(self.smooth_db);
            return Sound::NoiseLearned { ms };
        }
        if !lively {
            self.recent.forget();
            return Sound::Quiet;
        }
        if let Some(standing) = self.recent.standing_still(&levels, spectrum) {
            self.noise_db = Some(standing);
            self.loudest_db = SILENCE_DB;
            self.stretch = Stretch::default();
            return Sound::NoiseLearned { ms: STANDING_MS };
        }
        self.loudest_db = (self.loudest_db - FORGET_PEAK_DB).max(self.smooth_db[0]);
        Sound::Lively
    }

    /// A tone sounds: it says nothing about the noise.
    pub(super) fn skip(&mut self) {
        self.recent.forget();
        self.stretch = Stretch::default();
    }

    fn begin(&mut self, levels: &[f32; LEVELS]) -> [f32; LEVELS] {
        self.smooth_db = *levels;
        levels.map(|level| level.min(FIRST_NOISE_DB))
    }

    fn is_lively(&self, levels: &[f32; LEVELS], noise: &[f32; LEVELS]) -> bool {
        let audible = levels[0] >= self.faintest_db.max(self.loudest_db - self.below_peak_db);
        let mut over = levels.iter().zip(noise).map(|(level, noise)| level - noise);
        let whole = over.next().unwrap_or(0.0);
        audible
            && (whole >= self.over_noise_db || over.any(|band| band >= self.over_noise_db + BAND_MARGIN_DB))
    }

    /// Follows the noise down quickly and up slowly, and more slowly under speech.
    fn followed(&self, noise: &[f32; LEVELS], lively: bool) -> [f32; LEVELS] {
        let rise = if lively { RISE_UNDER_SPEECH_DB } else { RISE_DB };
        let least = self.faintest_db - self.over_noise_db;
        std::array::from_fn(|band| {
            let (noise, heard) = (noise[band], self.smooth_db[band]);
            let followed = if heard < noise {
                noise + FALL * (heard - noise)
            } else {
                (noise + rise).min(heard)
            };
            followed.max(if band == 0 { least } else { least - BAND_MARGIN_DB })
        })
    }
}

impl Stretch {
    /// How long the lively frames were, if the quiet after them is hardly quieter: then only the measure has moved.
    fn ended_without_a_drop(&mut self, level_db: f32, lively: bool) -> Option<u32> {
        if lively {
            if self.quiet.frames > 0 {
                *self = Self::default();
            }
            self.lively.add(level_db);
            return None;
        }
        if self.lively.frames == 0 {
            return None;
        }
        self.quiet.add(level_db);
        if self.quiet.frames < DROP_FRAMES {
            return None;
        }
        let Self { lively, quiet } = std::mem::take(self);
        (lively.db() - quiet.db() < DROP_DB).then(|| (lively.frames + quiet.frames) * FRAME_MS)
    }
}

impl Mean {
    fn add(&mut self, level_db: f32) {
        self.sum_db += level_db;
        self.frames += 1;
    }

    fn db(self) -> f32 {
        self.sum_db / self.frames.max(1) as f32
    }
}

impl Recent {
    /// The mean of the last frames, if they hardly differ and are no vowel. Bands that hold little of the sound may do
    /// what they like.
    fn standing_still(&mut self, levels: &[f32; LEVELS], spectrum: &Spectrum) -> Option<[f32; LEVELS]> {
        if let Some(last) = self.last.replace(*spectrum) {
            self.likeness += LIKENESS_SMOOTHING * (spectrum.likeness(&last) - self.likeness);
        }
        if self.filled == STANDING_FRAMES {
            self.levels.rotate_left(1);
            self.filled -= 1;
        }
        self.levels[self.filled] = *levels;
        self.filled += 1;
        if self.filled < STANDING_FRAMES {
            return None;
        }
        let (means, spreads) = self.means_and_spreads();
        let still = |band: usize| {
            let limit = if band == 0 { STANDING_DB } else { STANDING_BAND_DB };
            means[band] < means[0] - HEARD_BAND_DB || spreads[band] <= limit
        };
        self.still = if (0..LEVELS).all(still) { self.still + 1 } else { 0 };
        let is_noise =
            self.still > 0 && (self.likeness < VOWEL_LIKENESS || self.still > LONGEST_VOWEL_FRAMES);
        if !is_noise {
            return None;
        }
        self.forget();
        Some(means)
    }

    fn forget(&mut self) {
        self.filled = 0;
        self.likeness = 1.0;
        self.last = None;
        self.still = 0;
    }

    /// Of each level, the mean and the standard deviation.
    fn means_and_spreads(&self) -> ([f32; LEVELS], [f32; LEVELS]) {
        let (mut means, mut spreads) = ([0.0; LEVELS], [0.0; LEVELS]);
        for band in 0..LEVELS {
            let column = self.levels.iter().map(|levels| levels[band]);
            let mean = column.clone().sum::<f32>() / STANDING_FRAMES as f32;
            let square = column.map(|level| (level - mean) * (level - mean)).sum::<f32>();
            means[band] = mean;
            spreads[band] = (square / STANDING_FRAMES as f32).sqrt();
        }
        (means, spreads)
    }
}

fn levels(spectrum: &Spectrum) -> [f32; LEVELS] {
    let band = |at: usize| decibels(spectrum.between(BAND_EDGES_HZ[at], BAND_EDGES_HZ[at + 1]));
    [
        decibels(spectrum.between(BAND_EDGES_HZ[0], BAND_EDGES_HZ[4])),
        band(0),
        band(1),
        band(2),
        band(3),
    ]
}

/// Mean square as decibels below a full square wave.
pub(super) fn decibels(power: f32) -> f32 {
    10.0 * power.max(1e-10).log10()
}

/// The whole and four bands.
const LEVELS: usize = 5;
/// The telephone's band, in parts of about equal weight for speech.
const BAND_EDGES_HZ: [f32; 5] = [180.0, 500.0, 1_000.0, 2_000.0, 3_500.0];
const SILENCE_DB: f32 = -100.0;
/// A call that begins in the middle of a word may not teach that word as noise.
const FIRST_NOISE_DB: f32 = -60.0;
/// A band varies more than the whole.
const BAND_MARGIN_DB: f32 = 4.0;
/// Per frame: about 40 ms of memory.
const SMOOTHING: f32 = 0.4;
const FALL: f32 = 0.3;
/// 4 dB and 1 dB a second.
const RISE_DB: f32 = 0.08;
const RISE_UNDER_SPEECH_DB: f32 = 0.02;
/// 3 dB a second: somebody who turns away from the phone is still heard.
const FORGET_PEAK_DB: f32 = 0.06;
/// 480 ms. Hiss varies by half a decibel from frame to frame and narrow noise by two; syllables by six and more.
const STANDING_FRAMES: usize = 24;
const STANDING_MS: u32 = 480;
const STANDING_DB: f32 = 2.4;
const STANDING_BAND_DB: f32 = 3.4;
const HEARD_BAND_DB: f32 = 12.0;
/// Eight frames of memory. Noise comes to a half, held vowels to 0.8 and more; what is held for a second is a hum.
const LIKENESS_SMOOTHING: f32 = 0.12;
const VOWEL_LIKENESS: f32 = 0.7;
const LONGEST_VOWEL_FRAMES: u32 = 26;
/// A word's end is 6 dB quieter than the word within 100 ms, also where the noise lies 10 dB below it.
const DROP_FRAMES: u32 = 5;
const DROP_DB: f32 = 6.0;
