//! Vapi's words for why a call ended: some 600, and more without notice.

use outdial_domain::call::{CallFailure, LegStatus};
use outdial_domain::voice_agent::Finding;

use crate::causes::{
    AGENT_UNKNOWN, CALL_BLOCKED, CALL_FAILED, CONCURRENCY_LIMIT, CREDIT_EXHAUSTED, Cause, HOST_FAILED,
    NETWORK_FAILURE, NUMBER_INVALID, PHONE_NUMBER_UNKNOWN,
};
use crate::sip;

/// What became of a call, as far as its word for the end tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// They were connected, and one of the two hung up.
    Conversed,
    /// Nobody picked up.
    NoAnswer,
    /// Engaged.
    Busy,
    /// A machine answered.
    Voicemail,
    /// We called it off.
    Canceled,
    /// It never came to a connection.
    NotConnected(&'static Cause),
    /// It broke off after they were connected.
    BrokenOff(&'static Cause),
    /// A word that we do not know.
    Unknown,
}

impl End {
    /// What a word means.
    pub(super) fn read(reason: &str) -> Self {
        match reason {
            "customer-did-not-answer" => Self::NoAnswer,
            "customer-busy" => Self::Busy,
            "voicemail" => Self::Voicemail,
            "manually-canceled" | "scheduled-call-deleted" | "call-deleted" => Self::Canceled,
            "silence-timed-out"
            | "exceeded-max-duration"
            | "vonage-completed"
            | "vonage-disconnected"
            | "call.in-progress.twilio-completed-call"
            | "call.in-progress.sip-completed-call"
            | "call.forwarding.operator-busy"
            | "call.forwarding.no-answer" => Self::Conversed,
            "twilio-reported-customer-misdialed" => Self::NotConnected(&NUMBER_INVALID),
            "vonage-rejected" => Self::NotConnected(&CALL_BLOCKED),
            "assistant-not-found" | "assistant-not-valid" => Self::NotConnected(&AGENT_UNKNOWN),
            "customer-did-not-give-microphone-permission"
            | "phone-call-provider-bypass-enabled-but-no-call-received" => Self::NotConnected(&CALL_FAILED),
            "worker-shutdown" | "phone-call-provider-closed-websocket" | "assistant-join-timed-out" => {
                Self::BrokenOff(&HOST_FAILED)
            }
            _ => Self::of_family(reason),
        }
    }

    fn of_family(reason: &str) -> Self {
        let begins = |prefix: &str| reason.starts_with(prefix);
        // A provider's refusal to connect is filed under “in progress” there.
        if let Some(code) = sip_answer(reason) {
            return match code {
                486 | 600 => Self::Busy,
                408 | 480 => Self::NoAnswer,
                _ => Self::NotConnected(sip::cause(code)),
            };
        }
        if reason.contains("failed-to-connect") {
            return Self::NotConnected(&NETWORK_FAILURE);
        }
        if begins("call.start.") || begins("call-start-error") || begins("assistant-request-") {
            return Self::NotConnected(start_cause(reason));
        }
        if begins("customer-ended-call") || begins("assistant-ended-call") || begins("assistant-said-") {
            return Self::Conversed;
        }
        if begins("assistant-forwarded-") || begins("call.ending.hook") {
            return Self::Conversed;
        }
        if begins("call.ringing.") {
            return Self::NotConnected(&CALL_FAILED);
        }
        if begins("call.in-progress.error") || begins("pipeline-") || reason.contains("vapifault") {
            return Self::BrokenOff(&HOST_FAILED);
        }
        Self::Unknown
    }

    /// How the leg ended. Where the word leaves open whether somebody picked up, `was_connected` decides.
    pub(super) fn status(self, reason: &str, was_connected: bool) -> LegStatus {
        match self {
            Self::Conversed | Self::Voicemail | Self::BrokenOff(_) => LegStatus::Completed,
            Self::NoAnswer => LegStatus::NoAnswer,
            Self::Busy => LegStatus::Busy,
            Self::NotConnected(cause) => LegStatus::Failed {
                failure: failure(cause, reason),
            },
            Self::Canceled | Self::Unknown if was_connected => LegStatus::Completed,
            Self::Canceled => LegStatus::Canceled,
            Self::Unknown => LegStatus::Failed {
                failure: failure(&CALL_FAILED, reason),
            },
        }
    }

    /// How the conversation ended.
    pub(super) fn finding(self, was_connected: bool) -> Finding {
        match self {
            Self::Conversed => Finding::Talked,
            Self::NoAnswer => Finding::NoAnswer,
            Self::Busy => Finding::Busy,
            Self::Voicemail => Finding::Voicemail,
            Self::Canceled => Finding::Canceled,
            Self::NotConnected(_) => Finding::NotConnected,
            Self::BrokenOff(_) => Finding::BrokenOff,
            Self::Unknown if was_connected => Finding::Other,
            Self::Unknown => Finding::NotConnected,
        }
    }
}

fn failure(cause: &Cause, reason: &str) -> CallFailure {
    cause.failure(Some(super::json::cut(reason, REASON_MAX)).filter(|reason| !reason.is_empty()))
}

/// The SIP status in `…-outbound-sip-480-temporarily-unavailable`.
fn sip_answer(reason: &str) -> Option<u32> {
    let (_, rest) = reason.split_once("outbound-sip-")?;
    rest.split('-').next()?.parse().ok()
}

fn start_cause(reason: &str) -> &'static Cause {
    let names = |word: &str| reason.contains(word);
    if names("concurrency-limit") || names("daily-limit") {
        &CONCURRENCY_LIMIT
    } else if names("credits") || names("wallet") || names("frozen") || names("subscription-upgrade") {
        &CREDIT_EXHAUSTED
    } else if names("phone-number") || names("vapi-number") {
        &PHONE_NUMBER_UNKNOWN
    } else if names("fraud") {
        &CALL_BLOCKED
    } else if names("assistant") {
        &AGENT_UNKNOWN
    } else {
        &HOST_FAILED
    }
}

/// Their longest word has some 120 characters.
const REASON_MAX: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_of_words_has_its_meaning() {
        for (reason, expected) in [
            ("customer-ended-call", End::Conversed),
            ("assistant-ended-call-after-message-spoken", End::Conversed),
            ("assistant-said-end-call-phrase", End::Conversed),
            ("assistant-forwarded-call", End::Conversed),
            ("silence-timed-out", End::Conversed),
            ("exceeded-max-duration", End::Conversed),
            ("customer-did-not-answer", End::NoAnswer),
            ("customer-busy", End::Busy),
            ("voicemail", End::Voicemail),
            ("manually-canceled", End::Canceled),
            (
                "twilio-reported-customer-misdialed",
                End::NotConnected(&NUMBER_INVALID),
            ),
            (
                "twilio-failed-to-connect-call",
                End::NotConnected(&NETWORK_FAILURE),
            ),
            (
                "call.start.error-subscription-insufficient-credits",
                End::NotConnected(&CREDIT_EXHAUSTED),
            ),
            (
                "call.start.error-subscription-concurrency-limit-reached",
                End::NotConnected(&CONCURRENCY_LIMIT),
            ),
            (
                "call.start.error-vapifault-get-org",
                End::NotConnected(&HOST_FAILED),
            ),
            (
                "call.in-progress.error-providerfault-outbound-sip-403-forbidden",
                End::NotConnected(&CALL_BLOCKED),
            ),
            (
                "call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable",
                End::NoAnswer,
            ),
            (
                "call.in-progress.error-vapifault-openai-llm-failed",
                End::BrokenOff(&HOST_FAILED),
            ),
            ("pipeline-error-openai-llm-failed", End::BrokenOff(&HOST_FAILED)),
            ("a-word-from-the-future", End::Unknown),
            ("", End::Unknown),
        ] {
            assert_eq!(End::read(reason), expected, "{reason}");
        }
    }

    #[test]
    fn an_unknown_word_claims_no_talk_unless_somebody_picked_up() {
        let unknown = End::read("a-word-from-the-future");
        assert!(
            matches!(unknown.status("a-word", false), LegStatus::Failed { failure }
            if failure.code.as_deref() == Some("a-word"))
        );
        assert_eq!(unknown.status("a-word", true), LegStatus::Completed);
        assert_eq!(unknown.finding(false), Finding::NotConnected);
        assert_eq!(unknown.finding(true), Finding::Other);
    }
}
