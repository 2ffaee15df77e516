//! Side effects written down with the state change that asks for them, and performed afterwards.

use outdial_domain::Timestamp;
use outdial_domain::call::Action;
use outdial_domain::ids::CallId;
use serde::{Deserialize, Serialize};

/// Something to ask of the carrier. Every errand may be performed twice without harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "errand")]
pub(crate) enum Errand {
    /// End a leg.
    HangUp { leg: String },
    /// End a leg unless somebody has answered it.
    CallOff { leg: String },
    /// Speak the message from its beginning.
    SpeakMessage { leg: String },
    /// Tell a person for whom nobody is free who called, and end the leg.
    SpeakSafeHarbour { leg: String },
    /// Ask how a leg stands.
    LookUp { leg: String },
    /// Look for a call whose dial is uncertain.
    Search,
    /// Bring a recording here.
    FetchRecording {
        recording: String,
        started_at: Option<Timestamp>,
    },
    /// Ask for the price of a leg that ended.
    FetchCost { leg: String },
    /// Ask what came of a talk of a voice agent, when its report does not come by itself.
    AskReport { leg: String },
}

impl Errand {
    /// The errand that an action of the call machine asks for.
    pub(crate) fn from_action(action: &Action) -> Option<Self> {
        match action {
            Action::HangUp { carrier_call_id } => Some(Self::HangUp {
                leg: carrier_call_id.clone(),
            }),
            Action::CallOff { carrier_call_id } => Some(Self::CallOff {
                leg: carrier_call_id.clone(),
            }),
            Action::SpeakMessage { carrier_call_id } => Some(Self::SpeakMessage {
                leg: carrier_call_id.clone(),
            }),
            Action::SpeakSafeHarbour { carrier_call_id } => Some(Self::SpeakSafeHarbour {
                leg: carrier_call_id.clone(),
            }),
            Action::LookUp { carrier_call_id } => Some(Self::LookUp {
                leg: carrier_call_id.clone(),
            }),
            Action::Search => Some(Self::Search),
            Action::FetchCost { carrier_call_id } => Some(Self::FetchCost {
                leg: carrier_call_id.clone(),
            }),
            Action::Place | Action::SetDeadline { .. } | Action::ClearDeadline => None,
        }
    }

    /// The word under which it is stored.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::HangUp { .. } => "hang_up",
            Self::CallOff { .. } => "call_off",
            Self::SpeakMessage { .. } => "speak_message",
            Self::SpeakSafeHarbour { .. } => "speak_safe_harbour",
            Self::LookUp { .. } => "look_up",
            Self::Search => "search",
            Self::FetchCost { .. } => "fetch_cost",
            Self::FetchRecording { .. } => "fetch_recording",
            Self::AskReport { .. } => ASK_REPORT,
        }
    }

    /// Two errands with one key are one errand: asking twice at the same instant is asking once.
    pub(crate) fn key(&self, call: &CallId, now: Timestamp) -> String {
        let leg = match self {
            Self::HangUp { leg }
            | Self::CallOff { leg }
            | Self::SpeakMessage { leg }
            | Self::SpeakSafeHarbour { leg }
            | Self::LookUp { leg }
            | Self::FetchCost { leg }
            | Self::AskReport { leg } => leg,
            Self::FetchRecording { recording, .. } => recording,
            Self::Search => "",
        };
        format!("{call}:{}:{leg}:{}", self.kind(), now.0)
    }

    /// When to try first: carriers price a call some seconds after its end.
    pub(crate) fn first_try_at(&self, now: Timestamp) -> Timestamp {
        match self {
            Self::HangUp { .. }
            | Self::CallOff { .. }
            | Self::SpeakMessage { .. }
            | Self::SpeakSafeHarbour { .. }
            | Self::LookUp { .. }
            | Self::Search
            | Self::FetchRecording { .. } => now,
            Self::FetchCost { .. } => now.plus_ms(PRICE_DELAY_MS),
            Self::AskReport { .. } => now.plus_ms(REPORT_DELAY_MS),
        }
    }

    /// How long to wait after the given number of tries, or `None` to give up.
    pub(crate) fn wait_after_ms(&self, tries: u32) -> Option<i64> {
        let (first_ms, tries_max) = match self {
            // A leg that should end keeps ringing meanwhile, so this is tried for long.
            Self::HangUp { .. } | Self::CallOff { .. } => (500, 12),
            // A recording machine does not wait.
            Self::SpeakMessage { .. } => (250, 4),
            // The law gives two seconds.
            Self::SpeakSafeHarbour { .. } => (100, 4),
            // The call's own deadline asks again.
            Self::LookUp { .. } | Self::Search => (500, 3),
            Self::FetchCost { .. } => (PRICE_DELAY_MS, 8),
            // The lead waits for it, and may be called by nobody else meanwhile.
            Self::AskReport { .. } => (REPORT_PAUSE_MS, REPORT_TRIES),
            // A recording stays at the carrier; only we wait for it.
            Self::FetchRecording { .. } => (RECORDING_DELAY_MS, 8),
        };
        (tries < tries_max).then(|| first_ms << tries.min(DOUBLINGS_MAX))
    }
}

/// Prices appear seconds to minutes after the end of a call.
const PRICE_DELAY_MS: i64 = 5_000;
/// A file may follow its report by a moment.
const RECORDING_DELAY_MS: i64 = 2_000;
const DOUBLINGS_MAX: u32 = 6;
/// A report comes seconds after the end of a call.
const REPORT_DELAY_MS: i64 = 90_000;
const REPORT_PAUSE_MS: i64 = 15_000;
const REPORT_TRIES: u32 = 5;
/// As it is stored.
pub(crate) const ASK_REPORT: &str = "ask_report";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_errand_is_given_up_at_last() {
        let leg = || "CA1".to_owned();
        for errand in [
            Errand::HangUp { leg: leg() },
            Errand::CallOff { leg: leg() },
            Errand::SpeakMessage { leg: leg() },
            Errand::SpeakSafeHarbour { leg: leg() },
            Errand::LookUp { leg: leg() },
            Errand::Search,
            Errand::FetchCost { leg: leg() },
            Errand::AskReport { leg: leg() },
            Errand::FetchRecording {
                recording: leg(),
                started_at: None,
            },
        ] {
            let waits: Vec<i64> = (0..100).map_while(|tries| errand.wait_after_ms(tries)).collect();
            assert!(!waits.is_empty() && waits.len() < 100, "{errand:?}");
            assert!(
                waits.windows(2).all(|pair| pair[0] <= pair[1]),
                "{errand:?} waits longer each time"
            );
        }
    }
}
