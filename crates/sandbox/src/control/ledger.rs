//! What really happened.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ledger::{Attempt, LedgerSummary, NumberSummary, Violation};
use crate::sandbox::Sandbox;

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Whether every attempt is listed too.
    #[serde(default)]
    attempts: bool,
}

#[derive(Serialize)]
pub(super) struct WholeLedger {
    summary: LedgerSummary,
    numbers: Vec<NumberSummary>,
    violations: Vec<Violation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<Vec<Attempt>>,
}

#[derive(Serialize)]
struct NumberLedger {
    #[serde(flatten)]
    summary: NumberSummary,
    attempts: Vec<Attempt>,
}

/// `GET /sandbox/ledger`, with `?attempts=true` for every attempt.
pub(super) async fn all(
    State(sandbox): State<Arc<Sandbox>>,
    Query(wanted): Query<Wanted>,
) -> Json<WholeLedger> {
    let ledger = sandbox.ledger();
    Json(WholeLedger {
        summary: ledger.summary(),
        numbers: ledger.numbers(),
        violations: ledger.violations(),
        attempts: wanted.attempts.then(|| ledger.attempts()),
    })
}

/// `GET /sandbox/ledger/{number}`
pub(super) async fn of_number(State(sandbox): State<Arc<Sandbox>>, Path(number): Path<String>) -> Response {
    let ledger = sandbox.ledger();
    match ledger.number(&number) {
        Some(summary) => Json(NumberLedger {
            summary,
            attempts: ledger.attempts_at(&number),
        })
        .into_response(),
        None => {
            let body = Json(json!({"message": format!("{number} was never called")}));
            (StatusCode::NOT_FOUND, body).into_response()
        }
    }
}
