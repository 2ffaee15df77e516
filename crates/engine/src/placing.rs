//! Asks a carrier to dial a claimed call, once, and feeds the answer back.

use std::sync::Arc;

use outdial_carrier::{DialOrder, PlaceError};
use outdial_domain::call::{Blame, CallFailure, Event, Retry, Treatment};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::Instruction;
use outdial_store::{CallRow, StoreError};
use tokio::sync::OwnedSemaphorePermit;

use crate::accounts::Account;
use crate::claim::presented;
use crate::dialler::feed;
use crate::engine::Inner;
use crate::{campaigns, floor, meters, model_outage, outage};

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
        let event = place(&engine, &workspace, &row, &account).await;
        drop(permit);
        tell(&engine, &workspace, &row, event).await;
        engine.dial_wake.notify_one();
    });
}

/// One request to the carrier, never repeated here: a second one could ring the phone twice.
async fn place(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow, account: &Arc<Account>) -> Event {
    let instructions = match row.policy.treatment {
        Treatment::Agent | Treatment::Message => floor::instructions(inner, workspace, account, row),
        Treatment::VoiceAgent if floor::is_ours(inner, workspace, account, row) => {
            // Nobody's phone rings for a model that is not there.
            if let Err(why) = model_outage::ready(inner, workspace).await {
                tracing::warn!(call.id = %row.id, error = %why, "the speech model cannot be reached");
                return refused(CallFailure {
                    blame: Blame::Config,
                    cause: MODEL_AWAY.to_owned(),
                    code: None,
                    retry: Retry::Never,
                    message: format!("The speech model cannot be reached: {why}."),
                });
            }
            match floor::into_talk(inner, workspace, account, row) {
                Some(instructions) => instructions,
                None => {
                    tracing::error!(call.id = %row.id, "there is no way for the callee to our voice agent");
                    return refused(CallFailure {
                        blame: Blame::Config,
                        ..passing(
                            "voice_agent.no_way_in",
                            "The carrier has no address at which our voice agent can be reached.",
                        )
                    });
                }
            }
        }
        // Whoever answered would hear nothing.
        Treatment::VoiceAgent if account.carrier.agents().is_none() => {
            return refused(CallFailure {
                blame: Blame::Us,
                cause: "voice_agent.no_host".to_owned(),
                code: None,
                retry: Retry::Never,
                message: "The carrier account hosts no voice agents.".to_owned(),
            });
        }
        Treatment::VoiceAgent => match campaigns::converse(inner, workspace, row).await {
            Ok(instructions) => instructions,
            Err(why) => {
                tracing::error!(call.id = %row.id, error = %why, "what the voice agent is to know cannot be read");
                return refused(CallFailure {
                    blame: Blame::Us,
                    ..passing(
                        "storage.unavailable",
                        "What the voice agent is to know could not be read.",
                    )
                });
            }
        },
    };
    let mut policy = row.policy.clone();
    // What passes through a room of ours is recorded there, each side on its own.
    policy.record &= !floor::is_ours(inner, workspace, account, row);
    let order = DialOrder {
        call_id: row.id.clone(),
        to: row.phone.clone(),
        caller_id: presented(row, account),
        instructions,
        policy,
        attempt: row.call.facts.claims,
    };
    let asked_at = inner.clock.now();
    let answer = account.carrier.place(&order).await;
    let now = inner.clock.now();
    meters::place_answered_after(now.ms_since(asked_at));
    match answer {
        Ok(placed) => {
            tracing::info!(call.id = %row.id, carrier.name = %account.name, "call placed");
            account.went_well();
            meters::placed(&account.kind);
            Event::Placed {
                carrier_call_id: placed.leg.0,
            }
        }
        Err(PlaceError::Refused(failure)) => {
            tracing::info!(call.id = %row.id, cause = %failure.cause, "the carrier refused the call");
            account.answered();
            refused(failure)
        }
        Err(PlaceError::RateLimited { retry_after_ms }) => {
            account.answered();
            let pause_ms = account.slow_down(retry_after_ms, now);
            tracing::warn!(carrier.name = %account.name, pause_ms, "the carrier asks for fewer requests");
            refused(passing(
                "carrier.rate_limited",
                "The carrier asked for fewer requests.",
            ))
        }
        Err(PlaceError::NotSent { why }) => {
            tracing::warn!(carrier.name = %account.name, error = %why, "the carrier cannot be reached");
            outage::await_return(inner, account);
            refused(passing(UNREACHABLE, "The carrier could not be reached."))
        }
        Err(PlaceError::Uncertain { why }) => {
            tracing::warn!(call.id = %row.id, error = %why, "whether the carrier took the call is not known");
            meters::uncertain();
            if account.is_unclear() {
                outage::await_return(inner, account);
            }
            Event::PlaceUncertain { why }
        }
    }
}

fn refused(failure: CallFailure) -> Event {
    meters::refused(&failure.cause);
    Event::PlaceRefused { failure }
}

/// Stores the answer, however long the database takes to come back within reason. When it does not, the answer is not
/// lost: the call's deadline, or the next start, asks the carrier.
async fn tell(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow, event: Event) {
    let mut tries = 0;
    while let Err(why) = feed(inner, workspace, &row.id, event.clone()).await {
        tries += 1;
        if tries >= STORE_TRIES || !may_pass(&why) {
            tracing::error!(call.id = %row.id, error = %why, "the carrier's answer could not be stored");
            return;
        }
        tokio::time::sleep(STORE_PAUSE).await;
    }
}

/// Whether the same write may succeed later. One that succeeded after all is recognised as a repetition.
fn may_pass(error: &StoreError) -> bool {
    error.is_passing()
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

/// Why a call was not placed that never left us.
pub(crate) const UNREACHABLE: &str = "carrier.unreachable";
/// Why a call was not placed for which our own voice agent would have talked.
pub(crate) const MODEL_AWAY: &str = "voice_agent.model_away";
const STORE_TRIES: u32 = 20;
const STORE_PAUSE: std::time::Duration = std::time::Duration::from_millis(250);
