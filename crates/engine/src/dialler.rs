//! The dial loop: takes due calls in order, asks the rules at that instant, claims, and lets them be placed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use outdial_domain::Timestamp;
use outdial_domain::call::Event;
use outdial_domain::ids::{CallId, CarrierAccountId, WorkspaceId};
use outdial_domain::pacing::RateAnswer;
use outdial_store::{DueCall, EventSource, StoreError};

use crate::accounts::Account;
use crate::claim::{Claim, claim};
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::receive::Incoming;
use crate::{compliance, placing, trust};

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    let mut fair_look_at = inner.clock.now();
    loop {
        let wake_at = match round(&inner, &mut fair_look_at).await {
            Ok(wake_at) => wake_at,
            Err(why) => {
                tracing::error!(error = %why, "the dial queue cannot be read; trying again");
                Some(inner.clock.now().plus_ms(STORE_PAUSE_MS))
            }
        };
        let pause = async {
            match wake_at {
                Some(at) => sleep_until(inner.clock.as_ref(), at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = pause => {}
            () = inner.dial_wake.notified() => {}
            () = inner.stop.cancelled() => return,
        }
    }
}

/// Claims what may be claimed now; says when to look again even if nobody calls.
async fn round(inner: &Arc<Inner>, fair_look_at: &mut Timestamp) -> Result<Option<Timestamp>, StoreError> {
    if !inner.may_dial() {
        return Ok(None);
    }
    let now = inner.clock.now();
    // Calls end and begin many times a second; most of these wake-ups come before any account's next turn.
    if let Some(at) = inner.accounts.all_wait_until(now) {
        return Ok(Some(at));
    }
    let limit = inner.config.claim_batch;
    let due = inner
        .store
        .system()
        .read(move |tx| tx.due_calls(now, limit))
        .await?;
    inner.queue_is_empty.store(due.is_empty(), Ordering::Relaxed);
    let more = due.len() >= limit as usize;
    let mut round = Round::new(inner);
    round.look_at(due).await?;
    if more && !round.out_of_permits {
        round.look_behind(fair_look_at).await?;
    }
    if round.out_of_permits {
        // The next call to be placed wakes this loop.
        return Ok(round.wake_at);
    }
    if more && round.progress {
        return Ok(Some(inner.clock.now()));
    }
    // Calls that are not due yet: sleep until the first of them.
    let next = inner
        .store
        .system()
        .read(move |tx| tx.next_due_after(now))
        .await?;
    Ok(next.map_or(round.wake_at, |at| earlier(round.wake_at, at)))
}

/// One look at the queue.
struct Round<'a> {
    inner: &'a Arc<Inner>,
    wake_at: Option<Timestamp>,
    /// Accounts whose next turn is later.
    waiting: BTreeSet<CarrierAccountId>,
    /// Workspaces that have as many live calls as they allow.
    full: BTreeSet<WorkspaceId>,
    /// Accounts that had a call in this look.
    seen: BTreeSet<CarrierAccountId>,
    progress: bool,
    out_of_permits: bool,
}

impl<'a> Round<'a> {
    fn new(inner: &'a Arc<Inner>) -> Self {
        Self {
            inner,
            wake_at: None,
            waiting: BTreeSet::new(),
            full: BTreeSet::new(),
            seen: BTreeSet::new(),
            progress: false,
            out_of_permits: false,
        }
    }

    async fn look_at(&mut self, due: Vec<DueCall>) -> Result<(), StoreError> {
        for (workspace, call_id, account_id) in due {
            if self.out_of_permits || !self.inner.may_dial() {
                break;
            }
            if !self.full.contains(&workspace) {
                self.try_call(workspace, call_id, account_id).await?;
            }
        }
        Ok(())
    }

    /// The queue of an account that waits must not hide the calls of others behind it.
    async fn look_behind(&mut self, fair_look_at: &mut Timestamp) -> Result<(), StoreError> {
        let inner = self.inner;
        let now = inner.clock.now();
        let mut hidden = inner.accounts.all();
        hidden.retain(|account| !self.seen.contains(&account.id) && !self.full.contains(&account.workspace));
        if hidden.is_empty() {
            return Ok(());
        }
        if now < *fair_look_at {
            self.wake_at = earlier(self.wake_at, *fair_look_at);
            return Ok(());
        }
        *fair_look_at = now.plus_ms(FAIR_LOOK_INTERVAL_MS);
        self.wake_at = earlier(self.wake_at, *fair_look_at);
        for account in hidden {
            if account.next_turn_at(now).is_none() {
                let due = self.due_through(&account, now).await?;
                self.look_at(due).await?;
            }
        }
        Ok(())
    }

    /// What one account could dial now, however much of others' is due before it.
    async fn due_through(&self, account: &Account, now: Timestamp) -> Result<Vec<DueCall>, StoreError> {
        let inner = self.inner;
        let limit = inner.config.claim_batch;
        let default = inner.accounts.default_of(&account.workspace);
        let default = default.map_or_else(|| account.id.clone(), |default| default.id.clone());
        let id = account.id.clone();
        let own = inner.store.workspace(account.workspace.clone());
        let rows = own
            .read(move |tx| tx.calls().due_through(&id, &default, now, limit))
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (account.workspace.clone(), row.id, row.account_id))
            .collect())
    }

    async fn try_call(
        &mut self,
        workspace: WorkspaceId,
        call_id: CallId,
        account_id: Option<CarrierAccountId>,
    ) -> Result<(), StoreError> {
        let inner = self.inner;
        let Some(account) = account_for(inner, &workspace, account_id.as_ref()) else {
            for event in compliance::without_carrier() {
                feed(inner, &workspace, &call_id, event).await?;
            }
            return Ok(());
        };
        self.seen.insert(account.id.clone());
        if self.waiting.contains(&account.id) {
            return Ok(());
        }
        let Ok(permit) = inner.placing.clone().try_acquire_owned() else {
            self.out_of_permits = true;
            return Ok(());
        };
        if let RateAnswer::AskAgain { at } = account.take_turn(inner.clock.now()) {
            self.wake_at = earlier(self.wake_at, at);
            self.waiting.insert(account.id.clone());
            return Ok(());
        }
        match claim(inner, &workspace, &call_id, &account).await? {
            Claim::Claimed(row) => {
                self.progress = true;
                // The claim itself may have shown a broken promise; then nobody is rung, and its deadline looks after it.
                if trust::is_intact() {
                    placing::start(inner, workspace, *row, account, permit);
                }
            }
            Claim::LinesFull => {
                account.return_turn();
                self.full.insert(workspace);
            }
            Claim::NotNow { until } => {
                account.return_turn();
                self.progress = true;
                self.wake_at = until.map_or(self.wake_at, |at| earlier(self.wake_at, at));
            }
        }
        Ok(())
    }
}

/// Gives a call an event of the engine's own.
pub(crate) async fn feed(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call_id: &CallId,
    event: Event,
) -> Result<(), StoreError> {
    inner
        .receive(workspace, from_engine(call_id, event))
        .await
        .map(|_| ())
}

pub(crate) fn from_engine(call_id: &CallId, event: Event) -> Incoming {
    Incoming {
        call_id: call_id.clone(),
        leg: None,
        event,
        source: EventSource::Engine,
        dedupe_key: None,
        raw: None,
    }
}

fn account_for(
    inner: &Inner,
    workspace: &WorkspaceId,
    account_id: Option<&CarrierAccountId>,
) -> Option<Arc<Account>> {
    match account_id {
        Some(id) => inner.accounts.find(workspace, id),
        None => inner.accounts.default_of(workspace),
    }
}

fn earlier(known: Option<Timestamp>, at: Timestamp) -> Option<Timestamp> {
    Some(known.map_or(at, |known| known.min(at)))
}

const STORE_PAUSE_MS: i64 = 500;
/// Looking behind a long queue reads past all of it, so it is not done at every turn.
const FAIR_LOOK_INTERVAL_MS: i64 = 1_000;
