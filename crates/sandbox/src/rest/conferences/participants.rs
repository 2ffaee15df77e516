//! `/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::super::calls::{callee, caller, detection, recording, ring_timeout, status_hook, time_limit};
use super::super::error::RestError;
use super::super::form::Form;
use super::super::paging::Page;
use super::resource::participant as resource;
use crate::call::{Direction, Hook, Placement, Terms};
use crate::conference::{Admission, ParticipantChange, Phase, RoomNotify};
use crate::lock::lock;
use crate::perform::Script;
use crate::sandbox::Sandbox;

/// `GET …/Participants.json`
pub(in crate::rest) async fn participants(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, sid)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let page = Page::wanted(&query)?;
    let (muted, hold) = (query.flag("Muted")?, query.flag("Hold")?);
    let book = lock(&sandbox.rooms);
    let room = book.find(&sid).ok_or_else(|| missing(&sid, ""))?;
    let matching = room
        .participants
        .iter()
        .filter(|p| muted.is_none_or(|muted| p.muted == muted) && hold.is_none_or(|hold| p.hold == hold));
    let (entries, more) = page.cut(matching.map(|p| (p.leg.sid.clone(), resource(&account, &room.sid, p))));
    let path = format!("/2010-04-01/Accounts/{account}/Conferences/{sid}/Participants.json");
    Ok(Json(page.answer(&query, &path, "participants", &entries, more)))
}

/// `POST …/Participants.json`: dials somebody into the room, which is opened if need be.
pub(in crate::rest) async fn invite(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, room)): Path<(String, String)>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), RestError> {
    let form = Form::read(&body);
    let admission = admission(&sandbox, &form, room)?;
    sandbox
        .may_enter(&admission)
        .map_err(|refusal| RestError::bad(refusal.code(), refusal.to_string()))?;
    let terms = Terms {
        status: status_hook(&form)?,
        ring_timeout: ring_timeout(&form, 5)?,
        time_limit: time_limit(&form)?,
        detection: detection(&form, true)?,
        record: recording(&form)?,
        ..Terms::default()
    };
    let leg = sandbox.place(Placement {
        to: callee(&form)?,
        from: caller(&sandbox, &form)?,
        direction: Direction::OutboundApi,
        parent: None,
        terms,
        script: Script::Join(Box::new(admission.clone())),
    });
    let invited = sandbox.invite(&leg, &admission);
    let book = lock(&sandbox.rooms);
    let found = book.find(&invited).and_then(|room| room.participant(&leg.sid));
    let participant = found.ok_or_else(|| missing(&invited, &leg.sid))?;
    Ok((
        StatusCode::CREATED,
        Json(resource(&account, &invited, participant)),
    ))
}

/// `GET …/Participants/{CallSid or Label}.json`
pub(in crate::rest) async fn participant(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, sid, file)): Path<(String, String, String)>,
) -> Result<Json<Value>, RestError> {
    show(
        &sandbox,
        &account,
        &sid,
        file.strip_suffix(".json").unwrap_or(&file),
    )
}

/// `POST …/Participants/{CallSid or Label}.json`
pub(in crate::rest) async fn change_participant(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, sid, file)): Path<(String, String, String)>,
    body: Bytes,
) -> Result<Json<Value>, RestError> {
    let form = Form::read(&body);
    let call = file.strip_suffix(".json").unwrap_or(&file);
    let announcement = form.hook("AnnounceUrl", "AnnounceMethod", BAD_URL)?;
    let hold_music = form.hook("HoldUrl", "HoldMethod", BAD_URL)?.map(|hook| Hook {
        // Unlike other methods this one is GET when nobody says.
        method: form.get("HoldMethod").map_or("GET".to_owned(), |_| hook.method),
        url: hook.url,
    });
    let coach = match form.flag("Coaching")? {
        Some(false) => Some(None),
        Some(true) | None => form.get("CallSidToCoach").map(|sid| Some(sid.to_owned())),
    };
    let change = ParticipantChange {
        muted: form.flag("Muted")?,
        hold: form.flag("Hold")?,
        hold_music,
        end_on_exit: form.flag("EndConferenceOnExit")?,
        coach,
        other: form.get("BeepOnExit").or(form.get("WaitUrl")).is_some(),
    };
    sandbox
        .change_participant(&sid, call, change)
        .ok_or_else(|| missing(&sid, call))?;
    if let Some(hook) = announcement {
        sandbox
            .announce(&sid, Some(call), hook)
            .ok_or_else(|| missing(&sid, call))?;
    }
    show(&sandbox, &account, &sid, call)
}

/// `DELETE …/Participants/{CallSid or Label}.json`
pub(in crate::rest) async fn kick(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, sid, file)): Path<(String, String, String)>,
) -> Result<StatusCode, RestError> {
    let call = file.strip_suffix(".json").unwrap_or(&file);
    if sandbox.kick(&sid, call) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(missing(&sid, call))
    }
}

fn show(sandbox: &Sandbox, account: &str, sid: &str, call: &str) -> Result<Json<Value>, RestError> {
    let book = lock(&sandbox.rooms);
    let room = book.find(sid).filter(|room| room.phase() != Phase::Completed);
    let found = room.and_then(|room| Some((room, room.participant(call)?)));
    let (room, participant) = found.ok_or_else(|| missing(sid, call))?;
    Ok(Json(resource(account, &room.sid, participant)))
}

fn admission(sandbox: &Sandbox, form: &Form, room: String) -> Result<Admission, RestError> {
    let notify = form.hook(
        "ConferenceStatusCallback",
        "ConferenceStatusCallbackMethod",
        21_609,
    )?;
    let events = form
        .all("ConferenceStatusCallbackEvent")
        .flat_map(str::split_whitespace);
    let events = events.map(str::to_owned).collect();
    // A room may be named by its identifier; the book knows both.
    let name = lock(&sandbox.rooms).find(&room).map(|room| room.name.clone());
    let most = form.number("MaxParticipants", 2, 250, 20_001)?.unwrap_or(250);
    Ok(Admission {
        room: name.unwrap_or(room),
        muted: form.flag("Muted")?.unwrap_or(false),
        start_on_enter: form.flag("StartConferenceOnEnter")?.unwrap_or(true),
        end_on_exit: form.flag("EndConferenceOnExit")?.unwrap_or(false),
        wait_url: form.given("WaitUrl").map(str::to_owned),
        wait_method: form.method("WaitMethod")?,
        most_participants: usize::try_from(most).unwrap_or(usize::MAX),
        record: matches!(form.get("ConferenceRecord"), Some("true" | "record-from-start")),
        recording_callback: form.hook(
            "ConferenceRecordingStatusCallback",
            "ConferenceRecordingStatusCallbackMethod",
            21_609,
        )?,
        label: form.get("Label").map(str::to_owned),
        coach: form.get("CallSidToCoach").map(str::to_owned),
        notify: notify.map(|hook| RoomNotify { hook, events }),
    })
}

const BAD_URL: u32 = 21_205;

fn missing(room: &str, call: &str) -> RestError {
    RestError::no_such(&format!("Conferences/{room}/Participants/{call}"))
}
