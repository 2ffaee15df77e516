//! What becomes of one REST request.

use super::callback_fate::keyed;
use super::fault_set::Faults;
use crate::people::MsRange;

/// What becomes of one REST request; the milliseconds say how long the answer is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestFate {
    /// Served as it should be.
    Served,
    /// 429, no effect.
    Refused429,
    /// 500, no effect.
    Failed500,
    /// Takes effect, then 500.
    ServedThen500,
    /// No effect; 504 after a long silence.
    Unheard { ms: u64 },
    /// Takes effect; 504 after a long silence.
    ServedUnanswered { ms: u64 },
    /// Served, slowly.
    Slow { ms: u64 },
}

impl Faults {
    /// The fate of the request that `key` names.
    pub(crate) fn request_fate(&self, seed: u64, key: &[&str]) -> RequestFate {
        let mut draw = keyed(seed, "request", key);
        if draw.chance(self.answer_429.value()) {
            return RequestFate::Refused429;
        }
        if draw.chance(self.answer_500_before.value()) {
            return RequestFate::Failed500;
        }
        if draw.chance(self.answer_500_after.value()) {
            return RequestFate::ServedThen500;
        }
        if let Some(ms) = self.timeout_before.drawn(&mut draw, USUAL_SILENCE) {
            return RequestFate::Unheard { ms };
        }
        if let Some(ms) = self.timeout_after.drawn(&mut draw, USUAL_SILENCE) {
            return RequestFate::ServedUnanswered { ms };
        }
        match self.slow_response.drawn(&mut draw, USUAL_SLOWNESS) {
            Some(ms) => RequestFate::Slow { ms },
            None => RequestFate::Served,
        }
    }
}

/// Longer than any client waits.
const USUAL_SILENCE: MsRange = MsRange::exactly(90_000);
/// Slow, but within any client's patience.
const USUAL_SLOWNESS: MsRange = MsRange::between(300, 3_000);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::TimedFault;
    use crate::people::Probability;

    #[test]
    fn each_fault_has_its_fate() {
        let always = Probability::ALWAYS;
        let timed = TimedFault {
            probability: always,
            ms: Some(MsRange::exactly(7)),
        };
        let none = Faults::default();
        let table = [
            (none.clone(), RequestFate::Served),
            (
                Faults {
                    answer_429: always,
                    ..none.clone()
                },
                RequestFate::Refused429,
            ),
            (
                Faults {
                    answer_500_before: always,
                    ..none.clone()
                },
                RequestFate::Failed500,
            ),
            (
                Faults {
                    answer_500_after: always,
                    ..none.clone()
                },
                RequestFate::ServedThen500,
            ),
            (
                Faults {
                    timeout_before: timed,
                    ..none.clone()
                },
                RequestFate::Unheard { ms: 7 },
            ),
            (
                Faults {
                    timeout_after: timed,
                    ..none.clone()
                },
                RequestFate::ServedUnanswered { ms: 7 },
            ),
            (
                Faults {
                    slow_response: timed,
                    ..none
                },
                RequestFate::Slow { ms: 7 },
            ),
        ];
        for (faults, fate) in table {
            assert_eq!(faults.request_fate(1, &["x"]), fate);
        }
    }
}
