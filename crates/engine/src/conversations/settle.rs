//! Decides what came of a talk, and tells everybody in the same transaction.

use outdial_domain::ids::CallId;
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::decide;
use outdial_store::{BookingRow, CallRow, ConversationRow, ConversationState, StoreError, Tx};

use super::opt_out::never_again;
use crate::campaigns;
use crate::mailing;
use crate::receive::Surroundings;

/// Decides what came of a talk whose call is over.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    row: &CallRow,
    mut talk: ConversationRow,
    around: &Surroundings<'_>,
) -> Result<(), StoreError> {
    let outcome = row.call.state.outcome();
    let said = tx.conversations().said(&row.id)?;
    let decision = decide(&talk.deeds, outcome, talk.report.as_ref(), &said, around.now);
    let result = decision.result;
    if result == LeadResult::DoNotCall {
        never_again(tx, row, around)?;
    }
    talk.state = ConversationState::Settled;
    talk.result = Some(result);
    talk.ground = Some(decision.ground);
    talk.evidence = decision.evidence;
    talk.callback_at = decision.callback_at;
    talk.settled_at = Some(around.now);
    tx.conversations().update(&talk)?;
    let is_last = campaigns::settled(tx, row, result, decision.callback_at, around)?;
    if let Some(lead) = &row.lead_id {
        mailing::outcome_known(tx, around, lead, row, result, is_last)?;
    }
    tracing::info!(call.id = %row.id, result = result.as_str(), is_last, "a talk is settled");
    Ok(())
}

/// The calendar has an appointment that was asked for in a call: that is what came of the call, even if it was decided
/// before the calendar said so.
pub(crate) fn booked_since(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    booking: &BookingRow,
) -> Result<(), StoreError> {
    let Some(call) = &booking.call_id else {
        return Ok(());
    };
    let (Some(row), Some(mut talk)) = (tx.calls().get(call)?, tx.conversations().get(call)?) else {
        return Ok(());
    };
    talk.deeds.booked = true;
    talk.deeds.booking = Some(booking.id.clone());
    if talk.state == ConversationState::Settled {
        settle(tx, &row, talk, around)
    } else {
        tx.conversations().update(&talk)
    }
}

/// Decides what came of a talk whose report nobody has.
pub(crate) fn settle_unreported(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    call: &CallId,
) -> Result<(), StoreError> {
    let (Some(row), Some(talk)) = (tx.calls().get(call)?, tx.conversations().get(call)?) else {
        return Ok(());
    };
    if talk.state != ConversationState::Settled {
        settle(tx, &row, talk, around)?;
    }
    Ok(())
}
