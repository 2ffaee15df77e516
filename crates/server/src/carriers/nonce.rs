//! Requests that we send to ourselves through the public address, and wait for.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::oneshot;

use crate::random;

/// Nonces on their way, and the key that signs them.
pub struct Nonces {
    key: [u8; 32],
    waiting: Mutex<BTreeMap<String, oneshot::Sender<()>>>,
}

/// A nonce on its way.
pub struct PendingNonce {
    /// The nonce.
    pub nonce: String,
    /// Its signature for the address that it was signed for.
    pub signature: String,
    /// Resolves when it has arrived with its signature intact.
    pub arrived: oneshot::Receiver<()>,
}

impl Nonces {
    /// None under way, and a key that lives as long as the process.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        Ok(Self {
            key: random::bytes()?,
            waiting: Mutex::default(),
        })
    }

    /// A nonce to send to the address that `url_of` makes of it; `None` when too many are under way.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn issue(
        &self,
        url_of: impl FnOnce(&str) -> String,
    ) -> Result<Option<PendingNonce>, getrandom::Error> {
        let nonce = random::token()?;
        let signature = hex::encode(self.mac(&url_of(&nonce)).finalize().into_bytes());
        let (sender, arrived) = oneshot::channel();
        let mut waiting = self
            .waiting
            .lock()
            .expect("no code panics while it holds this lock");
        waiting.retain(|_, sender| !sender.is_closed());
        if waiting.len() >= WAITING_MAX {
            return Ok(None);
        }
        waiting.insert(nonce.clone(), sender);
        Ok(Some(PendingNonce {
            nonce,
            signature,
            arrived,
        }))
    }

    /// Takes in a nonce that arrived at `url`; whether it is one that was under way, signed for this address.
    pub fn arrived(&self, nonce: &str, url: &str, signature: &str) -> bool {
        let Ok(signature) = hex::decode(signature) else {
            return false;
        };
        if self.mac(url).verify_slice(&signature).is_err() {
            return false;
        }
        let mut waiting = self
            .waiting
            .lock()
            .expect("no code panics while it holds this lock");
        waiting
            .remove(nonce)
            .is_some_and(|sender| sender.send(()).is_ok())
    }

    fn mac(&self, url: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(url.as_bytes());
        mac
    }
}

const WAITING_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_arrives_once_and_only_at_the_address_it_was_signed_for() {
        let nonces = Nonces::new().unwrap();
        let pending = nonces
            .issue(|nonce| format!("https://a/{nonce}"))
            .unwrap()
            .unwrap();
        let url = format!("https://a/{}", pending.nonce);
        assert!(!nonces.arrived(&pending.nonce, &url.replace("https", "http"), &pending.signature));
        assert!(!nonces.arrived(&pending.nonce, &url, "00"));
        assert!(nonces.arrived(&pending.nonce, &url, &pending.signature));
        assert!(!nonces.arrived(&pending.nonce, &url, &pending.signature));
    }
}
