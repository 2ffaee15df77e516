//! `POST /Accounts/{AccountSid}/Calls.json`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;

use super::super::error::RestError;
use super::super::form::Form;
use super::resource::resource;
use super::{callee, caller, detection, digits, recording, ring_timeout, status_hook, time_limit};
use crate::application::Application;
use crate::call::{Direction, Placement, Terms};
use crate::lock::lock;
use crate::perform::{Fetch, Script};
use crate::sandbox::Sandbox;

pub(in crate::rest) async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), RestError> {
    let form = Form::read(&body);
    let to = callee(&form)?;
    let from = caller(&sandbox, &form)?;
    let script = answer(&sandbox, &form)?;
    let terms = Terms {
        status: status_hook(&form)?,
        fallback: form.hook("FallbackUrl", "FallbackMethod", 21_205)?,
        ring_timeout: ring_timeout(&form, 1)?,
        time_limit: time_limit(&form)?,
        send_digits: digits(&form)?,
        record: recording(&form)?,
        detection: detection(&form, false)?,
    };
    let leg = sandbox.place(Placement {
        to,
        from,
        direction: Direction::OutboundApi,
        parent: None,
        terms,
        script,
    });
    Ok((StatusCode::CREATED, Json(resource(&sandbox, &leg))))
}

/// What happens once the call is picked up.
fn answer(sandbox: &Sandbox, form: &Form) -> Result<Script, RestError> {
    // `Twiml` is ignored when there is a `Url` as well.
    if let Some(hook) = form.hook("Url", "Method", 21_205)? {
        return Ok(Script::Fetch(Fetch::plain(hook.url, hook.method)));
    }
    if let Some(sid) = form.get("ApplicationSid") {
        let voice = lock(&sandbox.applications).get(sid).and_then(Application::voice);
        return match voice {
            Some(hook) => Ok(Script::Fetch(Fetch::plain(hook.url, hook.method))),
            None => Err(RestError::bad(21_218, format!("Invalid ApplicationSid: {sid}"))),
        };
    }
    let Some(text) = form.get("Twiml") else {
        return Err(RestError::bad(21_205, "Url, Twiml or ApplicationSid is required"));
    };
    inline(text)
}

/// TwiML at hand, within Twilio's limit.
pub(super) fn inline(text: &str) -> Result<Script, RestError> {
    if text.chars().count() > LONGEST_TWIML {
        return Err(RestError::bad(
            20_001,
            format!("Twiml holds more than {LONGEST_TWIML} characters"),
        ));
    }
    Ok(Script::Inline {
        text: text.to_owned(),
    })
}

const LONGEST_TWIML: usize = 4_000;
