//! `POST /Accounts/{AccountSid}/Calls/{Sid}.json`: redirect, hang up, change where things are reported.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde_json::Value;
use tokio::time::timeout;

use super::super::error::RestError;
use super::super::form::Form;
use super::create::inline;
use super::fetch::find;
use super::resource::resource;
use super::status_hook;
use crate::call::{CallStatus, EndedBy, Leg, Order};
use crate::perform::{Fetch, Script};
use crate::sandbox::Sandbox;

pub(in crate::rest) async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, file)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<Value>, RestError> {
    let form = Form::read(&body);
    let leg = find(&sandbox, &file)?;
    if leg.status().is_over() {
        return Err(not_in_progress());
    }
    set_reporting(&sandbox, &leg, &form)?;
    if let Some(seconds) = form.number("TimeLimit", 1, 86_400, 21_208)? {
        pass_on(&leg, Order::Limit { ms: seconds * 1_000 })?;
    }
    if let Some(script) = new_script(&form)? {
        if leg.status() != CallStatus::InProgress {
            return Err(not_in_progress());
        }
        pass_on(&leg, Order::Perform(Box::new(script)))?;
    }
    match form.get("Status") {
        None => {}
        // Only before the answer; has no effect afterwards.
        Some("canceled") if leg.status() == CallStatus::InProgress => {}
        Some("canceled") => {
            pass_on(&leg, Order::CallOff)?;
            // Answered in this moment, it goes on.
            let mut status = leg.status.subscribe();
            let decided = status.wait_for(|status| status.is_over() || *status == CallStatus::InProgress);
            let _ = timeout(UNTIL_ENDED, decided).await;
        }
        Some("completed") => {
            pass_on(&leg, Order::HangUp(EndedBy::Api))?;
            // The answer shows the call ended unless its task is oddly slow; then it shows it as it is.
            let _ = timeout(UNTIL_ENDED, leg.over()).await;
        }
        Some(other) => {
            return Err(RestError::bad(
                20_001,
                format!("Status: '{other}' is not canceled or completed"),
            ));
        }
    }
    Ok(Json(resource(&sandbox, &leg)))
}

fn set_reporting(sandbox: &Sandbox, leg: &Leg, form: &Form) -> Result<(), RestError> {
    let status = status_hook(form)?;
    let fallback = form.hook("FallbackUrl", "FallbackMethod", 21_205)?;
    if status.is_some() || fallback.is_some() {
        leg.change(sandbox.now(), |facts| {
            facts.status_override = status.or_else(|| facts.status_override.take());
            facts.fallback_override = fallback.or_else(|| facts.fallback_override.take());
        });
    }
    Ok(())
}

fn new_script(form: &Form) -> Result<Option<Script>, RestError> {
    if let Some(hook) = form.hook("Url", "Method", 21_205)? {
        return Ok(Some(Script::Fetch(Fetch::plain(hook.url, hook.method))));
    }
    form.get("Twiml").map(inline).transpose()
}

fn pass_on(leg: &Leg, order: Order) -> Result<(), RestError> {
    if leg.order(order) {
        return Ok(());
    }
    // The call ended this very moment, or has more orders waiting than anybody sends in good faith.
    if leg.status().is_over() {
        Err(not_in_progress())
    } else {
        Err(RestError::too_many())
    }
}

fn not_in_progress() -> RestError {
    RestError::bad(21_220, "Call is not in-progress. Cannot redirect.")
}

const UNTIL_ENDED: Duration = Duration::from_secs(2);
