//! Signatures as Standard Webhooks describes them, and Svix before it.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use outdial_domain::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// What both sides of a webhook know: `whsec_` and base64.
#[derive(Clone, PartialEq, Eq)]
pub struct HookSecret(Vec<u8>);

/// A text that is no secret of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no signing secret; it begins with whsec_")]
pub struct NotASecret;

/// Why a signature does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// There is none.
    #[error("the request carries no signature")]
    Unsigned,
    /// It was made with another secret, or for another message.
    #[error("the signature does not match")]
    BadSignature,
    /// It was made too long ago, or in the future.
    #[error("the signature is not of the present; check both clocks")]
    OutOfTime,
}

impl HookSecret {
    /// A secret of these bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The secret as the other side is given it. There is no `Display`, so that none is printed by accident.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The value of the signature header for a message.
    #[must_use]
    pub fn sign(&self, id: &str, at: Timestamp, body: &[u8]) -> String {
        let signature = self.mac(id, &seconds(at).to_string(), body);
        format!("v1,{}", STANDARD.encode(signature))
    }

    /// Checks a request with `webhook-*` or `svix-*` headers, and says the message's id.
    ///
    /// # Errors
    /// When no signature of the request was made with this secret within five minutes of `now`.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<String, NotSigned> {
        let header = |name: &str| {
            let found = ["svix", "webhook"]
                .iter()
                .find_map(|family| headers.get(format!("{family}-{name}")));
            found
                .and_then(|value| value.to_str().ok())
                .filter(|text| !text.is_empty())
                .ok_or(NotSigned::Unsigned)
        };
        let (id, at, signatures) = (header("id")?, header("timestamp")?, header("signature")?);
        let expected = self.mac(id, at, body);
        let good = signatures.split(' ').any(|entry| {
            let given = entry
                .strip_prefix("v1,")
                .and_then(|text| STANDARD.decode(text).ok());
            given.is_some_and(|given| bool::from(given.ct_eq(&expected)))
        });
        if !good {
            return Err(NotSigned::BadSignature);
        }
        let at: i64 = at.parse().map_err(|_| NotSigned::OutOfTime)?;
        if seconds(now).saturating_sub(at).saturating_abs() > TOLERANCE_SECONDS {
            return Err(NotSigned::OutOfTime);
        }
        Ok(id.to_owned())
    }

    fn mac(&self, id: &str, at: &str, body: &[u8]) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("{id}.{at}.").as_bytes());
        mac.update(body);
        mac.finalize().into_bytes().to_vec()
    }
}

impl FromStr for HookSecret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let encoded = text.trim().strip_prefix(PREFIX).ok_or(NotASecret)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NotASecret)?;
        if bytes.is_empty() {
            return Err(NotASecret);
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for HookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HookSecret(…)")
    }
}

fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}

const PREFIX: &str = "whsec_";
const TOLERANCE_SECONDS: i64 = 5 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"{\"test\": 2432232314}";
    const AT: Timestamp = Timestamp(1_614_265_330_000_000);

    fn secret() -> HookSecret {
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap()
    }

    fn headers(family: &str, at: &str, signature: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("timestamp", at),
            ("signature", signature),
        ] {
            let name: http::HeaderName = format!("{family}-{name}").parse().unwrap();
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    const KNOWN: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn the_known_answer_is_made_and_accepted() {
        assert_eq!(secret().sign("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY), KNOWN);
        for family in ["svix", "webhook"] {
            let id = secret().verify(&headers(family, "1614265330", KNOWN), BODY, AT.plus_seconds(300));
            assert_eq!(id.as_deref(), Ok("msg_p5jXN8AQM9LWM0D4loKWxJek"));
        }
        let several = format!("v1a,xx v1,AAAA {KNOWN}");
        assert!(
            secret()
                .verify(&headers("svix", "1614265330", &several), BODY, AT)
                .is_ok()
        );
    }

    #[test]
    fn forged_old_and_early_messages_are_refused() {
        let verify = |headers: &HeaderMap, body: &[u8], now| secret().verify(headers, body, now);
        let good = headers("svix", "1614265330", KNOWN);
        assert_eq!(verify(&good, b"{}", AT), Err(NotSigned::BadSignature));
        assert_eq!(
            verify(&good, BODY, AT.plus_seconds(301)),
            Err(NotSigned::OutOfTime)
        );
        assert_eq!(
            verify(&good, BODY, AT.plus_seconds(-301)),
            Err(NotSigned::OutOfTime)
        );
        let moved = headers("svix", "1614265331", KNOWN);
        assert_eq!(verify(&moved, BODY, AT), Err(NotSigned::BadSignature));
        assert_eq!(verify(&HeaderMap::new(), BODY, AT), Err(NotSigned::Unsigned));
        for signature in [
            "v1,",
            "v1",
            "v2,xx",
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ] {
            let bad = headers("svix", "1614265330", signature);
            assert_eq!(
                verify(&bad, BODY, AT),
                Err(NotSigned::BadSignature),
                "{signature}"
            );
        }
    }

    #[test]
    fn a_secret_reads_back_and_is_never_printed() {
        assert_eq!(secret().reveal(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(format!("{:?}", secret()), "HookSecret(…)");
        for text in ["", "whsec_", "whsec_!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert_eq!(text.parse::<HookSecret>(), Err(NotASecret), "{text}");
        }
    }
}
