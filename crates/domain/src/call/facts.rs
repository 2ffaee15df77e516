//! What is known of a call, kept so that reports merge in any order to the same value.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::event::{LegStatus, Progress};
use super::{AmdVerdict, CallFailure};
use crate::ids::CarrierAccountId;
use crate::time::Timestamp;

/// A price in millionths of a currency unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cost {
    /// Millionths of the unit; positive is what we pay.
    pub micros: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Cost {
    /// A price.
    #[must_use]
    pub fn new(micros: i64, currency: impl Into<String>) -> Self {
        Self {
            micros,
            currency: currency.into(),
        }
    }
}

/// How the carrier says a leg ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminal {
    /// One of the final statuses.
    pub status: LegStatus,
    /// When it ended.
    pub at: Timestamp,
    /// The carrier's event count, if it counts.
    pub sequence: Option<u32>,
    /// Time from answer to end, if given.
    pub talk_ms: Option<i64>,
}

/// A leg, by the account that knows it and the id that it has there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegAt {
    /// The carrier account.
    pub account: CarrierAccountId,
    /// Its id of the leg.
    pub leg: String,
}

/// What is known of a call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The carrier's id of the leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_call_id: Option<String>,
    /// Where the host of a voice agent had the leg, when it was taken off there for a person. It is the same leg: from
    /// then on it has the id of the carrier on whose lines the host had placed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<LegAt>,
    /// When the claim was made that is now in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<Timestamp>,
    /// Since when the carrier is being asked whether it took the dial, while that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted_at: Option<Timestamp>,
    /// Whether the carrier has reported anything of the leg, which proves that it took the dial.
    #[serde(default)]
    pub reported: bool,
    /// When the phone first rang.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ringing_at: Option<Timestamp>,
    /// When it was picked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// When an agent came on the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridged_at: Option<Timestamp>,
    /// When the agent's side said that no person is there, so that what was taken for a talk was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_at: Option<Timestamp>,
    /// When it was decided that nobody would come for the person on the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned_at: Option<Timestamp>,
    /// When the carrier took the order to speak the message to a machine that was ready for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_spoken_at: Option<Timestamp>,
    /// What answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<AmdVerdict>,
    /// How the carrier says it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal: Option<Terminal>,
    /// Why it could not be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<CallFailure>,
    /// The rule that blocked or last postponed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What it cost; unknown is absent, never zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// Somebody asked for its end, at this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hang_up_requested_at: Option<Timestamp>,
    /// When its ringing was no longer needed; nothing to an answered call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_off_at: Option<Timestamp>,
    /// How many claims were made, the one in force included.
    #[serde(default)]
    pub claims: u32,
}

impl Facts {
    /// Whether the leg's end is wanted and awaited: somebody hung up, or its ringing was called off and nobody has answered.
    #[must_use]
    pub fn is_to_end(&self) -> bool {
        self.hang_up_requested_at.is_some() || (self.called_off_at.is_some() && !self.was_answered())
    }

    /// Takes in a carrier's report; the result does not depend on the order of reports.
    pub fn merge_progress(&mut self, progress: &Progress) {
        self.reported = true;
        match &progress.status {
            LegStatus::Queued | LegStatus::Initiated => {}
            LegStatus::Ringing => self.ringing_at = earliest(self.ringing_at, progress.at),
            LegStatus::Answered => self.answered_at = earliest(self.answered_at, progress.at),
            LegStatus::Completed
            | LegStatus::Busy
            | LegStatus::NoAnswer
            | LegStatus::Failed { .. }
            | LegStatus::Canceled => self.merge_terminal(progress),
        }
    }

    fn merge_terminal(&mut self, progress: &Progress) {
        let new = Terminal {
            status: progress.status.clone(),
            at: progress.at,
            sequence: progress.sequence,
            talk_ms: progress.talk_ms,
        };
        // A report that lacks the length does not hide the length that another one told.
        let talk_ms = self
            .terminal
            .as_ref()
            .and_then(|old| old.talk_ms)
            .max(new.talk_ms);
        let mut kept = match self.terminal.take() {
            Some(old) if old.weight() >= new.weight() => old,
            _ => new,
        };
        kept.talk_ms = talk_ms;
        self.failure = match &kept.status {
            LegStatus::Failed { failure } => Some(failure.clone()),
            LegStatus::Queued
            | LegStatus::Initiated
            | LegStatus::Ringing
            | LegStatus::Answered
            | LegStatus::Completed
            | LegStatus::Busy
            | LegStatus::NoAnswer
            | LegStatus::Canceled => None,
        };
        self.terminal = Some(kept);
    }

    /// Takes in a verdict; the more informative one stays.
    pub fn merge_verdict(&mut self, verdict: AmdVerdict) {
        self.reported = true;
        self.verdict = self.verdict.max(Some(verdict));
    }

    /// Time from answer to end, if both are known.
    #[must_use]
    pub fn talk_ms(&self) -> Option<i64> {
        let terminal = self.terminal.as_ref()?;
        match (terminal.talk_ms, self.answered_at) {
            (Some(told), _) => Some(told),
            (None, Some(answered)) => Some(terminal.at.ms_since(answered).max(0)),
            (None, None) => None,
        }
    }

    /// The leg under the id by which the host of a voice agent knows it: another one than ours once it was taken off there.
    #[must_use]
    pub fn hosted_leg(&self) -> Option<&str> {
        let host = self.host.as_ref().map(|host| host.leg.as_str());
        host.or(self.carrier_call_id.as_deref())
    }

    /// Whether this is how the host of a voice agent calls the leg that was taken off there.
    #[must_use]
    pub fn is_leg_of_host(&self, leg: &str) -> bool {
        self.host.as_ref().is_some_and(|host| host.leg == leg)
    }

    /// Whether an agent talked to somebody, as far as it is known.
    #[must_use]
    pub fn was_talked(&self) -> bool {
        self.bridged_at.is_some() && self.taken_back_at.is_none()
    }

    /// Whether a machine is on the line. Once an agent talks there, or a person is being told that none is free, a
    /// detector's second thoughts are kept and change nothing; the agent's own word does.
    #[must_use]
    pub fn is_with_machine(&self) -> bool {
        !self.was_talked() && self.abandoned_at.is_none() && self.verdict.is_some_and(AmdVerdict::is_machine)
    }

    /// Whether the callee's side picked up, even if the report of the answer itself was lost.
    #[must_use]
    pub fn was_answered(&self) -> bool {
        self.answered_at.is_some()
            || self.verdict.is_some()
            || self
                .terminal
                .as_ref()
                .is_some_and(|end| end.status == LegStatus::Completed && end.talk_ms.is_some_and(|ms| ms > 0))
    }
}

impl Terminal {
    /// Which of two final reports stands: the later in the carrier's count, then the more telling. Reports of
    /// equal weight are equal but for the length, which is merged on its own.
    fn weight(&self) -> (Option<u32>, u8, Reverse<Timestamp>, Option<&CallFailure>) {
        let (telling, failure) = match &self.status {
            LegStatus::Completed => (5, None),
            LegStatus::Busy => (4, None),
            LegStatus::NoAnswer => (3, None),
            LegStatus::Failed { failure } => (2, Some(failure)),
            LegStatus::Canceled => (1, None),
            LegStatus::Queued | LegStatus::Initiated | LegStatus::Ringing | LegStatus::Answered => (0, None),
        };
        (self.sequence, telling, Reverse(self.at), failure)
    }
}

fn earliest(known: Option<Timestamp>, new: Timestamp) -> Option<Timestamp> {
    Some(known.map_or(new, |old| old.min(new)))
}
