//! The carrier accounts in use, with what the dialler must respect for each.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

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
    /// How often in a row the carrier asked for fewer requests.
    slowed_down: u32,
    /// The carrier cannot be reached, and somebody is asking after it.
    away: bool,
    /// It could not be reached, and has not answered since.
    troubled: bool,
    /// How many requests to dial in a row ended without an answer that says what became of them.
    unclear: u32,
}

impl Rate {
    /// The carrier has said something.
    fn is_clear(&mut self) {
        self.unclear = 0;
        self.troubled = false;
    }
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
        let mut rate = self.rate();
        match rate.held(now) {
            Some(at) => RateAnswer::AskAgain { at },
            None => rate.bucket.take(now),
        }
    }

    /// When the next call may be placed, if that is not now.
    pub(crate) fn next_turn_at(&self, now: Timestamp) -> Option<Timestamp> {
        let rate = self.rate();
        if let Some(at) = rate.held(now) {
            return Some(at);
        }
        match rate.bucket.clone().take(now) {
            RateAnswer::Go => None,
            RateAnswer::AskAgain { at } => Some(at),
        }
    }

    /// Gives back a turn that was not used.
    pub(crate) fn return_turn(&self) {
        self.rate().bucket.give_back();
    }

    /// The carrier asked for fewer requests: places nothing for as long as it says, or for longer each time that it
    /// asks again. Answers with the pause.
    pub(crate) fn slow_down(&self, asked_ms: Option<i64>, now: Timestamp) -> i64 {
        let mut rate = self.rate();
        // Requests that were under way together are asked together: that is one time.
        if rate.held_until <= now {
            rate.slowed_down = rate.slowed_down.saturating_add(1);
        }
        let doublings = rate.slowed_down.saturating_sub(1).min(PAUSE_DOUBLINGS_MAX);
        let pause_ms = asked_ms
            .unwrap_or(PAUSE_FIRST_MS << doublings)
            .clamp(PAUSE_MIN_MS, PAUSE_MAX_MS);
        rate.held_until = rate.held_until.max(now.plus_ms(pause_ms));
        pause_ms
    }

    /// The carrier took a call.
    pub(crate) fn went_well(&self) {
        let mut rate = self.rate();
        rate.slowed_down = 0;
        rate.is_clear();
    }

    /// The carrier did not take a call, and said so.
    pub(crate) fn answered(&self) {
        self.rate().is_clear();
    }

    /// Nobody knows what became of a request to dial; whether that has happened so often in a row that more requests would
    /// only leave more doubts.
    pub(crate) fn is_unclear(&self) -> bool {
        let mut rate = self.rate();
        rate.unclear = rate.unclear.saturating_add(1);
        rate.unclear >= UNCLEAR_MAX
    }

    /// Whether nothing is placed at present because the carrier cannot be reached.
    pub(crate) fn is_away(&self) -> bool {
        self.rate().away
    }

    /// Whether the carrier could not be reached last, for people to know.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.rate().troubled
    }

    /// The carrier cannot be reached; true for the first to notice.
    pub(crate) fn is_newly_away(&self) -> bool {
        let mut rate = self.rate();
        rate.troubled = true;
        !std::mem::replace(&mut rate.away, true)
    }

    /// The carrier can be reached again.
    pub(crate) fn is_back(&self) {
        let mut rate = self.rate();
        rate.away = false;
        rate.is_clear();
    }

    /// The carrier has answered no question for so long that only a dial can tell.
    pub(crate) fn is_tried_again(&self) {
        self.rate().away = false;
    }

    fn rate(&self) -> MutexGuard<'_, Rate> {
        self.rate.lock().expect("no code panics while it holds this lock")
    }
}

impl Rate {
    fn held(&self, now: Timestamp) -> Option<Timestamp> {
        if self.away {
            return Some(now.plus_ms(AWAY_LOOK_MS));
        }
        Some(self.held_until).filter(|until| *until > now)
    }
}

/// The accounts of all workspaces.
#[derive(Default)]
pub struct Accounts {
    by_id: RwLock<BTreeMap<(WorkspaceId, CarrierAccountId), Arc<Account>>>,
    bases: RwLock<BTreeMap<CarrierAccountId, String>>,
}

impl Accounts {
    /// Notes the address under which an account's carrier reaches us: with it, calls can be talked on.
    pub fn set_base(&self, id: &CarrierAccountId, base: &str) {
        let mut bases = self
            .bases
            .write()
            .expect("no code panics while it holds this lock");
        bases.insert(id.clone(), base.to_owned());
    }

    pub(crate) fn base_of(&self, id: &CarrierAccountId) -> Option<String> {
        let bases = self
            .bases
            .read()
            .expect("no code panics while it holds this lock");
        bases.get(id).cloned()
    }

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
                slowed_down: 0,
                away: false,
                troubled: false,
                unclear: 0,
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

    /// The account through which a voice agent calls that was given this one to use: without one the workspace's, or the
    /// first that hosts voice agents if that does not.
    #[must_use]
    pub fn for_voice_agent(
        &self,
        workspace: &WorkspaceId,
        chosen: Option<&CarrierAccountId>,
    ) -> Option<Arc<Account>> {
        if let Some(id) = chosen {
            return self.find(workspace, id);
        }
        let hosts = |account: &Arc<Account>| account.carrier.agents().is_some();
        let usual = self.default_of(workspace);
        if usual.as_ref().is_some_and(hosts) {
            return usual;
        }
        self.of(workspace).into_iter().find(hosts).or(usual)
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

    /// When the first of all accounts may place a call, if none may now.
    pub(crate) fn all_wait_until(&self, now: Timestamp) -> Option<Timestamp> {
        let accounts = self.read();
        let turns: Option<Vec<Timestamp>> = accounts
            .values()
            .map(|account| account.next_turn_at(now))
            .collect();
        turns?.into_iter().min()
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

/// The first pause when a carrier does not say how long; doubles each time up to about a minute.
const PAUSE_FIRST_MS: i64 = 1_000;
const PAUSE_DOUBLINGS_MAX: u32 = 6;
const PAUSE_MIN_MS: i64 = 100;
const PAUSE_MAX_MS: i64 = 60_000;
/// One lost answer is bad luck; a carrier in trouble loses them all.
const UNCLEAR_MAX: u32 = 3;
/// Whoever asks after the carrier wakes the dialler when it is back; this is in case nobody does.
const AWAY_LOOK_MS: i64 = 60_000;
