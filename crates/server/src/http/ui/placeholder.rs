//! What is served at `/` when the program was built without its UI.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// A page that says why there is no page.
pub fn page_without_ui() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, PAGE).into_response()
}

const PAGE: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Outdial</title>
<main style=\"font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem\">
<h1>Outdial is running without its page</h1>
<p>This program was built with <code>OUTDIAL_SKIP_UI=1</code>. The API works:
see <a href=\"/api/v1/docs\">its description</a>.</p>
<p>To have the page, install Node 20 or newer and build again without that variable.</p>
</main>
</html>
";
