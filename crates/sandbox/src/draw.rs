//! Chance, keyed by what it decides, so that a run does not depend on the order in which tasks happen to run.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sha1::{Digest, Sha1};

use crate::people::MsRange;

/// A private generator for one decision.
pub(crate) struct Draw(StdRng);

impl Draw {
    /// The generator of the decision named by `key`.
    pub(crate) fn keyed(seed: u64, key: &[&str]) -> Self {
        let mut bytes = [0_u8; 32];
        bytes[..20].copy_from_slice(&digest(seed, key));
        Self(StdRng::from_seed(bytes))
    }

    /// True with the given probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.0.random_bool(probability.clamp(0.0, 1.0))
    }

    /// A whole number of milliseconds within the range.
    pub(crate) fn ms(&mut self, range: MsRange) -> u64 {
        self.0.random_range(range.min..=range.max)
    }

    /// One of the choices, all equally likely; `None` when there are none.
    pub(crate) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        if choices.is_empty() {
            return None;
        }
        choices.get(self.0.random_range(0..choices.len()))
    }

    /// One of the choices by weight; `None` when all weights are zero.
    pub(crate) fn weighted<T: Copy>(&mut self, choices: &[(T, f64)]) -> Option<T> {
        let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
        if total <= 0.0 {
            return None;
        }
        let mut point = self.0.random_range(0.0..total);
        for (choice, weight) in choices {
            if point < *weight {
                return Some(*choice);
            }
            point -= weight;
        }
        choices
            .iter()
            .rev()
            .find(|(_, weight)| *weight > 0.0)
            .map(|(choice, _)| *choice)
    }
}

/// A hash of the key under the seed.
pub(crate) fn digest(seed: u64, key: &[&str]) -> [u8; 20] {
    let mut hash = Sha1::new();
    hash.update(seed.to_be_bytes());
    for part in key {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_always_draws_the_same() {
        let range = MsRange {
            min: 0,
            max: 1_000_000,
        };
        let first = Draw::keyed(7, &["ring", "+14155550100", "1"]).ms(range);
        assert_eq!(Draw::keyed(7, &["ring", "+14155550100", "1"]).ms(range), first);
        assert_ne!(Draw::keyed(8, &["ring", "+14155550100", "1"]).ms(range), first);
        assert_ne!(Draw::keyed(7, &["ring", "+14155550100", "2"]).ms(range), first);
    }

    #[test]
    fn weights_decide() {
        let mut draw = Draw::keyed(1, &["w"]);
        assert_eq!(draw.weighted(&[("a", 0.0), ("b", 3.0)]), Some("b"));
        assert_eq!(draw.weighted::<&str>(&[("a", 0.0)]), None);
    }
}
