//! Asks a carrier to dial a claimed call, once, and feeds the answer back.

use std::sync::Arc;

use outdial_carrier::{DialOrder, PlaceError};
use outdial_domain::call::{Blame, CallFailure, Event, Retry};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::Instruction;
use outdial_store::{CallRow, StoreError};
use tokio::sync::OwnedSemaphorePermit;

use crate::accounts::Account;
use crate::dialler::feed;
use crate::engine::Inner;

/// Starts placing a call; the permit is held until the carrier has answered.
pub(crate) fn start(
    inner: &Arc<Inner>,
    workspace: WorkspaceId,
    row: CallRow,
    account: Arc<Account>,
    permit: OwnedSemaphorePermit,
) {
    let engine = inner.clone();
    inner.begin(async move {
        let event = place(&engine, &row, &account).await;
        drop(permit);
        tell(&engine, &workspace, &row, event).await;
        engine.dial_wake.notify_one();
    });
}

/// One request to the carrier, never repeated here: a second one could ring the phone twice.
async fn place(inner: &Arc<Inner>, row: &CallRow, account: &Arc<Account>) -> Event {
    let order = DialOrder {
        call_id: row.id.clone(),
        to: row.phone.clone(),
        caller_id: account.caller_id.clone(),
        instructions: message_instructions(row),
        policy: row.policy.clone(),
        attempt: row.call.facts.claims,
    };
    match account.carrier.place(&order).await {
        Ok(placed) => {
            tracing::info!(call.id = %row.id, carrier.name = %account.name, "call placed");
            Event::Placed {
                carrier_call_id: placed.leg.0,
            }
        }
        Err(PlaceError::Refused(failure)) => {
            tracing::info!(call.id = %row.id, cause = %failure.cause, "the carrier refused the call");
            Event::PlaceRefused { failure }
        }
        Err(PlaceError::RateLimited { retry_after_ms }) => {
            let pause_ms = retry_after_ms
                .unwrap_or(RATE_PAUSE_MS)
                .clamp(RATE_PAUSE_MIN_MS, RATE_PAUSE_MAX_MS);
            account.hold_until(inner.clock.now().plus_ms(pause_ms));
            tracing::warn!(carrier.name = %account.name, pause_ms, "the carrier asks for fewer requests");
            Event::PlaceRefused {
                failure: passing("carrier.rate_limited", "The carrier asked for fewer requests."),
            }
        }
        Err(PlaceError::NotSent { why }) => {
            account.hold_until(inner.clock.now().plus_ms(UNREACHABLE_PAUSE_MS));
            tracing::warn!(carrier.name = %account.name, error = %why, "the carrier cannot be reached");
            Event::PlaceRefused {
                failure: passing("carrier.unreachable", "The carrier could not be reached."),
            }
        }
        Err(PlaceError::Uncertain { why }) => {
            tracing::warn!(call.id = %row.id, error = %why, "whether the carrier took the call is not known");
            Event::PlaceUncertain { why }
        }
    }
}

/// Stores the answer; without it the call would wait for its deadline, so a passing store failure is waited out.
async fn tell(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow, event: Event) {
    for _ in 0..STORE_TRIES {
        match feed(inner, workspace, &row.id, event.clone()).await {
            Ok(()) => return,
            Err(StoreError::Unavailable { .. }) => tokio::time::sleep(STORE_PAUSE).await,
            Err(why) => {
                tracing::error!(call.id = %row.id, error = %why, "the carrier's answer could not be stored");
                return;
            }
        }
    }
}

/// What a call with the treatment `message` does when answered.
#[must_use]
pub fn message_instructions(row: &CallRow) -> Vec<Instruction> {
    vec![
        Instruction::Say {
            text: row.message.clone(),
            voice: row.voice.clone(),
            language: row.language.clone(),
        },
        Instruction::HangUp,
    ]
}

fn passing(cause: &str, message: &str) -> CallFailure {
    CallFailure {
        blame: Blame::Carrier,
        cause: cause.to_owned(),
        code: None,
        retry: Retry::Later,
        message: message.to_owned(),
    }
}

const RATE_PAUSE_MS: i64 = 1_000;
const RATE_PAUSE_MIN_MS: i64 = 100;
const RATE_PAUSE_MAX_MS: i64 = 60_000;
const UNREACHABLE_PAUSE_MS: i64 = 1_000;
const STORE_TRIES: u32 = 20;
const STORE_PAUSE: std::time::Duration = std::time::Duration::from_millis(250);
