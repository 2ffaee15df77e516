//! What seems to have answered, as the API says it.

use outdial_engine::Detection;
use outdial_media::detect::{Reason, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

/// What seems to have answered, by its sound: a hint for the agent, who hears it too. Nothing is done about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RoomDetection)]
pub struct DetectionView {
    /// What it sounds like.
    pub verdict: VerdictWord,
    /// How sure that is, 0 to 1: a rank, not a probability.
    pub confidence: f32,
    /// Why, in a sentence.
    pub reason: &'static str,
}

/// What an answer sounds like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoomVerdict)]
pub enum VerdictWord {
    /// Nothing can be said.
    Unknown,
    /// A person.
    Human,
    /// A fax machine or modem.
    Fax,
    /// A machine or an announcement.
    Machine,
    /// A machine that records now.
    MachineReady,
}

impl DetectionView {
    /// The detection as the API shows it.
    #[must_use]
    pub fn of(detection: Detection) -> Self {
        Self {
            verdict: detection.verdict.into(),
            confidence: detection.confidence,
            reason: sentence(detection.reason),
        }
    }
}

impl From<Verdict> for VerdictWord {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Unknown => Self::Unknown,
            Verdict::Human => Self::Human,
            Verdict::Fax => Self::Fax,
            Verdict::Machine => Self::Machine,
            Verdict::MachineReady => Self::MachineReady,
        }
    }
}

fn sentence(reason: Reason) -> &'static str {
    match reason {
        Reason::Listening => "It is still being listened to.",
        Reason::ShortGreeting => "A short greeting, then a pause for an answer.",
        Reason::GreetingThenSilence => "A longer greeting, then a pause for an answer.",
        Reason::LongGreeting => "More speech than people answer with.",
        Reason::MaxWords => "More words than people answer with.",
        Reason::UnbrokenSpeech => "Speech without a breath for longer than people answer with.",
        Reason::Beep => "The tone after which a machine records.",
        Reason::GreetingOver => "The machine has fallen silent without a tone.",
        Reason::NoBeep => "A machine whose tone did not come in time.",
        Reason::NetworkTones => "The tones before an announcement of the network.",
        Reason::BusyTone => "The tone of a busy line.",
        Reason::FaxTone => "A tone of fax machines and modems.",
        Reason::InitialSilence => "Nobody has said anything.",
        Reason::Deadline => "What was heard decides nothing.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_spelt_as_everywhere() {
        for verdict in Verdict::ALL {
            let spelt = serde_json::to_value(VerdictWord::from(verdict)).unwrap();
            assert_eq!(spelt, verdict.as_str());
        }
    }
}
