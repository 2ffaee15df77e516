//! A body that is either a JSON request or the file itself.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::http::problem::{Problem, ProblemCode};

/// A body that is either a JSON request or the file itself, by its content type.
#[derive(Debug)]
pub enum ListBody {
    /// `application/json`.
    Json(Bytes),
    /// `text/csv`, `text/plain`, any other text, or bytes without a name: the list as it is.
    File(Bytes),
}

impl ListBody {
    /// Reads a JSON request.
    ///
    /// # Errors
    /// When it is not JSON, or not this request.
    pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
        serde_json::from_slice(bytes).map_err(|why| {
            let code = match why.classify() {
                serde_json::error::Category::Data => ProblemCode::RequestInvalid,
                serde_json::error::Category::Io
                | serde_json::error::Category::Syntax
                | serde_json::error::Category::Eof => ProblemCode::RequestMalformed,
            };
            Problem::new(code).detail(why.to_string())
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for ListBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let too_large = rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
            let code = if too_large {
                ProblemCode::RequestTooLarge
            } else {
                ProblemCode::RequestMalformed
            };
            Problem::new(code).detail("Send at most 10 MB.")
        })?;
        if kind.starts_with("text/") || kind.starts_with("application/octet-stream") {
            Ok(Self::File(bytes))
        } else if kind.starts_with("application/json") {
            Ok(Self::Json(bytes))
        } else {
            Err(Problem::new(ProblemCode::RequestMediaType)
                .detail("Send application/json, text/csv or text/plain."))
        }
    }
}
