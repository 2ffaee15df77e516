//! Twilio's JSON, and what it says in our words.

use jiff::fmt::rfc2822::DateTimeParser;
use outdial_domain::Timestamp;
use serde::{Deserialize, Deserializer};

use super::{amd, call_status, failures, money};
use crate::{LegRef, LegSnapshot, RoomLeg};

/// A call. Only the id is relied upon; everything else may be missing.
#[derive(Debug, Deserialize)]
pub(super) struct CallResource {
    pub(super) sid: String,
    #[serde(default, deserialize_with = "text")]
    to: Option<String>,
    #[serde(default, deserialize_with = "text")]
    from: Option<String>,
    #[serde(default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    direction: Option<String>,
    #[serde(default, deserialize_with = "text")]
    date_created: Option<String>,
    #[serde(default, deserialize_with = "text")]
    date_updated: Option<String>,
    #[serde(default, deserialize_with = "text")]
    start_time: Option<String>,
    #[serde(default, deserialize_with = "text")]
    end_time: Option<String>,
    #[serde(default, deserialize_with = "text")]
    duration: Option<String>,
    #[serde(default, deserialize_with = "text")]
    answered_by: Option<String>,
    #[serde(default, deserialize_with = "text")]
    price: Option<String>,
    #[serde(default, deserialize_with = "text")]
    price_unit: Option<String>,
    #[serde(default, deserialize_with = "text")]
    queue_time: Option<String>,
}

/// One page of a list of calls.
#[derive(Debug, Deserialize)]
pub(super) struct CallPage {
    pub(super) calls: Vec<CallResource>,
    #[serde(default)]
    pub(super) next_page_uri: Option<String>,
}

/// An account.
#[derive(Debug, Deserialize)]
pub(super) struct AccountResource {
    #[serde(default)]
    pub(super) friendly_name: Option<String>,
    #[serde(default)]
    pub(super) status: Option<String>,
    #[serde(default, rename = "type")]
    pub(super) kind: Option<String>,
}

/// An account's balance.
#[derive(Debug, Deserialize)]
pub(super) struct BalanceResource {
    #[serde(default, deserialize_with = "text")]
    pub(super) balance: Option<String>,
    #[serde(default)]
    pub(super) currency: Option<String>,
}

/// Numbers that the account rents, as far as needed.
#[derive(Debug, Deserialize)]
pub(super) struct NumberPage {
    #[serde(default, alias = "outgoing_caller_ids")]
    pub(super) incoming_phone_numbers: Vec<serde_json::Value>,
}

/// Conferences of one name.
#[derive(Debug, Deserialize)]
pub(super) struct ConferencePage {
    pub(super) conferences: Vec<ConferenceResource>,
}

/// A conference.
#[derive(Debug, Deserialize)]
pub(super) struct ConferenceResource {
    pub(super) sid: String,
    #[serde(default)]
    status: Option<String>,
}

impl ConferenceResource {
    pub(super) fn is_over(&self) -> bool {
        self.status.as_deref() == Some("completed")
    }
}

/// Who is in a conference.
#[derive(Debug, Deserialize)]
pub(super) struct ParticipantPage {
    pub(super) participants: Vec<ParticipantResource>,
}

/// A participant of a conference.
#[derive(Debug, Deserialize)]
pub(super) struct ParticipantResource {
    call_sid: String,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    muted: bool,
    #[serde(default)]
    hold: bool,
    #[serde(default)]
    status: Option<String>,
}

impl ParticipantResource {
    /// The participant in our words, if it is there already and still.
    pub(super) fn into_leg(self) -> Option<RoomLeg> {
        let is_here = matches!(self.status.as_deref(), Some("connected") | None);
        is_here.then_some(RoomLeg {
            leg: LegRef(self.call_sid),
            label: self.label.filter(|label| !label.is_empty()),
            muted: self.muted,
            held: self.hold,
        })
    }
}

/// A TwiML app, as far as needed.
#[derive(Debug, Deserialize)]
pub(super) struct ApplicationResource {
    #[serde(default)]
    pub(super) voice_url: Option<String>,
    #[serde(default)]
    pub(super) voice_method: Option<String>,
}

/// The body of a refusal.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ErrorResource {
    #[serde(default)]
    pub(super) code: Option<u32>,
    #[serde(default)]
    pub(super) message: Option<String>,
}

impl CallResource {
    /// How long the call will wait for its turn.
    pub(super) fn queue_ms(&self) -> Option<i64> {
        self.queue_time.as_deref()?.trim().parse().ok()
    }

    /// Whether we asked for it: neither an incoming call nor the second leg of a bridge.
    pub(super) fn is_ours(&self) -> bool {
        self.direction
            .as_deref()
            .is_none_or(|direction| direction == "outbound-api")
    }

    /// The call in our words.
    pub(super) fn into_snapshot(self) -> LegSnapshot {
        let status = self
            .status
            .as_deref()
            .and_then(|word| call_status::read(word, || failures::of_failed_leg(None, None)));
        let time = |text: &Option<String>| text.as_deref().and_then(rfc_2822);
        let talk_ms = status
            .as_ref()
            .filter(|status| call_status::has_talk(status))
            .and(self.duration.as_deref())
            .and_then(|seconds| seconds.trim().parse::<i64>().ok())
            .and_then(|seconds| seconds.checked_mul(1_000));
        let created_at = time(&self.date_created).or_else(|| time(&self.start_time));
        // The start time is that of the dial, not of the answer, so it dates no status.
        let at = match &status {
            Some(status) if status.is_final() => time(&self.end_time).or_else(|| time(&self.date_updated)),
            Some(_) | None => time(&self.date_updated),
        };
        LegSnapshot {
            leg: LegRef(self.sid),
            to: self.to,
            from: self.from,
            created_at,
            status,
            at,
            talk_ms,
            verdict: self.answered_by.as_deref().map(amd::read),
            cost: money::cost(self.price.as_deref(), self.price_unit.as_deref()),
        }
    }
}

/// A date as Twilio writes it: `Tue, 31 Aug 2010 20:36:28 +0000`.
pub(super) fn rfc_2822(text: &str) -> Option<Timestamp> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    PARSER.parse_timestamp(text.trim()).ok().map(Timestamp::from)
}

/// Text, or a number where the documents promise text; blank counts as absent.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        serde_json::Value::Number(number) => number.to_string(),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => return Ok(None),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}
