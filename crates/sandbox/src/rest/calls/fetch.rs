//! `GET` and `DELETE /Accounts/{AccountSid}/Calls/{Sid}.json`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::super::error::RestError;
use super::resource::resource;
use crate::call::Leg;
use crate::lock::lock;
use crate::sandbox::Sandbox;

pub(in crate::rest) async fn fetch(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Json<Value>, RestError> {
    let leg = find(&sandbox, &file)?;
    Ok(Json(resource(&sandbox, &leg)))
}

pub(in crate::rest) async fn delete(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, file)): Path<(String, String)>,
) -> Result<StatusCode, RestError> {
    let leg = find(&sandbox, &file)?;
    if !leg.status().is_over() {
        return Err(RestError::bad(
            20_001,
            "Cannot delete a call that is still in progress",
        ));
    }
    lock(&sandbox.calls).remove(&leg.sid);
    Ok(StatusCode::NO_CONTENT)
}

/// The call that a path names, with or without `.json`.
pub(super) fn find(sandbox: &Sandbox, file: &str) -> Result<Arc<Leg>, RestError> {
    let sid = file.strip_suffix(".json").unwrap_or(file);
    sandbox.call(sid).ok_or_else(|| {
        RestError::no_such(&format!(
            "/2010-04-01/Accounts/{}/Calls/{file}",
            sandbox.account.sid
        ))
    })
}
