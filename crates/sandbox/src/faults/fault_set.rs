//! The faults by name.

use serde::{Deserialize, Serialize};

use crate::people::{MsRange, Probability};

/// How probable each fault is; the default is a network without faults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {
    /// A callback is never sent.
    pub drop_callback: Probability,
    /// A callback is sent twice.
    pub double_callback: Probability,
    /// A callback is sent late.
    pub delay_callback: TimedFault,
    /// A callback waits until a later one of the same call has been delivered.
    pub reorder_callbacks: Probability,
    /// A request is refused with 429 and has no effect.
    pub answer_429: Probability,
    /// A request fails with 500 and has no effect.
    pub answer_500_before: Probability,
    /// A request takes effect and fails with 500 nevertheless.
    pub answer_500_after: Probability,
    /// A request has no effect and is not answered for a long time.
    pub timeout_before: TimedFault,
    /// A request takes effect and is not answered for a long time.
    pub timeout_after: TimedFault,
    /// A request is answered slowly.
    pub slow_response: TimedFault,
    /// Fetching TwiML hangs until the time limit.
    pub hang_on_twiml_fetch: Probability,
    /// A session with a speech model is cut off without a word, so long after it began.
    pub cut_realtime: TimedFault,
    /// A speech model sends each of its events half before it sends it whole.
    pub halve_realtime: Probability,
    /// A speech model takes so much longer to think.
    pub slow_realtime: TimedFault,
}

/// A fault that lasts: a probability alone, or `{ probability = 0.1, ms = [200, 900] }`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Default)]
pub struct TimedFault {
    /// How probable it is.
    pub probability: Probability,
    /// How long it lasts; a length fit for the fault when absent.
    pub ms: Option<MsRange>,
}

impl Faults {
    /// Every fault with the same probability and its usual length.
    #[must_use]
    pub fn all(probability: Probability) -> Self {
        let timed = TimedFault {
            probability,
            ms: None,
        };
        Self {
            drop_callback: probability,
            double_callback: probability,
            delay_callback: timed,
            reorder_callbacks: probability,
            answer_429: probability,
            answer_500_before: probability,
            answer_500_after: probability,
            timeout_before: timed,
            timeout_after: timed,
            slow_response: timed,
            hang_on_twiml_fetch: probability,
            cut_realtime: timed,
            halve_realtime: probability,
            slow_realtime: timed,
        }
    }

    /// Reads faults in TOML: `drop_callback = 0.1` and so on, one per line.
    ///
    /// # Errors
    /// Names the line and the fault that makes no sense.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

impl<'de> Deserialize<'de> for TimedFault {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a probability from 0 to 1, or { probability, ms }")]
        enum Form {
            Bare(Probability),
            Full {
                probability: Probability,
                ms: Option<MsRange>,
            },
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Bare(probability) => Self {
                probability,
                ms: None,
            },
            Form::Full { probability, ms } => Self { probability, ms },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_in_both_forms() {
        let text = "drop_callback = 0.25\ndelay_callback = { probability = 0.5, ms = [100, 900] }\nslow_response = 1\n";
        let faults = Faults::from_toml(text).unwrap();
        assert_eq!(faults.drop_callback, Probability::new(0.25).unwrap());
        assert_eq!(faults.delay_callback.ms, Some(MsRange::between(100, 900)));
        assert_eq!(faults.slow_response.probability, Probability::ALWAYS);
        let json = serde_json::to_string(&faults).unwrap();
        assert_eq!(serde_json::from_str::<Faults>(&json).unwrap(), faults);
    }

    #[test]
    fn unknown_faults_are_refused() {
        assert!(Faults::from_toml("drop_calback = 0.1").is_err());
        assert!(Faults::from_toml("drop_callback = 1.1").is_err());
    }
}
