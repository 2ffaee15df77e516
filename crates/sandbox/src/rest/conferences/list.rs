//! `GET /Accounts/{AccountSid}/Conferences.json` and `…/Conferences/{Sid}.json`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use serde_json::Value;

use super::super::error::RestError;
use super::super::form::Form;
use super::super::paging::Page;
use super::resource::conference;
use crate::lock::lock;
use crate::sandbox::Sandbox;

pub(in crate::rest) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let page = Page::wanted(&query)?;
    let account = &sandbox.account.sid;
    let (name, status) = (query.get("FriendlyName"), query.get("Status"));
    let (entries, more) = {
        let book = lock(&sandbox.rooms);
        let matching = book.newest_first().filter(|room| {
            name.is_none_or(|name| room.name == name)
                && status.is_none_or(|status| room.phase().as_str() == status)
        });
        page.cut(matching.map(|room| (room.sid.clone(), conference(account, room))))
    };
    let path = format!("/2010-04-01/Accounts/{account}/Conferences.json");
    Ok(Json(page.answer(&query, &path, "conferences", &entries, more)))
}

pub(in crate::rest) async fn fetch(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, file)): Path<(String, String)>,
) -> Result<Json<Value>, RestError> {
    let sid = file.strip_suffix(".json").unwrap_or(&file);
    let book = lock(&sandbox.rooms);
    let room = book
        .find(sid)
        .ok_or_else(|| RestError::no_such(&format!("Conferences/{file}")))?;
    Ok(Json(conference(&account, room)))
}
