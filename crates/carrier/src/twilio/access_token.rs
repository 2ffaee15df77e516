//! Tokens with which a browser's Voice SDK signs in: JSON web tokens, signed with the secret of an API key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::config::Softphone;
use crate::{PassWish, Secret};

/// A token that lets its holder call our TwiML app, and nothing else.
pub(super) fn mint(account_sid: &str, softphone: &Softphone, wish: &PassWish<'_>) -> Secret {
    let issued_at = wish.now.0.div_euclid(MICROS);
    let parameters: Map<String, Value> = wish
        .parameters
        .iter()
        .map(|&(name, value)| (name.to_owned(), Value::from(value)))
        .collect();
    let header = json!({ "alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1" });
    let claims = json!({
        "jti": format!("{}-{issued_at}", softphone.api_key),
        "iss": softphone.api_key,
        "sub": account_sid,
        "exp": issued_at + i64::from(wish.ttl_s),
        "grants": {
            "identity": wish.identity,
            "voice": {
                "outgoing": {
                    "application_sid": softphone.application_sid,
                    // These reach us even from a client that sends none of its own.
                    "params": parameters,
                },
            },
        },
    });
    let signed = format!("{}.{}", part(&header), part(&claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(softphone.api_secret.reveal().as_bytes())
        .expect("a key of any length will do");
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    Secret::new(format!("{signed}.{signature}"))
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

const MICROS: i64 = 1_000_000;
