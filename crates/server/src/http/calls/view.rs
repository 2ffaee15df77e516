//! A call as the API shows it.

use outdial_domain::call::{Blame, CallFailure, Retry};
use outdial_domain::rules::RuleCode;
use outdial_domain::{PhoneNumber, Timestamp};
use outdial_store::{Actor, CallRecording, CallRow, RecordingRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::money::Money;
use crate::http::recordings::RecordingDeleted;

/// One attempt to reach one number.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Call)]
pub struct CallView {
    /// `call_...`
    pub id: String,
    /// The run it belongs to.
    #[schema(required)]
    pub run_id: Option<String>,
    /// The lead it is made to.
    #[schema(required)]
    pub lead_id: Option<String>,
    /// The room in which it is talked on.
    #[schema(required)]
    pub room_id: Option<String>,
    /// What a live person gets: `message`, `agent` or `voice_agent`.
    pub treatment: String,
    /// Who is called, if a name was given.
    #[schema(required)]
    pub name: Option<String>,
    /// E.164.
    pub phone: String,
    /// The number as people of its country write it.
    pub phone_display: String,
    /// ISO 3166 region.
    #[schema(required)]
    pub region: Option<String>,
    /// `planned`, `dialing`, `unknown`, `ringing`, `waiting`, `connected`, `voicemail` or `ended`.
    pub state: String,
    /// How it ended.
    #[schema(required)]
    pub outcome: Option<String>,
    /// The rule that blocked or postponed it.
    #[schema(required)]
    pub rule: Option<RuleView>,
    /// Why it could not be made.
    #[schema(required)]
    pub failure: Option<FailureView>,
    /// What answered: `human`, `machine`, `machine_ready`, `fax`, `screening` or `unknown`.
    #[schema(required)]
    pub verdict: Option<String>,
    /// What is said.
    pub message: String,
    /// The carrier account that places it.
    #[schema(required)]
    pub carrier: Option<CarrierRef>,
    /// The number presented.
    #[schema(required)]
    pub caller_id: Option<String>,
    /// The carrier's own id of the call.
    #[schema(required)]
    pub carrier_call_id: Option<String>,
    /// When it was asked for.
    pub created_at: String,
    /// When it may be dialled, while it is planned.
    #[schema(required)]
    pub due_at: Option<String>,
    /// When the carrier was asked.
    #[schema(required)]
    pub dialed_at: Option<String>,
    /// When it rang.
    #[schema(required)]
    pub ringing_at: Option<String>,
    /// When it was picked up.
    #[schema(required)]
    pub answered_at: Option<String>,
    /// When it ended.
    #[schema(required)]
    pub ended_at: Option<String>,
    /// Milliseconds from ringing to answer, or to the end.
    #[schema(required)]
    pub ring_ms: Option<i64>,
    /// Milliseconds from answer to end.
    #[schema(required)]
    pub talk_ms: Option<i64>,
    /// What it cost; null while unknown, never 0 for unknown.
    #[schema(required)]
    pub cost: Option<Money>,
    /// What an agent says came of it: a code of the dispositions.
    #[schema(required)]
    pub disposition: Option<String>,
    /// What an agent noted about it.
    #[schema(required)]
    pub notes: Option<String>,
    /// What was recorded of it.
    #[schema(required)]
    pub recording: Option<RecordingView>,
    /// Who asked for it.
    pub created_by: ActorView,
    /// What people should know about it.
    #[schema(required)]
    pub warning: Option<String>,
    /// Whether it may be occupying the callee's line now.
    pub live: bool,
    /// Grows with each change of the call.
    pub revision: i64,
}

/// A rule that forbade or delayed a call.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rule)]
pub struct RuleView {
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// Why a call could not be made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CallFailure)]
pub struct FailureView {
    /// `callee`, `us`, `carrier`, `config` or `unknown`.
    pub blame: String,
    /// Stable dotted code.
    pub cause: String,
    /// The carrier's own code.
    #[schema(required)]
    pub code: Option<String>,
    /// `never`, `later` or `after_repair`.
    pub retry: String,
    /// One sentence.
    pub message: String,
}

/// What was recorded of a call.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Recording)]
pub struct RecordingView {
    /// Its id.
    pub id: String,
    /// Where it is heard.
    pub url: String,
    /// How long it is; null while it goes on.
    #[schema(required)]
    pub duration_ms: Option<i64>,
    /// 1, or 2 with each side on its own.
    pub channels: u32,
    /// That it is gone, and why; absent while it can be heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<RecordingDeleted>,
}

/// A carrier account, named.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CarrierRef {
    /// `car_...`
    pub id: String,
    /// Which carrier.
    pub kind: String,
    /// The name people gave it.
    pub name: String,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorView {
    /// `user`, `api_key` or `system`.
    pub kind: String,
    /// Its id.
    #[schema(required)]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
}

/// Knows how what a call refers to is called.
pub trait CallNames {
    /// The account with this id, named.
    fn account(&self, id: &outdial_domain::ids::CarrierAccountId) -> Option<CarrierRef>;

    /// The number as people of its country write it.
    fn number(&self, number: &PhoneNumber) -> String {
        number.international()
    }
}

impl CallView {
    /// The call as the API shows it.
    pub fn of(row: &CallRow, names: &dyn CallNames) -> Self {
        let facts = &row.call.facts;
        let ended_at = row.ended_at;
        let rang_until = facts.answered_at.or(ended_at);
        Self {
            id: row.id.to_string(),
            run_id: row.run_id.as_ref().map(ToString::to_string),
            lead_id: row.lead_id.as_ref().map(ToString::to_string),
            room_id: row.room_id.as_ref().map(ToString::to_string),
            treatment: row.policy.treatment.as_str().to_owned(),
            name: row.name.clone(),
            phone: row.phone.e164().to_owned(),
            phone_display: names.number(&row.phone),
            region: row.region.clone(),
            state: row.call.state.word().to_owned(),
            outcome: row
                .call
                .state
                .outcome()
                .map(|outcome| outcome.as_str().to_owned()),
            rule: facts.rule.as_deref().map(|code| RuleView {
                code: code.to_owned(),
                message: rule_sentence(code),
            }),
            failure: facts.failure.as_ref().map(FailureView::of),
            verdict: facts.verdict.map(|verdict| verdict.as_str().to_owned()),
            message: row.message.clone(),
            carrier: row.account_id.as_ref().and_then(|id| names.account(id)),
            caller_id: row.caller_id.clone(),
            carrier_call_id: facts.carrier_call_id.clone(),
            created_at: row.created_at.to_string(),
            due_at: (row.call.state == outdial_domain::call::State::Planned)
                .then(|| row.call.due_at.to_string()),
            dialed_at: show(facts.claimed_at),
            ringing_at: show(facts.ringing_at),
            answered_at: show(facts.answered_at),
            ended_at: show(ended_at),
            ring_ms: facts
                .ringing_at
                .zip(rang_until)
                .map(|(rang, until)| until.ms_since(rang).max(0)),
            talk_ms: facts.talk_ms(),
            cost: facts.cost.as_ref().map(Money::of),
            disposition: row.disposition.clone(),
            notes: row.notes.clone(),
            recording: row.recording.as_ref().map(RecordingView::of),
            created_by: ActorView::of(&row.created_by),
            warning: row.warning.clone(),
            live: row.call.state.is_live(),
            revision: row.revision,
        }
    }
}

impl RecordingView {
    /// Every recording of a call, the first talk first; what a carrier keeps stands on the call alone.
    pub(super) fn of_call(row: &CallRow, tapes: &[RecordingRow]) -> Vec<Self> {
        if tapes.is_empty() {
            return row.recording.iter().map(Self::of).collect();
        }
        let view = |tape: &RecordingRow| Self {
            id: tape.id.to_string(),
            url: format!("/api/v1/recordings/{}", tape.id),
            duration_ms: tape.duration_ms,
            channels: tape.channels,
            deleted: None,
        };
        tapes.iter().map(view).collect()
    }

    fn of(recording: &CallRecording) -> Self {
        Self {
            id: recording.id.clone(),
            url: recording.url.clone(),
            duration_ms: recording.duration_ms,
            channels: recording.channels,
            deleted: recording.deleted.map(RecordingDeleted::of),
        }
    }
}

impl FailureView {
    fn of(failure: &CallFailure) -> Self {
        let blame = match failure.blame {
            Blame::Callee => "callee",
            Blame::Us => "us",
            Blame::Carrier => "carrier",
            Blame::Config => "config",
            Blame::Unknown => "unknown",
        };
        let retry = match failure.retry {
            Retry::Never => "never",
            Retry::Later => "later",
            Retry::AfterRepair => "after_repair",
        };
        Self {
            blame: blame.to_owned(),
            cause: failure.cause.clone(),
            code: failure.code.clone(),
            retry: retry.to_owned(),
            message: failure.message.clone(),
        }
    }
}

impl ActorView {
    /// The actor as the API shows it.
    pub fn of(actor: &Actor) -> Self {
        Self {
            kind: actor.kind.clone(),
            id: actor.id.clone(),
            name: actor.name.clone(),
        }
    }
}

fn rule_sentence(code: &str) -> String {
    RuleCode::from_word(code).map_or_else(|| code.to_owned(), |rule| rule.summary().to_owned())
}

fn show(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}
