//! `POST /api/integrations/vapi`: where assistants that were set up for the earlier dialler send their messages. The account
//! is the one whose secret the request carries; nothing of the body is read before that is clear.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use outdial_carrier::WebhookError;
use serde_json::{Value, json};

use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::webhooks::{Delivery, REPORT_LIMIT, answer_agent};

/// The address that its voice agents call; the caller proves itself by the shared secret.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/integrations/vapi", post(hear))
        .layer(DefaultBodyLimit::max(REPORT_LIMIT))
}

/// A message of a voice agent: requests are performed, each once, and all of them answered; reports are stored.
async fn hear(State(app): State<AppState>, delivery: Result<Delivery, Problem>) -> Response {
    let request = match delivery {
        Ok(delivery) => delivery.sent_to(&app, &app.base_url),
        Err(problem) if problem.code() == ProblemCode::RequestTooLarge => {
            return refused(StatusCode::PAYLOAD_TOO_LARGE, "the message is too large");
        }
        Err(_) => return refused(StatusCode::BAD_REQUEST, "the message broke off"),
    };
    let mut refusal = WebhookError::Unsigned;
    for account in app.engine.accounts().all() {
        if account.carrier.agents().is_none() {
            continue;
        }
        match account.carrier.parse_webhook(&request) {
            Ok(events) => {
                return match answer_agent(&app, &account, events).await {
                    Ok(Some(answer)) => answer,
                    Ok(None) => Json(json!({})).into_response(),
                    // The sender tries again after an answer like this.
                    Err(_) => refused(
                        StatusCode::INTERNAL_SERVER_ERROR,
                        "it could not be stored; send it again",
                    ),
                };
            }
            // It carries the secret of this account, and makes no sense.
            Err(WebhookError::Malformed(why)) => return refused(StatusCode::BAD_REQUEST, &why),
            Err(why) => refusal = why,
        }
    }
    explain(&refusal)
}

fn explain(refusal: &WebhookError) -> Response {
    match refusal {
        WebhookError::Unsigned => refused(StatusCode::UNAUTHORIZED, "the secret is missing"),
        WebhookError::BadSignature => refused(StatusCode::UNAUTHORIZED, "the secret is wrong"),
        WebhookError::Malformed(why) => refused(StatusCode::BAD_REQUEST, why),
    }
}

/// An error in the form of an answer to a tool, the only one that voice agents know.
fn refused(status: StatusCode, why: &str) -> Response {
    let answer: Value = json!({"results": [{"toolCallId": "unknown", "result": format!("Error: {why}")}]});
    (status, Json(answer)).into_response()
}
