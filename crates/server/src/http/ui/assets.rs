//! Serves the embedded files; every other address that a person may open is the page.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::placeholder::page_without_ui;
use crate::http::problem::{Problem, ProblemCode};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Assets;

/// The answer to every address that no operation owns.
pub async fn serve_ui(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if is_for_programs(path) {
        return Problem::from(ProblemCode::NotFound).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return Problem::from(ProblemCode::MethodNotAllowed).into_response();
    }
    // Names are looked up as they are written, in a table: `..` and escapes are names that nothing has.
    if path != PAGE
        && let Some(file) = Assets::get(path)
    {
        return asset(path, &file, &headers);
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file && path != PAGE {
        return Problem::from(ProblemCode::NotFound).into_response();
    }
    match Assets::get(PAGE) {
        Some(page) => (
            [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, NO_STORE)],
            page.data,
        )
            .into_response(),
        None => page_without_ui(),
    }
}

/// Addresses where a page in place of an answer would only confuse a program.
fn is_for_programs(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    matches!(first, "api" | "webhooks" | "healthz" | "readyz" | "metrics")
}

fn asset(path: &str, file: &rust_embed::EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let cache = if path.starts_with(HASHED) {
        FOR_GOOD
    } else {
        ASK_AGAIN
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.clone().into_response()
    };
    let answer = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    answer.insert(header::CACHE_CONTROL, cache);
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wav" => "audio/wav",
        "mp3" => "audio/mpeg",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

const PAGE: &str = "index.html";
/// Where the bundler puts files whose names hold a hash of their content.
const HASHED: &str = "assets/";
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
