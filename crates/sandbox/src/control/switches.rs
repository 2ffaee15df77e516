//! Faults, reset and health.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::faults::Faults;
use crate::sandbox::Sandbox;

/// `GET /sandbox/health`
pub(super) async fn health(State(sandbox): State<Arc<Sandbox>>) -> Json<Value> {
    Json(json!({
        "status": "ok",
        "population": sandbox.population.name(),
        "seed": sandbox.seed,
        "now": sandbox.now().to_string(),
        "ledger": sandbox.ledger().summary(),
    }))
}

/// `GET /sandbox/faults`
pub(super) async fn faults(State(sandbox): State<Arc<Sandbox>>) -> Json<Faults> {
    Json(sandbox.faults())
}

/// `PUT /sandbox/faults`: replaces all faults; those not named are off.
pub(super) async fn set_faults(
    State(sandbox): State<Arc<Sandbox>>,
    body: Bytes,
) -> Result<Json<Faults>, (StatusCode, Json<Value>)> {
    match serde_json::from_slice::<Faults>(&body) {
        Ok(faults) => {
            sandbox.set_faults(faults.clone());
            Ok(Json(faults))
        }
        Err(error) => Err((
            StatusCode::BAD_REQUEST,
            Json(json!({"message": error.to_string()})),
        )),
    }
}

/// `POST /sandbox/reset`: cuts off every call and forgets everything; faults stay as they are.
pub(super) async fn reset(State(sandbox): State<Arc<Sandbox>>) -> StatusCode {
    sandbox.reset();
    StatusCode::NO_CONTENT
}
