//! `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted form parameters, keyed by the auth token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Method;
use http::header::CONTENT_TYPE;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::form::Parameters;
use super::signed_url::SignedUrl;
use crate::{Secret, WebhookError, WebhookRequest};

/// Checks and makes signatures of one account. The keyed state is prepared once and copied per request.
#[derive(Clone)]
pub struct Signer {
    keyed: Hmac<Sha1>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

/// A webhook that Twilio really sent.
#[derive(Debug)]
pub(super) struct Verified<'a> {
    /// The URL that it was sent to.
    pub(super) url: SignedUrl<'a>,
    /// The form parameters, or those of the query for a request without a form.
    pub(super) parameters: Parameters<'a>,
    /// A body that is not a form.
    pub(super) document: Option<&'a [u8]>,
}

impl Signer {
    /// A signer for an account's primary auth token.
    #[must_use]
    pub fn new(auth_token: &Secret) -> Self {
        let keyed =
            Hmac::new_from_slice(auth_token.reveal().as_bytes()).expect("HMAC takes keys of any length");
        Self { keyed }
    }

    /// The header value for a URL, signed as given, and a form body (empty for none).
    #[must_use]
    pub fn sign(&self, url: &str, form: &[u8]) -> String {
        let mut mac = self.keyed.clone();
        mac.update(url.split('#').next().unwrap_or(url).as_bytes());
        for (name, value) in Parameters::read(form).unwrap_or_default().signed() {
            mac.update(name);
            mac.update(value);
        }
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// Believes a request only if its signature covers everything that is later read of it.
    pub(super) fn verify<'a>(&self, request: &'a WebhookRequest) -> Result<Verified<'a>, WebhookError> {
        let signature = signature(request)?;
        let url = SignedUrl::parse(&request.url).ok_or_else(|| malformed("its URL is not absolute"))?;
        let content = content(request);
        let signed = match content {
            Content::None => Parameters::default(),
            Content::Form(body) => parameters(body)?,
            Content::Hashed(body) => {
                check_body_hash(&url, body)?;
                Parameters::default()
            }
        };
        if !self.matches(&url, &signed, &signature) {
            return Err(WebhookError::BadSignature);
        }
        let (parameters, document) = match content {
            Content::Form(_) => (signed, None),
            Content::None => (parameters(url.query().as_bytes())?, None),
            Content::Hashed(body) => (parameters(url.query().as_bytes())?, Some(body)),
        };
        Ok(Verified {
            url,
            parameters,
            document,
        })
    }

    fn matches(&self, url: &SignedUrl<'_>, parameters: &Parameters<'_>, signature: &[u8; 20]) -> bool {
        url.forms().any(|pieces| {
            let mut mac = self.keyed.clone();
            for piece in pieces {
                mac.update(piece.as_bytes());
            }
            for (name, value) in parameters.signed() {
                mac.update(name);
                mac.update(value);
            }
            mac.verify_slice(signature).is_ok()
        })
    }
}

/// How the body of a request is bound to its signature.
#[derive(Clone, Copy)]
enum Content<'a> {
    /// There is none to read: everything is in the URL.
    None,
    /// Its parameters are signed.
    Form(&'a [u8]),
    /// Its hash is part of the signed URL.
    Hashed(&'a [u8]),
}

fn content(request: &WebhookRequest) -> Content<'_> {
    let body = &request.body[..];
    if body.is_empty() || request.method == Method::GET || request.method == Method::HEAD {
        return Content::None;
    }
    let is_form = request
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| {
            value
                .trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
    if is_form {
        Content::Form(body)
    } else {
        Content::Hashed(body)
    }
}

fn parameters(text: &[u8]) -> Result<Parameters<'_>, WebhookError> {
    Parameters::read(text).ok_or_else(|| malformed("it has too many parameters"))
}

/// The signature header, decoded.
fn signature(request: &WebhookRequest) -> Result<[u8; 20], WebhookError> {
    let header = request
        .headers
        .get(SIGNATURE_HEADER)
        .ok_or(WebhookError::Unsigned)?;
    let mut bytes = [0; SIGNATURE_BUFFER];
    let length = STANDARD
        .decode_slice(header.as_bytes(), &mut bytes)
        .map_err(|_| WebhookError::BadSignature)?;
    bytes[..length].try_into().map_err(|_| WebhookError::BadSignature)
}

/// A body that is not a form is covered by its hash in the signed URL, or by nothing.
fn check_body_hash(url: &SignedUrl<'_>, body: &[u8]) -> Result<(), WebhookError> {
    let query = parameters(url.query().as_bytes())?;
    let claimed = query
        .text(BODY_HASH_PARAMETER)
        .ok_or(WebhookError::BadSignature)?;
    let actual = hex::encode(Sha256::digest(body));
    let claimed = claimed.to_ascii_lowercase();
    if bool::from(claimed.as_bytes().ct_eq(actual.as_bytes())) {
        Ok(())
    } else {
        Err(WebhookError::BadSignature)
    }
}

fn malformed(why: &str) -> WebhookError {
    WebhookError::Malformed(why.to_owned())
}

/// Carries the signature.
pub(super) const SIGNATURE_HEADER: &str = "x-twilio-signature";
/// Carries the hash of a body that is not a form.
const BODY_HASH_PARAMETER: &str = "bodySHA256";
/// Room for what 28 characters of base 64 decode to, before padding is taken off.
const SIGNATURE_BUFFER: usize = 24;
