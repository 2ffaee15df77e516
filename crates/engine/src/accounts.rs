//! The carrier accounts in use, with what the dialler must respect for each.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

use outdial_carrier::Carrier;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_domain::pacing::{CallRate, RateAnswer};
use outdial_domain::phone::PhoneNumber;

/// One carrier account as the engine uses it.
pub struct Account {
    /// Its id.
    pub id: CarrierAccountId,
    /// The workspace that owns it.
    pub workspace: WorkspaceId,
    /// Which carrier: `twilio`, ...
    pub kind: String,
    /// The name people gave it.
    pub name: String,
    /// The adapter.
    pub carrier: Arc<dyn Carrier>,
    /// The number presented to callees.
    pub caller_id: Option<PhoneNumber>,
    /// Used when a call names no account.
    pub is_default: bool,
    rate: Mutex<Rate>,
}

struct Rate {
    bucket: CallRate,
    held_until: Timestamp,
}

/// What an account is made of.
pub struct AccountSpec {
    /// Its id.
    pub id: CarrierAccountId,
    /// The workspace that owns it.
    pub workspace: WorkspaceId,
    /// Which carrier.
    pub kind: String,
    /// The name people gave it.
    pub name: String,
    /// The adapter.
    pub carrier: Arc<dyn Carrier>,
    /// The number presented to callees.
    pub caller_id: Option<PhoneNumber>,
    /// Used when a call names no account.
    pub is_default: bool,
    /// Calls per 1,000 seconds that the account allows (1 per second is 1,000).
    pub calls_per_1000_s: u32,
}

impl Account {
    /// Takes the right to place one call now, or says when to ask again.
    pub(crate) fn take_turn(&self, now: Timestamp) -> RateAnswer {
        let mut rate = self.rate.lock().expect("no code panics while it holds this lock");
        if rate.held_until > now {
            return RateAnswer::AskAgain { at: rate.held_until };
        }
        rate.bucket.take(now)
    }

    /// Gives back a turn that was not used.
    pub(crate) fn return_turn(&self) {
        self.rate
            .lock()
            .expect("no code panics while it holds this lock")
            .bucket
            .give_back();
    }

    /// Places nothing before `until`: the carrier asked for a pause, or cannot be reached.
    pub(crate) fn hold_until(&self, until: Timestamp) {
        let mut rate = self.rate.lock().expect("no code panics while it holds this lock");
        rate.held_until = rate.held_until.max(until);
    }
}

/// The accounts of all workspaces.
#[derive(Default)]
pub struct Accounts {
    by_id: RwLock<BTreeMap<(WorkspaceId, CarrierAccountId), Arc<Account>>>,
}

impl Accounts {
    /// Adds an account, or replaces the one with its id.
    pub fn put(&self, spec: AccountSpec, now: Timestamp) {
        let account = Account {
            id: spec.id,
            workspace: spec.workspace,
            kind: spec.kind,
            name: spec.name,
            carrier: spec.carrier,
            caller_id: spec.caller_id,
            is_default: spec.is_default,
            rate: Mutex::new(Rate {
                bucket: CallRate::new(spec.calls_per_1000_s, now),
                held_until: now,
            }),
        };
        let key = (account.workspace.clone(), account.id.clone());
        self.write().insert(key, Arc::new(account));
    }

    /// Forgets an account.
    pub fn remove(&self, workspace: &WorkspaceId, id: &CarrierAccountId) {
        self.write().remove(&(workspace.clone(), id.clone()));
    }

    /// The account with this id.
    #[must_use]
    pub fn find(&self, workspace: &WorkspaceId, id: &CarrierAccountId) -> Option<Arc<Account>> {
        self.read().get(&(workspace.clone(), id.clone())).cloned()
    }

    /// The account whose webhooks carry this id, in whichever workspace it is.
    #[must_use]
    pub fn find_anywhere(&self, id: &CarrierAccountId) -> Option<Arc<Account>> {
        self.read().values().find(|account| account.id == *id).cloned()
    }

    /// The account that a call uses when it names none.
    #[must_use]
    pub fn default_of(&self, workspace: &WorkspaceId) -> Option<Arc<Account>> {
        let accounts = self.read();
        let mut own = accounts
            .values()
            .filter(|account| account.workspace == *workspace);
        own.clone()
            .find(|account| account.is_default)
            .or_else(|| own.next())
            .cloned()
    }

    /// The accounts of one workspace.
    #[must_use]
    pub fn of(&self, workspace: &WorkspaceId) -> Vec<Arc<Account>> {
        self.read()
            .values()
            .filter(|account| account.workspace == *workspace)
            .cloned()
            .collect()
    }

    /// Every account.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Account>> {
        self.read().values().cloned().collect()
    }

    fn read(
        &self,
    ) -> std::sync::RwLockReadGuard<'_, BTreeMap<(WorkspaceId, CarrierAccountId), Arc<Account>>> {
        self.by_id
            .read()
            .expect("no code panics while it holds this lock")
    }

    fn write(
        &self,
    ) -> std::sync::RwLockWriteGuard<'_, BTreeMap<(WorkspaceId, CarrierAccountId), Arc<Account>>> {
        self.by_id
            .write()
            .expect("no code panics while it holds this lock")
    }
}
