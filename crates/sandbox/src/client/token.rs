//! Access tokens: who a browser is and what it may call.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use outdial_domain::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::config::Account;

/// What a valid token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grant {
    pub identity: String,
    /// The application that its calls go to.
    pub application: Option<String>,
    /// Parameters that its calls carry whatever the page says.
    pub params: Vec<(String, String)>,
    pub expires_s: i64,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenError {
    #[error("JWT is invalid")]
    Invalid,
    #[error("JWT signature validation failed")]
    Forged,
    #[error("JWT token has expired")]
    Expired,
    #[error("JWT token expiration is too long")]
    LivesTooLong,
}

impl TokenError {
    /// The code that the kit is told.
    pub(super) fn code(self) -> u32 {
        match self {
            Self::Forged => 31_202,
            Self::Invalid => 31_204,
            Self::Expired => 31_205,
            Self::LivesTooLong => 31_207,
        }
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: String,
    cty: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    exp: i64,
    nbf: Option<i64>,
    grants: Grants,
}

#[derive(Deserialize)]
struct Grants {
    identity: String,
    #[serde(default)]
    voice: Voice,
}

#[derive(Deserialize, Default)]
struct Voice {
    outgoing: Option<Outgoing>,
}

#[derive(Deserialize)]
struct Outgoing {
    application_sid: String,
    #[serde(default)]
    params: Map<String, Value>,
}

/// Reads a token that the account's API key signed.
pub(super) fn verify(token: &str, account: &Account, now: Timestamp) -> Result<Grant, TokenError> {
    let (signed, tag) = token.rsplit_once('.').ok_or(TokenError::Invalid)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenError::Invalid)?;
    let header: Header = part(header)?;
    if header.alg != "HS256" || header.typ != "JWT" || header.cty != CONTENT {
        return Err(TokenError::Invalid);
    }
    let claims: Claims = part(claims)?;
    let key = account.api_key.as_ref().filter(|(sid, _)| *sid == claims.iss);
    let Some((_, secret)) = key.filter(|_| claims.sub == account.sid) else {
        return Err(TokenError::Invalid);
    };
    let tag = URL_SAFE_NO_PAD.decode(tag).map_err(|_| TokenError::Invalid)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| TokenError::Invalid)?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&tag).map_err(|_| TokenError::Forged)?;
    let now_s = now.0.div_euclid(1_000_000);
    if claims.exp <= now_s {
        return Err(TokenError::Expired);
    }
    if claims.exp - now_s > LONGEST_LIFE_S + LENIENCE_S {
        return Err(TokenError::LivesTooLong);
    }
    if claims.nbf.is_some_and(|begins| begins > now_s + LENIENCE_S) || claims.grants.identity.is_empty() {
        return Err(TokenError::Invalid);
    }
    let outgoing = claims.grants.voice.outgoing;
    let (application, params) = outgoing.map_or((None, Map::new()), |outgoing| {
        (Some(outgoing.application_sid), outgoing.params)
    });
    Ok(Grant {
        identity: claims.grants.identity,
        application,
        params: params
            .into_iter()
            .map(|(name, value)| (name, text(value)))
            .collect(),
        expires_s: claims.exp,
    })
}

fn part<T: for<'de> Deserialize<'de>>(encoded: &str) -> Result<T, TokenError> {
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| TokenError::Invalid)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::Invalid)
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// Twilio's own kind of token.
const CONTENT: &str = "twilio-fpa;v=1";
const LONGEST_LIFE_S: i64 = 86_400;
/// Clocks differ.
const LENIENCE_S: i64 = 60;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_219_200_000_000);
    const NOW_S: i64 = 1_795_219_200;

    fn account() -> Account {
        Account {
            sid: "AC1".into(),
            auth_token: "12345".into(),
            api_key: Some(("SK1".into(), "hush".into())),
        }
    }

    fn sign(header: &Value, claims: &Value, secret: &str) -> String {
        let signed = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = signed.join(".");
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn header() -> Value {
        json!({"alg": "HS256", "typ": "JWT", "cty": CONTENT})
    }

    fn claims() -> Value {
        json!({
            "iss": "SK1", "sub": "AC1", "exp": NOW_S + 3_600,
            "grants": {"identity": "ada", "voice": {"outgoing": {"application_sid": "AP1", "params": {"desk": 7}}}},
        })
    }

    #[test]
    fn a_token_says_who_and_what() {
        let grant = verify(&sign(&header(), &claims(), "hush"), &account(), NOW).unwrap();
        let expected = Grant {
            identity: "ada".into(),
            application: Some("AP1".into()),
            params: vec![("desk".into(), "7".into())],
            expires_s: NOW_S + 3_600,
        };
        assert_eq!(grant, expected);
    }

    #[test]
    fn each_fault_has_its_code() {
        let with = |name: &str, value: Value| {
            let mut claims = claims();
            claims[name] = value;
            sign(&header(), &claims, "hush")
        };
        let table = [
            (sign(&header(), &claims(), "guess"), TokenError::Forged),
            (with("exp", json!(NOW_S)), TokenError::Expired),
            (with("exp", json!(NOW_S + 90_000)), TokenError::LivesTooLong),
            (with("exp", json!("soon")), TokenError::Invalid),
            (with("nbf", json!(NOW_S + 600)), TokenError::Invalid),
            (with("iss", json!("SK2")), TokenError::Invalid),
            (with("sub", json!("AC2")), TokenError::Invalid),
            (with("grants", json!({"identity": ""})), TokenError::Invalid),
            (
                sign(
                    &json!({"alg": "none", "typ": "JWT", "cty": CONTENT}),
                    &claims(),
                    "hush",
                ),
                TokenError::Invalid,
            ),
            ("a.b".into(), TokenError::Invalid),
            (String::new(), TokenError::Invalid),
        ];
        for (token, expected) in table {
            assert_eq!(verify(&token, &account(), NOW), Err(expected), "{token}");
        }
        let nobody = Account {
            api_key: None,
            ..account()
        };
        assert_eq!(
            verify(&sign(&header(), &claims(), "hush"), &nobody, NOW),
            Err(TokenError::Invalid)
        );
    }
}
