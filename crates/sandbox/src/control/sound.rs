//! What was really on the line.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `GET /sandbox/legs/{CallSid}/heard.wav` and `…/said.wav`: what the callee heard and said since a stream or a room
/// first carried sound, also while the call lasts.
pub(super) async fn sound(
    State(sandbox): State<Arc<Sandbox>>,
    Path((sid, file)): Path<(String, String)>,
) -> Response {
    let tape = lock(&sandbox.tapes).get(&sid);
    let wav = tape.and_then(|tape| match file.as_str() {
        "heard.wav" => Some(lock(&tape).heard()),
        "said.wav" => Some(lock(&tape).said()),
        _ => None,
    });
    match wav {
        Some(wav) => ([(header::CONTENT_TYPE, "audio/wav")], wav).into_response(),
        None => {
            let body = Json(json!({"message": format!("no sound was kept of {sid} as {file}")}));
            (StatusCode::NOT_FOUND, body).into_response()
        }
    }
}
