//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};

/// Its name.
pub const SESSION_COOKIE: &str = "outdial_session";

/// The cookie that carries a new session's token.
#[must_use]
pub fn session_cookie(token: &str, max_age_s: i64, https: bool) -> Option<HeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    let text =
        format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
    HeaderValue::from_str(&text).ok()
}

/// The cookie that makes the browser forget its session.
#[must_use]
pub fn clear_session_cookie() -> HeaderValue {
    HeaderValue::from_static("outdial_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// The session token that the request carries; none when there are two, which only an attacker plants.
#[must_use]
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    let mut tokens = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, value)| *name == SESSION_COOKIE && !value.is_empty())
        .map(|(_, value)| value);
    let token = tokens.next()?;
    tokens.next().is_none().then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(cookies: &'static [&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(header::COOKIE, HeaderValue::from_static(cookie));
        }
        session_token(&headers).map(str::to_owned)
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        assert_eq!(token(&["a=1; outdial_session=tok ; b=2"]).as_deref(), Some("tok"));
        assert_eq!(token(&["a=1", "outdial_session=tok"]).as_deref(), Some("tok"));
        assert_eq!(token(&["xoutdial_session=tok"]), None);
    }

    #[test]
    fn two_tokens_are_none() {
        assert_eq!(token(&["outdial_session=a; outdial_session=b"]), None);
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let plain = session_cookie("tok", 60, false).unwrap();
        assert_eq!(
            plain,
            "outdial_session=tok; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"
        );
        assert!(
            session_cookie("tok", 60, true)
                .unwrap()
                .to_str()
                .unwrap()
                .ends_with("; Secure")
        );
    }
}
