//! What a call's changes mean for the talk in it; stored in the transaction that changes the call.

use outdial_domain::Timestamp;
use outdial_domain::call::{Call, Outcome, State, Treatment};
use outdial_domain::voice_agent::Deeds;
use outdial_store::{CallRow, ConversationRow, ConversationState, StoreError, Tx};

use super::lead::agent_of;
use super::settle::settle;
use crate::errand::Errand;
use crate::receive::{Surroundings, errand_row};

/// What became of the talk.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Told {
    /// The talk decides what becomes of the lead, not the end of the call.
    pub decides: bool,
    /// An errand was written down; it is to be performed then.
    pub errand: Option<Timestamp>,
}

/// Tells a call's talk what became of the call.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    before: &Call,
    row: &CallRow,
    around: &Surroundings<'_>,
) -> Result<Told, StoreError> {
    if row.policy.treatment != Treatment::VoiceAgent {
        return Ok(Told::default());
    }
    if before.facts.claims < row.call.facts.claims {
        open(tx, row, around.now)?;
    }
    let State::Ended(outcome) = row.call.state else {
        return Ok(Told::default());
    };
    let Some(mut talk) = tx.conversations().get(&row.id)? else {
        return Ok(Told::default());
    };
    match talk.state {
        ConversationState::Settled => Ok(Told::default()),
        ConversationState::Settling => Ok(Told {
            decides: true,
            errand: None,
        }),
        ConversationState::Live => {
            let leg = row.call.facts.hosted_leg().map(str::to_owned);
            let nothing_more = talk.report.is_some() || nobody_was_reached(tx, outcome, row)?;
            let Some(leg) = leg.filter(|_| !nothing_more) else {
                settle(tx, row, talk, around)?;
                return Ok(Told {
                    decides: true,
                    errand: None,
                });
            };
            talk.state = ConversationState::Settling;
            tx.conversations().update(&talk)?;
            let errand = errand_row(row, &Errand::AskReport { leg }, around)?;
            tx.outbox().enqueue(&errand)?;
            Ok(Told {
                decides: true,
                errand: Some(errand.next_at),
            })
        }
    }
}

/// Writes the talk of a call down, when the call is taken for dialling.
pub(super) fn open(tx: &mut Tx<'_>, row: &CallRow, now: Timestamp) -> Result<ConversationRow, StoreError> {
    let agent = agent_of(tx, row)?;
    let talk = ConversationRow {
        call_id: row.id.clone(),
        version: agent
            .as_ref()
            .and_then(|agent| Some(agent.published.as_ref()?.version)),
        agent_id: agent.map(|agent| agent.id),
        state: ConversationState::Live,
        deeds: Deeds::default(),
        report: None,
        result: None,
        ground: None,
        evidence: Vec::new(),
        callback_at: None,
        began_at: now,
        settled_at: None,
    };
    tx.conversations().open(&talk)?;
    Ok(talk)
}

/// Whether the end of the call says all that there is to say.
fn nobody_was_reached(tx: &mut Tx<'_>, outcome: Outcome, row: &CallRow) -> Result<bool, StoreError> {
    let unreached = match outcome {
        Outcome::NoAnswer | Outcome::Busy | Outcome::Failed | Outcome::Canceled | Outcome::Blocked => true,
        Outcome::Completed
        | Outcome::Abandoned
        | Outcome::Machine
        | Outcome::VoicemailLeft
        | Outcome::Unknown => false,
    };
    // Whoever asked for something talked with somebody, whatever the network says.
    Ok(unreached && row.call.facts.answered_at.is_none() && tx.conversations().asked(&row.id)? == 0)
}
