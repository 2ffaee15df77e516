//! The list of error codes, as a page and as data.

use axum::Json;
use axum::response::Html;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::CODES;

/// One error code.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorCode {
    /// The code.
    pub code: &'static str,
    /// The HTTP status that goes with it.
    pub status: u16,
    /// What it means.
    pub title: &'static str,
}

/// Lists every error code.
pub async fn codes() -> Json<Vec<ErrorCode>> {
    let codes = CODES.iter().map(|code| ErrorCode {
        code: code.as_str(),
        status: code.status().as_u16(),
        title: code.title(),
    });
    Json(codes.collect())
}

/// The page that problem documents point to.
pub async fn page() -> Html<String> {
    let rows: String = CODES
        .iter()
        .map(|code| {
            let (name, status, title) = (code.as_str(), code.status().as_u16(), code.title());
            format!("<tr id=\"{name}\"><td><code>{name}</code></td><td>{status}</td><td>{title}</td></tr>\n")
        })
        .collect();
    Html(format!("{HEAD}{rows}</tbody></table></main></html>\n"))
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Error codes · Outdial</title>
<link rel=\"stylesheet\" href=\"/api/v1/docs/docs.css\">
<main>
<h1>Error codes</h1>
<p>Errors are problem documents (RFC 9457). Programs should decide on <code>code</code>, never on the text.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>
";
