//! What arrived at the services beside the network.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `GET /sandbox/vapi/calls`
pub(super) async fn vapi_calls(State(sandbox): State<Arc<Sandbox>>) -> Json<Vec<Value>> {
    let calls: Vec<_> = lock(&sandbox.vapi).calls().cloned().collect();
    Json(calls.iter().map(|call| call.page()).collect())
}
