//! Performs what was written into the outbox and feeds the answers back as events.

use std::sync::Arc;

use outdial_carrier::{CommandError, LegRef, LegSnapshot};
use outdial_domain::Timestamp;
use outdial_domain::call::{CallFailure, Event, Retry, State};
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_domain::instruction::Instruction;
use outdial_store::{CallRow, EventSource, OutboxRow, StoreError};

use crate::accounts::Account;
use crate::campaigns::{self, safe_harbour};
use crate::conversations;
use crate::engine::Inner;
use crate::errand::{ASK_REPORT, Errand};
use crate::floor::{NotFetched, fetch_recording};
use crate::meters;
use crate::receive::Incoming;

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        match round(&inner).await {
            Ok(Some(at)) => inner.errands_due.set_if_earlier(at),
            Ok(None) => {}
            Err(why) => {
                tracing::error!(error = %why, "the outbox cannot be read; trying again");
                let again = inner.clock.now().plus_ms(STORE_PAUSE_MS);
                inner.errands_due.set_if_earlier(again);
            }
        }
        tokio::select! {
            () = inner.errands_due.sleep(inner.clock.as_ref()) => {}
            () = inner.stop.cancelled() => return,
        }
    }
}

/// Starts what is due. A row is leased by moving its next try ahead, so that no second task takes it meanwhile.
async fn round(inner: &Arc<Inner>) -> Result<Option<Timestamp>, StoreError> {
    loop {
        // Cleared before looking: an errand written down from here on sets the alarm again.
        inner.errands_due.clear();
        let free = u32::try_from(inner.errands.available_permits())
            .unwrap_or(u32::MAX)
            .min(BATCH);
        if free == 0 {
            // The first errand to finish wakes this loop.
            return Ok(None);
        }
        let now = inner.clock.now();
        let lease_until = now.plus_ms(LEASE_MS);
        let due = inner
            .store
            .system()
            .write(move |tx| tx.lease_outbox(now, lease_until, free))
            .await?;
        if due.is_empty() {
            return inner.store.system().read(|tx| tx.next_outbox()).await;
        }
        for (workspace, row) in due {
            let Ok(permit) = inner.errands.clone().acquire_owned().await else {
                return Ok(None);
            };
            let engine = inner.clone();
            inner.begin(async move {
                let again = perform_and_note(&engine, &workspace, row).await;
                let was_full = engine.errands.available_permits() == 0;
                drop(permit);
                // The loop sleeps until the next errand is due, unless it found no room or that time has moved.
                if was_full || again {
                    engine.errands_due.set_if_earlier(engine.clock.now());
                }
            });
        }
    }
}

/// Says whether the errand is to be tried again before its lease ends.
async fn perform_and_note(inner: &Arc<Inner>, workspace: &WorkspaceId, row: OutboxRow) -> bool {
    let result = perform(inner, workspace, &row).await;
    let now = inner.clock.now();
    let (id, tries) = (row.id.clone(), row.attempts + 1);
    let mut again_in_ms = None;
    let noted = match result {
        Ok(()) => {
            meters::errand_done(&row.kind);
            inner
                .store
                .workspace(workspace.clone())
                .write(move |tx| tx.outbox().done(&id, now))
                .await
        }
        Err(Undone { why, errand }) => {
            again_in_ms = errand.and_then(|errand| errand.wait_after_ms(tries));
            meters::errand_failed(&row.kind, again_in_ms.is_some());
            tracing::warn!(errand = %row.kind, tries, again = again_in_ms.is_some(), error = %why, "an errand failed");
            // A talk whose report nobody can give is decided without it.
            let talk = row
                .call_id
                .clone()
                .filter(|_| row.kind == ASK_REPORT && again_in_ms.is_none());
            let (engine, shown) = (inner.clone(), talk.clone());
            let noted = inner
                .store
                .workspace(workspace.clone())
                .write(move |tx| {
                    if let Some(call) = &talk {
                        conversations::settle_unreported(tx, &engine.surroundings(), call)?;
                    }
                    match again_in_ms {
                        Some(wait_ms) => tx.outbox().retry_at(&id, now.plus_ms(wait_ms), tries, &why),
                        None => tx.outbox().give_up(&id, now, &why),
                    }
                })
                .await;
            if let Some(call) = shown {
                inner.show_talk(workspace, &call).await;
            }
            noted
        }
    };
    if let Err(why) = noted {
        // The lease runs out and the errand is performed again, which does no harm.
        tracing::error!(error = %why, "the end of an errand could not be stored");
    }
    again_in_ms.is_some()
}

/// An errand that is to be tried again, or given up: when it cannot be read, or the carrier will never do it.
struct Undone {
    why: String,
    errand: Option<Errand>,
}

async fn perform(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &OutboxRow) -> Result<(), Undone> {
    let errand: Errand = serde_json::from_value(row.payload.clone()).map_err(|why| Undone {
        why: format!("unreadable errand: {why}"),
        errand: None,
    })?;
    let retry = |why: String| Undone {
        why,
        errand: Some(errand.clone()),
    };
    let Some(call_id) = row.call_id.clone() else {
        return Ok(());
    };
    let found = inner
        .store
        .workspace(workspace.clone())
        .read(move |tx| tx.calls().get(&call_id))
        .await;
    let Some(call) = found.map_err(|why| retry(why.to_string()))? else {
        return Ok(());
    };
    let Some(account) = asked_of(&call, &errand).and_then(|id| inner.accounts.find(workspace, id)) else {
        return Err(retry("the call's carrier account is gone".to_owned()));
    };
    match ask(inner, workspace, &call, &account, &errand).await {
        Ok(()) => Ok(()),
        Err(Trouble::Passing(why)) => Err(retry(why)),
        Err(Trouble::Final(why)) => Err(Undone { why, errand: None }),
    }
}

/// The account that an errand is for: the call's, unless it is about what the host of a voice agent has of a leg that was
/// taken off there.
fn asked_of<'a>(call: &'a CallRow, errand: &Errand) -> Option<&'a CarrierAccountId> {
    let of_host = match errand {
        Errand::AskReport { leg } => Some(leg),
        // A host keeps a talk's recording under the name of its leg.
        Errand::FetchRecording { recording, .. } => Some(recording),
        Errand::HangUp { .. }
        | Errand::CallOff { .. }
        | Errand::SpeakMessage { .. }
        | Errand::SpeakSafeHarbour { .. }
        | Errand::LookUp { .. }
        | Errand::Search
        | Errand::FetchCost { .. } => None,
    };
    let host = call.call.facts.host.as_ref();
    let host = host.filter(|host| of_host == Some(&host.leg));
    host.map(|host| &host.account).or(call.account_id.as_ref())
}

/// Why an errand was not performed.
enum Trouble {
    /// Another try may succeed.
    Passing(String),
    /// The carrier will answer every try like this.
    Final(String),
}

async fn ask(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    account: &Account,
    errand: &Errand,
) -> Result<(), Trouble> {
    let carrier = account.carrier.as_ref();
    match errand {
        Errand::HangUp { leg } => carrier.hang_up(&LegRef(leg.clone())).await.map_err(explain),
        Errand::CallOff { leg } => carrier.call_off(&LegRef(leg.clone())).await.map_err(explain),
        Errand::SpeakMessage { leg } => {
            let instructions = campaigns::left_on_machine(inner, workspace, call).await;
            let instructions = instructions.map_err(|why| Trouble::Passing(why.to_string()))?;
            carrier
                .direct(&call.id, &LegRef(leg.clone()), &instructions)
                .await
                .map_err(explain)?;
            tell(inner, workspace, call, None, Event::MessageSpoken).await
        }
        Errand::SpeakSafeHarbour { leg } => {
            let instructions = said_to_abandoned(inner, workspace, call, account).await?;
            carrier
                .direct(&call.id, &LegRef(leg.clone()), &instructions)
                .await
                .map_err(explain)
        }
        Errand::LookUp { leg } => {
            let snapshot = carrier.look_up(&LegRef(leg.clone())).await.map_err(explain)?;
            report(inner, workspace, call, leg, snapshot).await
        }
        Errand::Search => search(inner, workspace, call, account).await,
        Errand::FetchRecording {
            recording,
            started_at,
        } => fetch_recording(inner, workspace, call, account, recording, *started_at)
            .await
            .map_err(|why| match why {
                NotFetched::Passing(why) => Trouble::Passing(why),
                NotFetched::Final(why) => Trouble::Final(why),
            }),
        Errand::AskReport { leg } => conversations::ask_report(inner, workspace, call, account, leg)
            .await
            .map_err(Trouble::Passing),
        Errand::FetchCost { leg } => {
            let snapshot = carrier.look_up(&LegRef(leg.clone())).await.map_err(explain)?;
            match snapshot.and_then(|snapshot| snapshot.cost) {
                Some(cost) => tell(inner, workspace, call, None, Event::Billed { cost }).await,
                None => Err(Trouble::Passing("the carrier has no price yet".to_owned())),
            }
        }
    }
}

/// What somebody hears for whom nobody was free.
async fn said_to_abandoned(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    account: &Account,
) -> Result<Vec<Instruction>, Trouble> {
    let Some(id) = call.campaign_id.clone() else {
        return Ok(vec![Instruction::HangUp]);
    };
    let rows = inner.store.workspace(workspace.clone());
    let campaign = rows
        .read(move |tx| tx.campaigns().get(&id))
        .await
        .map_err(store_trouble)?;
    Ok(campaign.map_or_else(
        || vec![Instruction::HangUp],
        |campaign| safe_harbour(inner, account, call, &campaign),
    ))
}

/// Looks for a leg that nobody knows among the carrier's recent calls to this number.
async fn search(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    account: &Account,
) -> Result<(), Trouble> {
    if call.call.state != State::Unknown {
        return Ok(());
    }
    let claimed_at = call.call.facts.claimed_at.unwrap_or(call.created_at);
    let since = claimed_at.plus_ms(-CLOCK_SLACK_MS);
    let found = account
        .carrier
        .list_since(since, Some(&call.phone))
        .await
        .map_err(explain)?;
    for snapshot in found {
        // Another program may use the account: what presents another number is not ours.
        let presents_another = snapshot.from.is_some() && snapshot.from != call.caller_id;
        if presents_another || snapshot.created_at.is_some_and(|at| at < since) {
            continue;
        }
        let leg = snapshot.leg.0.clone();
        let owner = inner
            .store
            .workspace(workspace.clone())
            .read(move |tx| tx.calls().by_leg(&leg))
            .await;
        if owner.map_err(store_trouble)?.is_none() {
            return adopt(inner, workspace, call, snapshot).await;
        }
    }
    tell(inner, workspace, call, None, Event::NotAtCarrier).await
}

/// Tells a call how the carrier says that the leg which was asked about stands.
async fn report(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    asked: &str,
    snapshot: Option<LegSnapshot>,
) -> Result<(), Trouble> {
    let Some(snapshot) = snapshot else {
        return tell(
            inner,
            workspace,
            call,
            Some(asked.to_owned()),
            Event::NotAtCarrier,
        )
        .await;
    };
    adopt(inner, workspace, call, snapshot).await
}

/// Tells a call everything that a carrier shows of its leg.
async fn adopt(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    snapshot: LegSnapshot,
) -> Result<(), Trouble> {
    let leg = snapshot.leg.0.clone();
    if call.call.facts.carrier_call_id.is_none() {
        let placed = Event::Placed {
            carrier_call_id: leg.clone(),
        };
        tell(inner, workspace, call, Some(leg.clone()), placed).await?;
    }
    for event in snapshot.events(inner.clock.now()) {
        tell(inner, workspace, call, Some(leg.clone()), event).await?;
    }
    Ok(())
}

async fn tell(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    leg: Option<String>,
    event: Event,
) -> Result<(), Trouble> {
    let incoming = Incoming {
        call_id: call.id.clone(),
        leg,
        event,
        source: EventSource::Engine,
        dedupe_key: None,
        raw: None,
    };
    inner
        .receive(workspace, incoming)
        .await
        .map(|_| ())
        .map_err(store_trouble)
}

#[expect(clippy::needless_pass_by_value, reason = "used as a mapping of errors")]
fn store_trouble(error: StoreError) -> Trouble {
    Trouble::Passing(error.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "used as a mapping of errors")]
fn explain(error: CommandError) -> Trouble {
    let why = error.to_string();
    match error {
        CommandError::Rejected(CallFailure {
            retry: Retry::Never, ..
        }) => Trouble::Final(why),
        CommandError::Rejected(_) | CommandError::Unavailable { .. } | CommandError::RateLimited { .. } => {
            Trouble::Passing(why)
        }
    }
}

const BATCH: u32 = 32;
/// Longer than any request to a carrier may take with its retries.
const LEASE_MS: i64 = 60_000;
/// Carriers date calls in whole seconds, by their own clock.
const CLOCK_SLACK_MS: i64 = 2_000;
const STORE_PAUSE_MS: i64 = 500;
