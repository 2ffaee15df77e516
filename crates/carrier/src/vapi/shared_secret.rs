//! `X-Vapi-Secret`: what proves that a message is Vapi's. It covers nothing of the message, so what the message says
//! is believed as far as Vapi itself is.

use http::HeaderValue;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{Secret, WebhookError, WebhookRequest};

/// Knows the secret of one account.
#[derive(Clone)]
pub(super) struct SharedSecret {
    digest: [u8; 32],
}

impl SharedSecret {
    pub(super) fn new(secret: &Secret) -> Self {
        Self {
            digest: digest(secret.reveal().as_bytes()),
        }
    }

    /// Believes a request that carries the secret, before a byte of its body is read.
    pub(super) fn verify(&self, request: &WebhookRequest) -> Result<(), WebhookError> {
        let mut given = request.headers.get_all(HEADER).iter();
        let given = match (given.next(), given.next()) {
            (Some(given), None) => given,
            (None, _) => return Err(WebhookError::Unsigned),
            // Which of two is meant is nobody's to guess.
            (Some(_), Some(_)) => return Err(WebhookError::BadSignature),
        };
        match self.matches(given) {
            true => Ok(()),
            false => Err(WebhookError::BadSignature),
        }
    }

    /// Digests are compared, so that the time taken tells neither the place of a difference nor the length.
    fn matches(&self, given: &HeaderValue) -> bool {
        digest(given.as_bytes()).ct_eq(&self.digest).into()
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The header, as we ask Vapi to send it.
pub(super) const HEADER: &str = "x-vapi-secret";
