//! `GET /api/v1/calls/{id}`: one call with everything that happened to it.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CallId;
use outdial_store::{EventRow, EventSource};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::view::{CallView, RecordingView};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// One call with everything that happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallDetail {
    /// The call.
    pub call: CallView,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What was recorded, one for each talk, the first first: whoever was put through has talked with several.
    pub recordings: Vec<RecordingView>,
    /// The last decision of the dial rules, with every rule and the facts it used.
    #[schema(required, value_type = Option<Object>)]
    pub receipt: Option<Value>,
}

/// One thing that happened to a call.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// `evt_...`
    pub id: String,
    /// When we learnt of it.
    pub at: String,
    /// What happened, e.g. `claimed`, `placed`, `progress`, `verdict`.
    pub kind: String,
    /// `carrier`, `engine` or `user`.
    pub source: String,
    /// A few words for people.
    pub summary: String,
    /// `applied`, `ignored` or `refused`.
    pub effect: String,
    /// Why it was ignored or refused.
    #[schema(required)]
    pub why: Option<String>,
    /// As the sender sent it.
    #[schema(required, value_type = Option<Object>)]
    pub raw: Option<Value>,
}

/// One call with its timeline, the raw events and the rules' receipt.
#[utoipa::path(
    get, path = "/calls/{id}", tag = "Calls", operation_id = "readCall", params(("id" = String, Path, description = "`call_...`")),
    responses((status = 200, body = CallDetail), (status = 404, description = "No such call"))
)]
pub async fn show_call(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CallId>,
) -> Result<Json<CallDetail>, Problem> {
    actor.require(Operation::CallsRead)?;
    let found = app
        .store
        .workspace(actor.workspace.clone())
        .read(move |tx| {
            let Some(row) = tx.calls().get(&id)? else {
                return Ok(None);
            };
            let tapes = tx.recordings().of_call(&id)?;
            Ok(Some((
                row,
                tapes,
                tx.events().of_call(&id)?,
                tx.receipts().latest(&id)?,
            )))
        })
        .await?;
    let Some((row, tapes, events, receipt)) = found else {
        return Err(ProblemCode::CallNotFound.into());
    };
    Ok(Json(CallDetail {
        recordings: RecordingView::of_call(&row, &tapes),
        call: CallView::of(&row, &app.carrier_names(&actor.workspace)),
        timeline: events.into_iter().map(TimelineEntry::of).collect(),
        receipt: receipt.map(|receipt| receipt.decision),
    }))
}

impl TimelineEntry {
    fn of(event: EventRow) -> Self {
        let word = |key: &str| {
            event
                .event
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let kind = word("event");
        let summary = match kind.as_str() {
            "claimed" => "Taken for dialling: the rules allow it".to_owned(),
            "blocked" => format!("Not dialled: {}", word("rule")),
            "postponed" => format!("Waits: {}", word("rule")),
            "placed" => "The carrier took the call".to_owned(),
            "place_refused" => {
                let failure = event.event.pointer("/failure/message").and_then(Value::as_str);
                format!("The carrier refused: {}", failure.unwrap_or("no reason given"))
            }
            "place_uncertain" => "The carrier did not answer clearly; asking it".to_owned(),
            "recovered" => "The server started again; asking the carrier".to_owned(),
            "not_at_carrier" => "The carrier does not have this call".to_owned(),
            "progress" => {
                let status = event.event.pointer("/status/status").and_then(Value::as_str);
                progress_words(status.unwrap_or_default()).to_owned()
            }
            "verdict" => format!("Answered by: {}", word("verdict").replace('_', " ")),
            "message_spoken" => "The message is spoken after the beep".to_owned(),
            "bridged" => "An agent is on the line".to_owned(),
            "billed" => "The price is known".to_owned(),
            "called_off" => "Called off unless somebody answers".to_owned(),
            "hang_up_requested" => "Hang-up asked for".to_owned(),
            "deadline_passed" => "Nothing heard for too long; asking the carrier".to_owned(),
            "room" => room_words(&word("what")).to_owned(),
            _ => "The carrier sent something that changes nothing".to_owned(),
        };
        let source = match event.source {
            EventSource::Carrier => "carrier",
            EventSource::Engine => "engine",
            EventSource::User => "user",
        };
        Self {
            id: event.id.to_string(),
            at: event.at.to_string(),
            kind,
            source: source.to_owned(),
            summary,
            effect: event.effect,
            why: event.why,
            raw: event.raw,
        }
    }
}

fn room_words(what: &str) -> &'static str {
    match what {
        "joined" => "Somebody came into the room",
        "returned" => "Somebody is back in the room",
        "lost" => "A connection to the room was lost",
        "left" => "Somebody left the room",
        "muted" => "The agent is muted",
        "unmuted" => "The agent is heard again",
        "held" => "The callee hears music",
        "unheld" => "The callee is off hold",
        "digits_sent" => "Keys were sent to the callee",
        "digit" => "A key was pressed",
        "clip_played" => "A clip plays",
        "clip_stopped" => "The clip was stopped",
        "clip_finished" => "The clip is over",
        "recording_paused" => "The recording is paused",
        "recording_resumed" => "The recording goes on",
        "recording_failed" => "The recording ended early",
        "quality" => "How well a connection does",
        "quality_summary" => "How well the connections did",
        "handed_over" => "The voice agent put the callee through to a person",
        "talk_ended" => "The voice agent's part is over",
        "end_asked" => "The agent ended the call",
        "ended" => "The room is over",
        _ => "Something happened in the room",
    }
}

fn progress_words(status: &str) -> &'static str {
    match status {
        "queued" => "In the carrier's queue",
        "initiated" => "Being dialled",
        "ringing" => "Ringing",
        "answered" => "Answered",
        "completed" => "Over",
        "busy" => "Busy",
        "no_answer" => "Not answered",
        "failed" => "Could not be put through",
        "canceled" => "Called off before an answer",
        _ => "The carrier reported progress",
    }
}
