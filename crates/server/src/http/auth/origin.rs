//! Whether a request comes from our own page.

use axum::http::{HeaderMap, header};

use crate::config::BaseUrl;
use crate::http::problem::{Problem, ProblemCode};

/// Refuses what a browser says comes from another site. Programs send neither header and pass: they carry no cookie
/// that a stranger could abuse.
///
/// # Errors
/// `auth.origin` when the page that sent the request is not ours.
pub fn require_same_origin(headers: &HeaderMap, base_url: &BaseUrl) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if matches!(text("sec-fetch-site"), Some("cross-site" | "same-site")) {
        return Err(ProblemCode::AuthOrigin.into());
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let origin = origin.to_str().unwrap_or("null");
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let own_host = origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    if own_host || origin.eq_ignore_ascii_case(base_url.origin()) {
        Ok(())
    } else {
        Err(ProblemCode::AuthOrigin.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    header::HeaderValue::from_static(value),
                )
            })
            .collect();
        require_same_origin(&headers, &BaseUrl::parse("https://calls.example.com").unwrap()).is_ok()
    }

    #[test]
    fn our_own_page_and_programs_pass() {
        assert!(check(&[]));
        assert!(check(&[
            ("origin", "https://calls.example.com"),
            ("host", "127.0.0.1:8080")
        ]));
        assert!(check(&[
            ("origin", "http://127.0.0.1:8080"),
            ("host", "127.0.0.1:8080")
        ]));
        assert!(check(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!check(&[
            ("origin", "https://evil.example"),
            ("host", "calls.example.com")
        ]));
        assert!(!check(&[("origin", "null"), ("host", "calls.example.com")]));
        assert!(!check(&[
            ("origin", "https://calls.example.com.evil.org"),
            ("host", "calls.example.com")
        ]));
        assert!(!check(&[("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("origin", ""), ("host", "")]));
    }
}
