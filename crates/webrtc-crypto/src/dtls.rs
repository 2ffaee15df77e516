//! DTLS 1.2 by `dimpl`, and the certificate by which browsers know us.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use dimpl::{DtlsCertificate, Output};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256};
use str0m::config::{DtlsCert, DtlsVersion};
use str0m::crypto::CryptoError;
use str0m::crypto::dtls::{DtlsImplError, DtlsInstance, DtlsProvider, ProtocolVersion};

/// A key and its self-signed certificate. Peers are told its fingerprint in the answer.
#[derive(Clone)]
pub struct Certificate(DtlsCert);

/// The platform gave no key.
#[derive(Debug, thiserror::Error)]
#[error("a certificate for browser audio could not be made: {0}")]
pub struct CertificateError(#[from] rcgen::Error);

impl Certificate {
    /// Makes a fresh one. A hub makes one at its start; a peer is trusted by the fingerprint, not by a name or a date.
    ///
    /// # Errors
    /// When the platform gives no key.
    pub fn generate() -> Result<Self, CertificateError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let certificate = CertificateParams::default().self_signed(&key)?;
        Ok(Self(DtlsCertificate {
            certificate: certificate.der().to_vec(),
            private_key: key.serialize_der(),
        }))
    }

    /// In the form that a peer is configured with.
    #[must_use]
    pub fn to_dtls(&self) -> DtlsCert {
        self.0.clone()
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate")
    }
}

/// Makes the DTLS half of each peer.
#[derive(Debug)]
pub struct Dtls12;

impl DtlsProvider for Dtls12 {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        Certificate::generate().ok().map(|made| made.0)
    }

    fn new_dtls(
        &self,
        certificate: &DtlsCert,
        now: Instant,
        _version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        // Connectivity checks have shown by then that the peer receives at its address: a cookie would prove it twice.
        let mut config = dimpl::Config::builder().use_server_cookie(false);
        if let Some(mtu) = mtu {
            config = config.mtu(mtu);
        }
        let config = config
            .build()
            .map_err(|error| CryptoError::Other(error.to_string()))?;
        Ok(Box::new(Handshake(dimpl::Dtls::new_12(
            Arc::new(config),
            certificate.clone(),
            now,
        ))))
    }
}

struct Handshake(dimpl::Dtls);

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handshake")
    }
}

impl DtlsInstance for Handshake {
    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.0.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buf: &'a mut [u8]) -> Output<'a> {
        self.0.poll_output(buf)
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.0.handle_timeout(now)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.0.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.0.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.0.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.0.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.0.close()
    }
}
