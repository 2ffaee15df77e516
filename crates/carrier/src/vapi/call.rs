//! Vapi's description of a call, and what it says in our words.

use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, LegStatus};
use serde_json::Value;

use super::ended::End;
use super::json::{at, text, time};
use super::money;
use crate::{LegRef, LegSnapshot};

/// A call as Vapi describes it, in answers and in messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct CallDocument<'a>(pub(super) &'a Value);

impl CallDocument<'_> {
    /// Vapi's id.
    pub(super) fn leg(self) -> Option<LegRef> {
        text(self.0, &["id"]).map(|id| LegRef(id.to_owned()))
    }

    /// Whether it is over.
    pub(super) fn is_over(self) -> bool {
        text(self.0, &["status"]) == Some("ended")
    }

    /// Whether anything has been dialled, as far as it is told.
    pub(super) fn has_begun(self) -> bool {
        !matches!(text(self.0, &["status"]), Some("scheduled" | "queued"))
    }

    /// Whether somebody picked up and is on the line still, as far as it is told.
    pub(super) fn is_answered(self) -> bool {
        matches!(text(self.0, &["status"]), Some("in-progress" | "forwarding"))
    }

    /// Where a live call can be told what to do.
    pub(super) fn control_url(self) -> Option<String> {
        text(self.0, &["monitor", "controlUrl"]).map(str::to_owned)
    }

    /// Twilio's id of the call, when it is placed on the lines of a Twilio account and not over. The field that names the
    /// provider is said to go, so the form of an id speaks for it.
    pub(super) fn twilio_leg(self) -> Option<LegRef> {
        let is_twilio = text(self.0, &["phoneCallProvider"]).is_none_or(|provider| provider == "twilio");
        let id = text(self.0, &["phoneCallProviderId"])?;
        let digits = id.strip_prefix("CA")?;
        let is_sid = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        (is_twilio && is_sid && !self.is_over()).then(|| LegRef(id.to_owned()))
    }

    /// The number that is called.
    pub(super) fn number(self) -> Option<String> {
        text(self.0, &["customer", "number"]).map(str::to_owned)
    }

    /// When Vapi took the order.
    pub(super) fn created_at(self) -> Option<Timestamp> {
        time(self.0, &["createdAt"])
    }

    /// Whether we asked for it.
    pub(super) fn is_outgoing(self) -> bool {
        text(self.0, &["type"]).is_none_or(|kind| kind == "outboundPhoneCall")
    }

    /// How it stands; `None` for a word that we do not know.
    pub(super) fn status(self) -> Option<LegStatus> {
        read(text(self.0, &["status"])?, || self.end_status())
    }

    fn end_status(self) -> LegStatus {
        let reason = text(self.0, &["endedReason"]).unwrap_or_default();
        End::read(reason).status(reason, self.talk_ms().is_some())
    }

    /// Time from answer to end.
    pub(super) fn talk_ms(self) -> Option<i64> {
        let (started, ended) = (time(self.0, &["startedAt"])?, time(self.0, &["endedAt"])?);
        Some(ended.ms_since(started).max(0))
    }

    /// The call in our words.
    pub(super) fn snapshot(self) -> Option<LegSnapshot> {
        let status = self.status();
        let has_talk = status == Some(LegStatus::Completed);
        let ended_at = time(self.0, &["endedAt"]).filter(|_| self.is_over());
        Some(LegSnapshot {
            leg: self.leg()?,
            to: self.number(),
            from: text(self.0, &["phoneNumber", "number"]).map(str::to_owned),
            created_at: self.created_at(),
            at: ended_at.or_else(|| time(self.0, &["updatedAt"])),
            talk_ms: self.talk_ms().filter(|_| has_talk),
            verdict: self.verdict(),
            // While it lasts, the price grows; until it is reckoned, it stands at nothing.
            cost: money::cost(at(self.0, &["cost"])).filter(|cost| self.is_over() && cost.micros > 0),
            status,
        })
    }

    fn verdict(self) -> Option<AmdVerdict> {
        let reason = text(self.0, &["endedReason"])?;
        (End::read(reason) == End::Voicemail).then_some(AmdVerdict::Machine)
    }
}

/// Our status for Vapi's word; `None` for a word that we do not know ("still unknown").
pub(super) fn read(word: &str, end: impl FnOnce() -> LegStatus) -> Option<LegStatus> {
    match word {
        "scheduled" | "queued" => Some(LegStatus::Queued),
        "ringing" => Some(LegStatus::Ringing),
        "in-progress" | "forwarding" => Some(LegStatus::Answered),
        "ended" => Some(end()),
        _ => None,
    }
}
