//! Covering a loss: the last pitch period goes on for a moment and fades (the idea of ITU-T G.711 appendix I).

use crate::pcm::{FRAME_SAMPLES, Frame, to_sample};

/// Remembers what was heard last and continues it when something is missing.
#[derive(Debug, Clone)]
pub struct Concealer {
    past: Box<[i16; PAST]>,
    /// What is being repeated, while a loss lasts.
    cover: Option<Cover>,
}

#[derive(Debug, Clone, Copy)]
struct Cover {
    period: usize,
    place: usize,
    gain: f32,
}

impl Concealer {
    /// A concealer that has heard silence.
    #[must_use]
    pub fn new() -> Self {
        Self {
            past: Box::new([0; PAST]),
            cover: None,
        }
    }

    /// Takes in a frame that arrived; the first after a loss is blended with what covered the loss.
    pub fn heard(&mut self, frame: &mut Frame) {
        if let Some(mut cover) = self.cover.take() {
            for (place, sample) in frame.samples_mut()[..BLEND].iter_mut().enumerate() {
                let share = weight(place + 1, BLEND + 1);
                let old = cover.next(&self.past, 1.0);
                *sample = to_sample(f32::from(*sample) * share + old * (1.0 - share));
            }
        }
        self.past.copy_within(FRAME_SAMPLES.., 0);
        self.past[PAST - FRAME_SAMPLES..].copy_from_slice(frame.samples());
    }

    /// Twenty milliseconds in place of what is missing: like the past at first, silence after 60 ms.
    pub fn conceal(&mut self) -> Frame {
        let mut cover = self.cover.unwrap_or_else(|| Cover::begin(&self.past));
        let mut frame = Frame::SILENCE;
        for sample in frame.samples_mut() {
            *sample = to_sample(cover.next(&self.past, FADE));
        }
        self.cover = Some(cover);
        frame
    }

    /// Whether a loss is being covered and something of the past is still audible.
    #[must_use]
    pub fn is_covering(&self) -> bool {
        self.cover.is_some_and(|cover| cover.gain > 0.0)
    }
}

impl Default for Concealer {
    fn default() -> Self {
        Self::new()
    }
}

impl Cover {
    fn begin(past: &[i16; PAST]) -> Self {
        Self {
            period: pitch_period(past),
            place: 0,
            gain: 1.0,
        }
    }

    /// The next sample of the repeated period, blended at its seam, fading by this much per sample.
    fn next(&mut self, past: &[i16; PAST], fade: f32) -> f32 {
        let start = PAST - self.period;
        let mut value = f32::from(past[start + self.place]);
        // The seam: the end of the period runs into what came before its beginning.
        let left = self.period - self.place;
        if left <= SEAM {
            let share = weight(left, SEAM + 1);
            value = value * share + f32::from(past[start - left]) * (1.0 - share);
        }
        self.place = (self.place + 1) % self.period;
        let heard = value * self.gain;
        self.gain = if fade < 1.0 {
            (self.gain - (1.0 - fade)).max(0.0)
        } else {
            self.gain
        };
        heard
    }
}

/// The distance at which the recent past is most like itself.
fn pitch_period(past: &[i16; PAST]) -> usize {
    let recent = &past[PAST - TEMPLATE..];
    let mut best = (0.0, LONGEST_PERIOD);
    for period in SHORTEST_PERIOD..=LONGEST_PERIOD {
        let earlier = &past[PAST - TEMPLATE - period..PAST - period];
        let (mut product, mut energy) = (0_i64, 1_i64);
        // Every other sample tells a pitch as well as each.
        for (now, then) in recent.iter().zip(earlier).step_by(2) {
            product += i64::from(*now) * i64::from(*then);
            energy += i64::from(*then) * i64::from(*then);
        }
        let likeness = ratio(product, energy);
        if likeness > best.0 {
            best = (likeness, period);
        }
    }
    best.1
}

fn ratio(product: i64, energy: i64) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a comparison of likeness needs few digits"
    )]
    let (product, energy) = (product as f32, energy as f32);
    product.max(0.0) / energy.sqrt()
}

fn weight(place: usize, of: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let share = place as f32 / of as f32;
    share
}

/// 60 ms are remembered: the longest period twice, and the template.
const PAST: usize = 3 * FRAME_SAMPLES;

/// 400 Hz, above which a repeated period buzzes.
const SHORTEST_PERIOD: usize = 40;

/// 66 Hz, a deep voice.
const LONGEST_PERIOD: usize = 240;

/// 20 ms are compared.
const TEMPLATE: usize = FRAME_SAMPLES;

/// 2 ms over which a period joins itself.
const SEAM: usize = 32;

/// 5 ms over which the voice comes back.
const BLEND: usize = 80;

/// Silent after 60 ms: longer repetition sounds like a machine.
const FADE: f32 = 1.0 - 1.0 / 960.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pcm::MIX_RATE;
    use crate::tone::{Tone, amplitude};

    fn after_a_tone(hz: f32) -> (Concealer, Tone) {
        let mut concealer = Concealer::new();
        let mut tone = Tone::new(hz, 0.4);
        for _ in 0..5 {
            concealer.heard(&mut tone.frame());
        }
        (concealer, tone)
    }

    #[test]
    fn a_loss_sounds_like_what_was_before_it() {
        for hz in [150.0, 220.0, 437.0, 1_000.0] {
            let (mut concealer, _) = after_a_tone(hz);
            let cover = concealer.conceal();
            assert!(amplitude(cover.samples(), MIX_RATE, hz) > 0.25, "{hz}");
        }
    }

    #[test]
    fn a_long_loss_fades_to_silence() {
        let (mut concealer, _) = after_a_tone(220.0);
        let levels: Vec<f32> = (0..5).map(|_| concealer.conceal().level()).collect();
        assert!(levels[0] > levels[1] && levels[1] > levels[2]);
        assert!(levels[3] < 1e-6 && levels[4] < 1e-6);
        assert!(!concealer.is_covering());
    }

    #[test]
    fn the_voice_comes_back_without_a_click() {
        let (mut concealer, mut tone) = after_a_tone(200.0);
        let cover = concealer.conceal();
        let _lost = tone.frame();
        let mut back = tone.frame();
        concealer.heard(&mut back);
        let join: Vec<i32> = cover.samples()[310..]
            .iter()
            .chain(&back.samples()[..100])
            .map(|sample| i32::from(*sample))
            .collect();
        let steepest = join
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .max()
            .unwrap();
        assert!(steepest < 2_500, "{steepest}");
    }

    #[test]
    fn silence_is_covered_by_silence() {
        assert!(Concealer::new().conceal().is_silent());
    }
}
