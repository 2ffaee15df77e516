//! A WAV file as an answer.

use std::path::Path;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::problem::Problem;

/// The sound in a file, or the range of it that was asked for; nothing when the file is gone. Caches keep none of it.
///
/// # Errors
/// When the file cannot be read.
pub async fn sound_file(path: &Path, request: Request) -> Result<Option<Response>, Problem> {
    if !tokio::fs::try_exists(path).await.unwrap_or(false) {
        return Ok(None);
    }
    let served = ServeFile::new(path).oneshot(request).await;
    let mut response = served.map_err(|why| Problem::internal(&why))?.into_response();
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("audio/wav"));
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(Some(response))
}
