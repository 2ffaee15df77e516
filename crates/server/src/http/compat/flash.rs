//! A message that the page shows once after a redirect.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A redirect to the page with a message for it; scripts find the same message in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flash {
    /// It worked.
    Notice(String),
    /// It did not.
    Alert(String),
}

impl IntoResponse for Flash {
    fn into_response(self) -> Response {
        let (kind, text) = match self {
            Self::Notice(text) => ("notice", text),
            Self::Alert(text) => ("alert", text),
        };
        let mut value = format!("{kind}%3A");
        for letter in text.chars() {
            let encoded = utf8_percent_encode(letter.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC).to_string();
            if value.len() + encoded.len() > VALUE_MAX {
                break;
            }
            value.push_str(&encoded);
        }
        // Read and removed by the page's own script, so it is not HttpOnly; it holds nothing secret.
        let cookie = format!("outdial_flash={value}; Path=/; Max-Age=60; SameSite=Lax");
        let mut response = (StatusCode::FOUND, text).into_response();
        response
            .headers_mut()
            .insert(header::LOCATION, HeaderValue::from_static("/"));
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Browsers drop cookies above 4 KB.
const VALUE_MAX: usize = 3_500;
