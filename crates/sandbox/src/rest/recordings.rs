//! Recordings: facts as JSON, sound as WAV.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::RestError;
use super::form::Form;
use super::paging::Page;
use crate::call::CallStatus;
use crate::dates::rfc2822;
use crate::lock::lock;
use crate::recording::Recording;
use crate::sandbox::Sandbox;
use crate::wav::tone;

/// `GET /Accounts/{AccountSid}/Recordings.json`
pub(super) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let call = query.get("CallSid").map(str::to_owned);
    let room = query.get("ConferenceSid").map(str::to_owned);
    let wanted = |recording: &Recording| {
        (call.is_none() || recording.call_sid == call) && (room.is_none() || recording.conference_sid == room)
    };
    some(&sandbox, &query, "Recordings.json", wanted)
}

/// `GET /Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json`
pub(super) async fn of_call(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, sid)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let path = format!("Calls/{sid}/Recordings.json");
    some(&sandbox, &query, &path, |recording| {
        recording.call_sid.as_deref() == Some(&sid)
    })
}

/// `GET /Accounts/{AccountSid}/Conferences/{ConferenceSid}/Recordings.json`
pub(super) async fn of_conference(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, sid)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let path = format!("Conferences/{sid}/Recordings.json");
    some(&sandbox, &query, &path, |recording| {
        recording.conference_sid.as_deref() == Some(&sid)
    })
}

/// `GET /Accounts/{AccountSid}/Recordings/{Sid}.json`, and `.wav` or no extension for the sound.
pub(super) async fn fetch(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, RestError> {
    let (sid, extension) = file.split_once('.').unwrap_or((&file, "wav"));
    let found = lock(&sandbox.recordings).get(sid).cloned();
    let recording = found.ok_or_else(|| RestError::no_such(&format!("Recordings/{file}")))?;
    match extension {
        "json" => Ok(Json(resource(&sandbox, &recording)).into_response()),
        "wav" if recording.ready => {
            Ok(([(header::CONTENT_TYPE, "audio/wav")], sound(&sandbox, &recording)).into_response())
        }
        // Not ready yet, or in a form (MP3) that is not made here.
        _ => Err(RestError::no_such(&format!("Recordings/{file}"))),
    }
}

/// `POST /Accounts/{AccountSid}/Calls/{CallSid}/Recordings/{Sid}.json`: pauses and resumes what is being recorded. Stopping
/// is not simulated.
pub(super) async fn steer(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, call, file)): Path<(String, String, String)>,
    body: Bytes,
) -> Result<Json<Value>, RestError> {
    let form = Form::read(&body);
    let none = || RestError::no_such(&format!("Calls/{call}/Recordings/{file}"));
    let leg = sandbox.call(&call).ok_or_else(none)?;
    let terms = leg.terms.record.clone().ok_or_else(none)?;
    let recording = sandbox.recording_of(&leg, &terms);
    let wanted = file.strip_suffix(".json").unwrap_or(&file);
    if leg.status() != CallStatus::InProgress || ![CURRENT, &recording.sid].contains(&wanted) {
        return Err(none());
    }
    let status = form.get("Status").unwrap_or_default();
    let pause = match (status, form.get("PauseBehavior")) {
        ("paused", None | Some("silence")) => true,
        ("in-progress", _) => false,
        (status, behaviour) => {
            let message = format!("Status {status:?} with PauseBehavior {behaviour:?} is not simulated");
            return Err(RestError::bad(20_001, message));
        }
    };
    if let Some(tape) = lock(&sandbox.tapes).get(&leg.sid) {
        lock(&tape).pause(pause);
    }
    let mut shown = resource(&sandbox, &recording);
    shown["status"] = status.into();
    Ok(Json(shown))
}

/// What was on the line if a stream or a room carried sound, and a tone that stands for it otherwise.
fn sound(sandbox: &Sandbox, recording: &Recording) -> Vec<u8> {
    let of = recording.call_sid.as_ref().or(recording.conference_sid.as_ref());
    let tape = of.and_then(|sid| lock(&sandbox.tapes).get(sid));
    match tape {
        Some(tape) => lock(&tape).both(recording.channels),
        None => tone(recording.seconds, recording.channels),
    }
}

/// `DELETE /Accounts/{AccountSid}/Recordings/{Sid}.json`
pub(super) async fn delete(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, file)): Path<(String, String)>,
) -> Result<StatusCode, RestError> {
    let sid = file.strip_suffix(".json").unwrap_or(&file);
    if lock(&sandbox.recordings).remove(sid) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(RestError::no_such(&format!("Recordings/{file}")))
    }
}

fn some(
    sandbox: &Sandbox,
    query: &Form,
    path: &str,
    wanted: impl Fn(&Recording) -> bool,
) -> Result<Json<Value>, RestError> {
    let page = Page::wanted(query)?;
    let book = lock(&sandbox.recordings);
    let matching = book.newest_first().filter(|recording| wanted(recording));
    let (entries, more) = page.cut(matching.map(|recording| (recording.sid.clone(), recording)));
    let entries: Vec<(String, Value)> = entries
        .into_iter()
        .map(|(sid, recording)| (sid, resource(sandbox, recording)))
        .collect();
    let path = format!("/2010-04-01/Accounts/{}/{path}", sandbox.account.sid);
    Ok(Json(page.answer(query, &path, "recordings", &entries, more)))
}

fn resource(sandbox: &Sandbox, recording: &Recording) -> Value {
    let account = &sandbox.account.sid;
    let sid = &recording.sid;
    let uri = format!("/2010-04-01/Accounts/{account}/Recordings/{sid}");
    json!({
        "sid": sid,
        "account_sid": account,
        "api_version": "2010-04-01",
        "call_sid": recording.call_sid,
        "conference_sid": recording.conference_sid,
        "date_created": rfc2822(recording.created_at),
        "date_updated": rfc2822(recording.created_at),
        "start_time": rfc2822(recording.started_at),
        "duration": recording.seconds.to_string(),
        "status": if recording.ready { "completed" } else { "processing" },
        "channels": recording.channels,
        "source": recording.source,
        "price": null,
        "price_unit": "USD",
        "error_code": null,
        "encryption_details": null,
        "uri": format!("{uri}.json"),
        "media_url": sandbox.recording_path(sid),
        "subresource_uris": {
            "add_on_results": format!("{uri}/AddOnResults.json"),
            "transcriptions": format!("{uri}/Transcriptions.json"),
        },
    })
}

/// In place of the id: the recording that is being made.
const CURRENT: &str = "Twilio.CURRENT";
