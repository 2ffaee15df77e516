//! The dial loop: takes due calls in order, asks the rules at that instant, claims, and lets them be placed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use outdial_domain::Timestamp;
use outdial_domain::call::{Event, State};
use outdial_domain::ids::{CallId, CarrierAccountId, WorkspaceId};
use outdial_domain::pacing::RateAnswer;
use outdial_domain::rules::Decision;
use outdial_store::{CallRow, EventSource, StoreError, Tx};

use crate::accounts::Account;
use crate::clock::sleep_until;
use crate::compliance;
use crate::engine::Inner;
use crate::placing;
use crate::receive::{Incoming, Reception, Surroundings, receive_for};

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        let wake_at = match round(&inner).await {
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
async fn round(inner: &Arc<Inner>) -> Result<Option<Timestamp>, StoreError> {
    if inner.dialling_stopped.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let now = inner.clock.now();
    let limit = inner.config.claim_batch;
    let due = inner
        .store
        .system()
        .read(move |tx| tx.due_calls(now, limit))
        .await?;
    let more = due.len() >= limit as usize;
    let mut wake_at: Option<Timestamp> = None;
    let mut waiting: BTreeSet<CarrierAccountId> = BTreeSet::new();
    let mut full: BTreeSet<WorkspaceId> = BTreeSet::new();
    let mut progress = false;

    for (workspace, call_id, account_id) in due {
        if full.contains(&workspace) {
            continue;
        }
        let Some(account) = account_for(inner, &workspace, account_id.as_ref()) else {
            for event in compliance::without_carrier() {
                feed(inner, &workspace, &call_id, event).await?;
            }
            continue;
        };
        if waiting.contains(&account.id) {
            continue;
        }
        let Ok(permit) = inner.placing.clone().try_acquire_owned() else {
            return Ok(wake_at);
        };
        if let RateAnswer::AskAgain { at } = account.take_turn(inner.clock.now()) {
            wake_at = earlier(wake_at, at);
            waiting.insert(account.id.clone());
            continue;
        }
        match claim(inner, &workspace, &call_id, &account).await? {
            Claim::Claimed(row) => {
                progress = true;
                placing::start(inner, workspace, *row, account, permit);
            }
            Claim::LinesFull => {
                account.return_turn();
                full.insert(workspace);
            }
            Claim::NotNow { until } => {
                account.return_turn();
                progress = true;
                wake_at = until.map_or(wake_at, |at| earlier(wake_at, at));
            }
        }
    }
    if more && progress {
        return Ok(Some(inner.clock.now()));
    }
    // Calls that are not due yet: sleep until the first of them.
    let next = inner
        .store
        .system()
        .read(move |tx| tx.next_due_after(now))
        .await?;
    Ok(next.map_or(wake_at, |at| earlier(wake_at, at)))
}

enum Claim {
    Claimed(Box<CallRow>),
    /// The workspace has as many live calls as it allows; a call that ends wakes the loop.
    LinesFull,
    NotNow {
        until: Option<Timestamp>,
    },
}

/// One transaction: the decision, its receipt and the claim, before any network traffic.
async fn claim(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call_id: &CallId,
    account: &Arc<Account>,
) -> Result<Claim, StoreError> {
    let (engine, id, used) = (inner.clone(), call_id.clone(), account.clone());
    let claimed = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| claim_in(tx, &engine, &id, &used))
        .await;
    let (claim, reception) = match claimed {
        Ok(answer) => answer,
        // Another call holds the number: the database is the judge, whatever was read before.
        Err(StoreError::LineBusy) => {
            let until = inner.clock.now().plus_ms(compliance::BUSY_NUMBER_PAUSE_MS);
            feed(
                inner,
                workspace,
                call_id,
                Event::Postponed {
                    until,
                    rule: "number_busy".to_owned(),
                },
            )
            .await?;
            return Ok(Claim::NotNow { until: Some(until) });
        }
        Err(why) => return Err(why),
    };
    if let Some(reception) = reception {
        inner.follow(workspace, reception);
    }
    Ok(claim)
}

fn claim_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    call_id: &CallId,
    account: &Account,
) -> Result<(Claim, Option<Reception>), StoreError> {
    let now = inner.clock.now();
    let Some(mut row) = tx.calls().get(call_id)? else {
        return Ok((Claim::NotNow { until: None }, None));
    };
    if row.call.state != State::Planned || row.call.due_at > now {
        return Ok((Claim::NotNow { until: None }, None));
    }
    let settings = tx.settings().current()?.settings;
    if tx.calls().live_count()? >= u64::from(settings.max_live_calls) {
        return Ok((Claim::LinesFull, None));
    }
    row.account_id = Some(account.id.clone());
    row.caller_id = account.caller_id.as_ref().map(|number| number.e164().to_owned());

    let decision = compliance::decide(tx, &row, &settings, account.caller_id.as_ref(), now)?;
    compliance::keep_receipt(tx, &row.id, &decision, now)?;
    let (event, until) = match &decision {
        Decision::Allow { .. } => (Event::Claimed, None),
        Decision::Postpone { until, refusal, .. } => (
            Event::Postponed {
                until: *until,
                rule: refusal.code.as_str().to_owned(),
            },
            Some(*until),
        ),
        Decision::Refuse { refusal, .. } => (
            Event::Blocked {
                rule: refusal.code.as_str().to_owned(),
            },
            None,
        ),
    };
    let claimed = event == Event::Claimed;
    let incoming = from_engine(call_id, event);
    let around = Surroundings {
        now,
        ids: inner.ids.as_ref(),
        reconcile_grace_ms: inner.config.reconcile_grace_ms,
    };
    let reception = receive_for(tx, row, incoming, &around)?;
    let claim = match &reception {
        Reception::Answered { row, follow_up, .. } if claimed && follow_up.place => {
            Claim::Claimed(row.clone())
        }
        Reception::Answered { .. } | Reception::Duplicate | Reception::NoSuchCall => Claim::NotNow { until },
    };
    Ok((claim, Some(reception)))
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

fn from_engine(call_id: &CallId, event: Event) -> Incoming {
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
