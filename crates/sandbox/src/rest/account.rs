//! The account and its balance.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use serde_json::{Value, json};

use crate::dates::rfc2822;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `GET /Accounts/{Sid}.json`
pub(super) async fn fetch(State(sandbox): State<Arc<Sandbox>>) -> Json<Value> {
    let account = &sandbox.account;
    let uri = format!("/2010-04-01/Accounts/{}", account.sid);
    let born = rfc2822(Timestamp(ACCOUNT_BORN));
    Json(json!({
        "sid": account.sid,
        "owner_account_sid": account.sid,
        "friendly_name": "Sandbox",
        "status": "active",
        "type": "Full",
        "auth_token": account.auth_token,
        "date_created": born,
        "date_updated": born,
        "uri": format!("{uri}.json"),
        "subresource_uris": {
            "balance": format!("{uri}/Balance.json"),
            "calls": format!("{uri}/Calls.json"),
            "conferences": format!("{uri}/Conferences.json"),
            "incoming_phone_numbers": format!("{uri}/IncomingPhoneNumbers.json"),
            "recordings": format!("{uri}/Recordings.json"),
        },
    }))
}

/// `GET /Accounts/{Sid}/Balance.json`
pub(super) async fn balance(State(sandbox): State<Arc<Sandbox>>) -> Json<Value> {
    let spent: i64 = {
        let calls = lock(&sandbox.calls);
        calls
            .newest_first()
            .filter_map(|leg| leg.facts().price_micros)
            .sum()
    };
    let left = STARTING_BALANCE_MICROS - spent;
    let sign = if left < 0 { "-" } else { "" };
    let cents = left.unsigned_abs() / 10_000;
    Json(json!({
        "account_sid": sandbox.account.sid,
        "balance": format!("{sign}{}.{:02}", cents / 100, cents % 100),
        "currency": "USD",
    }))
}

/// 1 January 2026.
const ACCOUNT_BORN: i64 = 1_767_225_600_000_000;
/// Play money.
const STARTING_BALANCE_MICROS: i64 = 1_000_000_000;
