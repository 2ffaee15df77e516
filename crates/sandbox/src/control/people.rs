//! Who can be called.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::people::Population;
use crate::sandbox::Sandbox;

/// `GET /sandbox/people`
pub(super) async fn population(State(sandbox): State<Arc<Sandbox>>) -> Json<Population> {
    Json(sandbox.population.clone())
}

/// `GET /sandbox/people/{number}`: who takes the next call to a number.
pub(super) async fn person(State(sandbox): State<Arc<Sandbox>>, Path(number): Path<String>) -> Json<Value> {
    let called = sandbox
        .ledger()
        .number(&number)
        .map_or(0, |line| line.times_created);
    let meeting = sandbox.population.cast(sandbox.seed, &number, called + 1);
    Json(json!({"number": number, "times_created": called, "next": meeting.kind}))
}
