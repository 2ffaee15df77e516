//! `GET /v2/slots`

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use outdial_domain::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Refusal, success};
use super::{auth, hours};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// What free times may be asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    start: String,
    end: String,
    event_type_id: Option<u64>,
    time_zone: Option<String>,
    format: Option<String>,
}

/// Free times by day.
pub(super) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    match find(&sandbox, &headers, &wanted) {
        Ok(days) => success(StatusCode::OK, &json!(days)),
        Err(refusal) => refusal.into_response(),
    }
}

fn find(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    wanted: &Wanted,
) -> Result<BTreeMap<String, Vec<Value>>, Refusal> {
    auth::version(headers, auth::SLOTS)?;
    let account = sandbox
        .calcom_account
        .as_ref()
        .ok_or_else(|| Refusal::not_found("Account"))?;
    if wanted.event_type_id != Some(account.event_type_id) {
        return Err(Refusal::not_found("Event Type"));
    }
    let zone = wanted.time_zone.as_deref().unwrap_or("UTC");
    let zone = TimeZone::get(zone).map_err(|_| Refusal::bad("timeZone must be a valid IANA time-zone"))?;
    let start = read(&wanted.start, "start")?.max(sandbox.now());
    // A day as the end means its last minute.
    let end = match wanted.end.len() {
        10 => read(&wanted.end, "end")?.plus_seconds(86_400),
        _ => read(&wanted.end, "end")?,
    };
    let is_range = wanted.format.as_deref() == Some("range");
    let book = lock(&sandbox.calcom);
    let mut days: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for at in hours::between(start, end, account.minutes) {
        if !book.is_free(at, account.minutes) {
            continue;
        }
        let local = |at: Timestamp| at.to_jiff().to_zoned(zone.clone());
        let written = |at: Timestamp| local(at).strftime("%Y-%m-%dT%H:%M:%S.000%:z").to_string();
        let mut slot = json!({ "start": written(at) });
        if is_range {
            slot["end"] = written(at.plus_seconds(i64::from(account.minutes) * 60)).into();
        }
        days.entry(local(at).strftime("%Y-%m-%d").to_string())
            .or_default()
            .push(slot);
    }
    Ok(days)
}

/// A time with an offset, or a day in UTC.
pub(super) fn read(text: &str, field: &str) -> Result<Timestamp, Refusal> {
    let day = format!("{text}T00:00:00Z");
    let read = text.parse::<jiff::Timestamp>().or_else(|_| day.parse());
    read.map(Timestamp::from)
        .map_err(|_| Refusal::bad(format!("{field} must be a valid ISO 8601 date string")))
}
