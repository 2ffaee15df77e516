//! The cryptography that `str0m` asks for: ring where ring has it, RustCrypto for the two AES modes that it has not.
//!
//! A crate of its own, because both ends of a browser's call need it and must not know each other: our rooms, and the
//! simulated network that a carrier's browser kit connects to. The providers that come with `str0m` bring a second C library for what this tree already has in ring.

mod dtls;
mod hash;
mod srtp;

use std::sync::Arc;

use str0m::crypto::CryptoProvider;

pub use dtls::{Certificate, CertificateError};

/// What every peer is built with.
#[must_use]
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        srtp_provider: &srtp::Srtp,
        sha1_hmac_provider: &hash::Hashes,
        sha1_provider: &hash::Hashes,
        sha256_provider: &hash::Hashes,
        dtls_provider: &dtls::Dtls12,
    })
}
