//! What somebody heard lately, judged by its spectrum.

use std::sync::{Arc, Mutex};

use outdial_media::tone;

use super::wait::eventually;

#[derive(Clone)]
pub struct Ear {
    rate: u32,
    /// The last half second.
    samples: Arc<Mutex<Vec<i16>>>,
}

impl Ear {
    pub fn new(rate: u32) -> Self {
        Self {
            rate,
            samples: Arc::default(),
        }
    }

    pub fn hear(&self, samples: &[i16]) {
        let mut kept = self.samples.lock().unwrap();
        kept.extend(samples);
        let too_much = kept.len().saturating_sub(self.rate as usize / 2);
        kept.drain(..too_much);
    }

    /// How strongly a tone was heard in the last half second, 0 to 1.
    pub fn strength(&self, hz: f32) -> f32 {
        let kept = self.samples.lock().unwrap();
        if kept.len() < self.rate as usize / 2 {
            0.0
        } else {
            tone::amplitude(&kept, self.rate, hz)
        }
    }

    pub fn hears(&self, hz: f32) -> bool {
        self.strength(hz) > HEARD
    }

    pub fn is_deaf_to(&self, hz: f32) -> bool {
        self.samples.lock().unwrap().len() >= self.rate as usize / 2 && self.strength(hz) < UNHEARD
    }

    /// Waits until all of the one and none of the other tones are heard at the same time.
    #[track_caller]
    pub fn comes_to_hear(&self, heard: &[f32], unheard: &[f32]) {
        let met = eventually(|| {
            heard.iter().all(|hz| self.hears(*hz)) && unheard.iter().all(|hz| self.is_deaf_to(*hz))
        });
        let strengths: Vec<_> = heard
            .iter()
            .chain(unheard)
            .map(|hz| (*hz, self.strength(*hz)))
            .collect();
        assert!(
            met,
            "should hear {heard:?} and not {unheard:?}; hears {strengths:?}"
        );
    }
}

/// Tones are spoken at 0.3 of full scale.
const HEARD: f32 = 0.1;
const UNHEARD: f32 = 0.01;
