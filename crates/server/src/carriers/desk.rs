//! What the process knows of carrier accounts beside the store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use outdial_carrier::http::HttpTransport;
use outdial_domain::Timestamp;
use outdial_domain::ids::CarrierAccountId;

use super::nonce::Nonces;

/// What the process knows of carrier accounts beside the store.
pub struct CarrierDesk {
    /// How requests to carriers are sent.
    pub transport: Arc<dyn HttpTransport>,
    /// How requests to ourselves through the public address are sent.
    pub own_address: Arc<dyn HttpTransport>,
    /// Requests to ourselves on their way.
    pub nonces: Nonces,
    sandbox: OnceLock<CarrierAccountId>,
    sandbox_host: OnceLock<CarrierAccountId>,
    health: Mutex<BTreeMap<CarrierAccountId, HealthNote>>,
}

/// How an account was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthNote {
    /// Whether calls can be placed.
    pub ok: bool,
    /// When that was found.
    pub checked_at: Timestamp,
    /// One sentence for people.
    pub message: String,
}

impl CarrierDesk {
    /// A desk that sends through these transports.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn new(
        transport: Arc<dyn HttpTransport>,
        own_address: Arc<dyn HttpTransport>,
    ) -> Result<Self, getrandom::Error> {
        Ok(Self {
            transport,
            own_address,
            nonces: Nonces::new()?,
            sandbox: OnceLock::new(),
            sandbox_host: OnceLock::new(),
            health: Mutex::default(),
        })
    }

    /// Notes which account is the simulated phone network.
    pub fn set_sandbox(&self, account: CarrierAccountId) {
        // Set once at start; a second sandbox does not exist.
        let _ = self.sandbox.set(account);
    }

    /// Notes which account is the simulated host of voice agents.
    pub fn set_sandbox_host(&self, account: CarrierAccountId) {
        // Set once at start, like the network that it belongs to.
        let _ = self.sandbox_host.set(account);
    }

    /// The account that is the simulated phone network, if there is one.
    #[must_use]
    pub fn sandbox(&self) -> Option<&CarrierAccountId> {
        self.sandbox.get()
    }

    /// Whether an account is in the sandbox: the simulated phone network, or the host of voice agents on it.
    #[must_use]
    pub fn is_sandbox(&self, account: &CarrierAccountId) -> bool {
        self.sandbox.get() == Some(account) || self.sandbox_host.get() == Some(account)
    }

    /// Notes how an account was found to be.
    pub fn note_health(&self, account: &CarrierAccountId, note: HealthNote) {
        self.health
            .lock()
            .expect("no code panics while it holds this lock")
            .insert(account.clone(), note);
    }

    /// Forgets how an account was: it was changed or removed.
    pub fn forget_health(&self, account: &CarrierAccountId) {
        self.health
            .lock()
            .expect("no code panics while it holds this lock")
            .remove(account);
    }

    /// How an account was last found to be.
    #[must_use]
    pub fn health_of(&self, account: &CarrierAccountId) -> Option<HealthNote> {
        self.health
            .lock()
            .expect("no code panics while it holds this lock")
            .get(account)
            .cloned()
    }
}
