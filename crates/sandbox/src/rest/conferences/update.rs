//! `POST /Accounts/{AccountSid}/Conferences/{Sid}.json`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde_json::Value;

use super::super::error::RestError;
use super::super::form::Form;
use super::resource::conference;
use crate::lock::lock;
use crate::sandbox::Sandbox;

pub(in crate::rest) async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, file)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<Value>, RestError> {
    let form = Form::read(&body);
    let sid = file.strip_suffix(".json").unwrap_or(&file);
    let missing = || RestError::no_such(&format!("Conferences/{file}"));
    if let Some(hook) = form.hook("AnnounceUrl", "AnnounceMethod", 21_205)? {
        sandbox.announce(sid, None, hook).ok_or_else(missing)?;
    }
    match form.get("Status") {
        Some("completed") if sandbox.end_room_via_api(sid) => {}
        Some("completed") => return Err(missing()),
        None => {}
        Some(other) => {
            return Err(RestError::bad(
                20_001,
                format!("Status: '{other}' is not completed"),
            ));
        }
    }
    let book = lock(&sandbox.rooms);
    let room = book.find(sid).ok_or_else(missing)?;
    Ok(Json(conference(&account, room)))
}
