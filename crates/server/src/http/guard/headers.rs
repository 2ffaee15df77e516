//! Headers that keep browsers from being talked into something.

use std::collections::BTreeSet;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::http::App;

/// Adds the security headers to an answer; those that it has already stay.
pub(super) fn add_security_headers(app: &App, response: &mut Response, is_api: bool) {
    if is_page(response)
        && let Some(policy) = wider_policy(app)
    {
        response
            .headers_mut()
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(policy);
    }
    let headers = response.headers_mut();
    // Once, instead of growing step by step.
    headers.reserve(ALWAYS.len() + 4);
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if app.base_url.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if is_api {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Where agents and callees meet at a carrier, the page reaches that carrier as well, and still nobody else.
fn wider_policy(app: &App) -> Option<HeaderValue> {
    let accounts = app.engine.accounts().all();
    let hosts = accounts.iter().filter_map(|account| account.carrier.rooms());
    let sources: BTreeSet<String> = hosts.flat_map(|rooms| rooms.browser_sources()).collect();
    if sources.is_empty() {
        return None;
    }
    let sources: Vec<String> = sources.into_iter().collect();
    let wider = POLICY.replace(OWN_ONLY, &format!("{OWN_ONLY} {}", sources.join(" ")));
    HeaderValue::from_str(&wider).ok()
}

static ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(self), payment=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Scripts only from our own files; styles may be set by the component library at run time; a frame shows a mail.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self'; media-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Where the page may connect to, as [`POLICY`] says it.
const OWN_ONLY: &str = "connect-src 'self'";

/// A year; not for subdomains, which are not ours to decide on.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");
