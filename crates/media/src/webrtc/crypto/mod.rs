//! The cryptography that `str0m` asks for: ring where ring has it, RustCrypto for the two AES modes that it has not.
//!
//! The providers that come with `str0m` bring a second C library for what this tree already has in ring.

mod dtls;
mod hash;
mod srtp;

use std::sync::Arc;

use str0m::crypto::CryptoProvider;

pub use dtls::{Certificate, CertificateError};

/// What every peer is built with.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        srtp_provider: &srtp::Srtp,
        sha1_hmac_provider: &hash::Hashes,
        sha1_provider: &hash::Hashes,
        sha256_provider: &hash::Hashes,
        dtls_provider: &dtls::Dtls12,
    })
}
