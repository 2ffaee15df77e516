//! What arrived at the services beside the network.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use crate::lock::lock;
use crate::mail::Mail;
use crate::sandbox::Sandbox;

/// `GET /sandbox/vapi/calls`
pub(super) async fn vapi_calls(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<Value>> {
    let calls: Vec<_> = lock(&sandbox.vapi).calls().cloned().collect();
    Json(calls.iter().map(|call| call.page()).collect())
}

/// `GET /sandbox/realtime/sessions`
pub(super) async fn realtime_sessions(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<Value>> {
    Json(lock(&sandbox.realtime).pages())
}

/// `GET /sandbox/realtime/waits`: what the application added to each wait for an answer.
pub(super) async fn realtime_waits(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<Value>> {
    Json(lock(&sandbox.waits).pages())
}

/// `GET /sandbox/bookings`
pub(super) async fn bookings(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<Value>> {
    let event_type = sandbox
        .calcom_account
        .as_ref()
        .map_or(0, |account| account.event_type_id);
    Json(lock(&sandbox.calcom).pages(event_type))
}

/// `GET /sandbox/mails`
pub(super) async fn mails(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<Mail>> {
    Json(lock(&sandbox.mails).all())
}
