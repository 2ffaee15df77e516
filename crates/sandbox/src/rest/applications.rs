//! `/Accounts/{AccountSid}/Applications`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use outdial_domain::Timestamp;
use serde_json::{Value, json};

use super::error::RestError;
use super::form::Form;
use super::paging::Page;
use crate::application::Application;
use crate::dates::rfc2822;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `GET …/Applications.json`
pub(super) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let page = Page::wanted(&query)?;
    let account = &sandbox.account.sid;
    let name = query.get("FriendlyName");
    let book = lock(&sandbox.applications);
    let matching = book
        .all()
        .filter(|(_, application)| name.is_none_or(|name| application.friendly_name == name));
    let (entries, more) = page.cut(matching.map(|entry| (entry.1.sid.clone(), resource(account, entry))));
    let path = format!("/2010-04-01/Accounts/{account}/Applications.json");
    Ok(Json(page.answer(&query, &path, "applications", &entries, more)))
}

/// `POST …/Applications.json`
pub(super) async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    Path(account): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), RestError> {
    let form = Form::read(&body);
    let now = sandbox.now();
    let mut book = lock(&sandbox.applications);
    let sid = sandbox
        .mint()
        .sid("AP", &["application", &book.count().to_string()]);
    let mut application = Application::new(&sid);
    fill_in(&mut application, &form)?;
    let answer = resource(&account, &(now, application.clone()));
    book.add(application, now);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `GET …/Applications/{Sid}.json`
pub(super) async fn fetch(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, file)): Path<(String, String)>,
) -> Result<Json<Value>, RestError> {
    show(&sandbox, &account, &file)
}

/// `POST …/Applications/{Sid}.json`
pub(super) async fn update(
    State(sandbox): State<Arc<Sandbox>>,
    Path((account, file)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<Value>, RestError> {
    let form = Form::read(&body);
    {
        let mut book = lock(&sandbox.applications);
        let application = book.get_mut(sid_of(&file)).ok_or_else(|| missing(&file))?;
        let mut changed = application.clone();
        fill_in(&mut changed, &form)?;
        *application = changed;
    }
    show(&sandbox, &account, &file)
}

/// `DELETE …/Applications/{Sid}.json`
pub(super) async fn delete(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, file)): Path<(String, String)>,
) -> Result<StatusCode, RestError> {
    if lock(&sandbox.applications).remove(sid_of(&file)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(missing(&file))
    }
}

fn show(sandbox: &Sandbox, account: &str, file: &str) -> Result<Json<Value>, RestError> {
    let book = lock(&sandbox.applications);
    let entry = book.with_time(sid_of(file)).ok_or_else(|| missing(file))?;
    Ok(Json(resource(account, entry)))
}

/// What the form names is changed; an empty address is taken away.
fn fill_in(application: &mut Application, form: &Form) -> Result<(), RestError> {
    if let Some(name) = form.get("FriendlyName") {
        name.clone_into(&mut application.friendly_name);
    }
    let Application {
        voice_url,
        voice_method,
        voice_fallback_url,
        voice_fallback_method,
        status_callback,
        status_callback_method,
        ..
    } = application;
    let addresses = [
        ("VoiceUrl", voice_url, "VoiceMethod", voice_method),
        (
            "VoiceFallbackUrl",
            voice_fallback_url,
            "VoiceFallbackMethod",
            voice_fallback_method,
        ),
        (
            "StatusCallback",
            status_callback,
            "StatusCallbackMethod",
            status_callback_method,
        ),
    ];
    for (name, url, method_name, method) in addresses {
        if form.given(name).is_some() {
            *url = form.hook(name, method_name, BAD_URL)?.map(|hook| hook.url);
        }
        if form.get(method_name).is_some() {
            *method = form.method(method_name)?;
        }
    }
    Ok(())
}

fn resource(account: &str, (made, application): &(Timestamp, Application)) -> Value {
    let sid = &application.sid;
    json!({
        "sid": sid,
        "account_sid": account,
        "api_version": "2010-04-01",
        "friendly_name": application.friendly_name,
        "voice_url": application.voice_url,
        "voice_method": application.voice_method,
        "voice_fallback_url": application.voice_fallback_url,
        "voice_fallback_method": application.voice_fallback_method,
        "voice_caller_id_lookup": false,
        "status_callback": application.status_callback,
        "status_callback_method": application.status_callback_method,
        "sms_url": null,
        "sms_method": "POST",
        "sms_fallback_url": null,
        "sms_fallback_method": "POST",
        "sms_status_callback": null,
        "message_status_callback": null,
        "public_application_connect_enabled": false,
        "date_created": rfc2822(*made),
        "date_updated": rfc2822(*made),
        "uri": format!("/2010-04-01/Accounts/{account}/Applications/{sid}.json"),
    })
}

fn sid_of(file: &str) -> &str {
    file.strip_suffix(".json").unwrap_or(file)
}

fn missing(file: &str) -> RestError {
    RestError::no_such(&format!("Applications/{file}"))
}

/// Twilio's "invalid URL".
const BAD_URL: u32 = 21_205;
