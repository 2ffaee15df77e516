//! The numbers that the account owns.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use outdial_domain::Timestamp;
use serde_json::{Value, json};

use super::error::RestError;
use super::form::Form;
use super::paging::Page;
use crate::dates::rfc2822;
use crate::number::{e164, formatted};
use crate::sandbox::Sandbox;

/// `GET /Accounts/{AccountSid}/IncomingPhoneNumbers.json`
pub(super) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let page = Page::wanted(&query)?;
    let wanted = query
        .get("PhoneNumber")
        .map(|text| e164(text).unwrap_or_else(|| text.to_owned()));
    let matching = sandbox
        .numbers
        .iter()
        .filter(|number| wanted.as_ref().is_none_or(|w| w == *number));
    let entries = matching.map(|number| (number_sid(&sandbox, number), number));
    let (entries, more) = page.cut(entries);
    let entries: Vec<(String, Value)> = entries
        .into_iter()
        .map(|(sid, number)| (sid.clone(), resource(&sandbox, &sid, number)))
        .collect();
    let path = format!(
        "/2010-04-01/Accounts/{}/IncomingPhoneNumbers.json",
        sandbox.account.sid
    );
    Ok(Json(page.answer(
        &query,
        &path,
        "incoming_phone_numbers",
        &entries,
        more,
    )))
}

/// `GET /Accounts/{AccountSid}/OutgoingCallerIds.json`: nobody has verified a number of their own here.
pub(super) async fn caller_ids(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let page = Page::wanted(&query)?;
    let path = format!(
        "/2010-04-01/Accounts/{}/OutgoingCallerIds.json",
        sandbox.account.sid
    );
    Ok(Json(page.answer(
        &query,
        &path,
        "outgoing_caller_ids",
        &[],
        false,
    )))
}

/// The identifier of an owned number.
pub(super) fn number_sid(sandbox: &Sandbox, number: &str) -> String {
    sandbox.mint().sid("PN", &[number])
}

fn resource(sandbox: &Sandbox, sid: &str, number: &str) -> Value {
    let account = &sandbox.account.sid;
    let born = rfc2822(Timestamp(0));
    json!({
        "sid": sid,
        "account_sid": account,
        "friendly_name": formatted(number),
        "phone_number": number,
        "origin": "twilio",
        "type": null,
        "status": "in-use",
        "beta": false,
        "api_version": "2010-04-01",
        "capabilities": {"voice": true, "sms": false, "mms": false, "fax": false},
        "address_requirements": "none",
        "address_sid": null,
        "identity_sid": null,
        "bundle_sid": null,
        "trunk_sid": null,
        "emergency_status": "Inactive",
        "emergency_address_sid": null,
        "emergency_address_status": "unregistered",
        "voice_receive_mode": "voice",
        "voice_application_sid": null,
        "voice_caller_id_lookup": false,
        "voice_url": null,
        "voice_method": "POST",
        "voice_fallback_url": null,
        "voice_fallback_method": "POST",
        "status_callback": null,
        "status_callback_method": "POST",
        "sms_application_sid": null,
        "sms_url": null,
        "sms_method": "POST",
        "sms_fallback_url": null,
        "sms_fallback_method": "POST",
        "date_created": born,
        "date_updated": born,
        "uri": format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/{sid}.json"),
    })
}
