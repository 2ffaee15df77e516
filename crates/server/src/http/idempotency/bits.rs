//! The identity of a request that is sent again.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

/// 128 bits that are equal for a request and its repetitions; absent without an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestBits(pub Option<u128>);

impl RequestBits {
    /// The bits of a request by its scope (who, what and the key) and its content.
    pub(super) fn of(scope: &str, request_hash: &str) -> Self {
        let digest = Sha256::digest(format!("{scope}\n{request_hash}").as_bytes());
        let bytes: [u8; 16] = std::array::from_fn(|place| digest[place]);
        Self(Some(u128::from_be_bytes(bytes)))
    }
}

impl<S: Sync> FromRequestParts<S> for RequestBits {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(None)))
    }
}
