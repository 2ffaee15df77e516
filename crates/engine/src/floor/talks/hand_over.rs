//! Puts the callee of a talk through to a person: to a ready seat of the workspace, whose agent reads in two lines what it
//! is about.
//!
//! The agent's last words are heard to their end. Then the callee's leg moves into the room of the seat, between two beats,
//! as that of any callee who waits; the talk's room closes behind it, and the talk is over. When no seat takes the callee
//! nothing has changed, and the agent is told so. A callee with whom a host's agent talks is fetched from there
//! ([`super::take_over`]).

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::WorkspaceId;
use outdial_store::CallRow;
use serde_json::json;

use super::book::TalkState;
use super::take_over::take_over;
use crate::engine::Inner;
use crate::floor::note::{Happening, note};
use crate::floor::seats::{Briefing, Expected, OpenSeat, SeatRefusal, Seats, WaitingSound};

/// Why nobody takes the callee, in a sentence that a voice agent can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NobodyTakes {
    /// The callee is where we cannot fetch them.
    #[error(
        "Nobody can be put through on this line. Say so, and offer that somebody calls back: schedule_callback."
    )]
    Elsewhere,
    /// Every seat is taken, paused or away.
    #[error("No colleague is free now. Say so, and offer that somebody calls back: schedule_callback.")]
    NobodyReady,
    /// The carrier would not.
    #[error(
        "Putting them through did not work. Say so, and offer that somebody calls back: schedule_callback."
    )]
    NotDone,
}

/// Puts the callee of a call through to a ready seat.
pub(crate) async fn hand_over(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: &CallRow,
    summary: &str,
) -> Result<(), NobodyTakes> {
    let seats = Seats::of(inner).ok_or(NobodyTakes::Elsewhere)?;
    let talk = seats.floor().talks.of(&row.id);
    if talk.is_none() && row.call.facts.hosted_leg().is_none() {
        return Err(NobodyTakes::Elsewhere);
    }
    if seats
        .ready_anywhere(workspace, row.campaign_id.as_ref())
        .is_empty()
    {
        return Err(NobodyTakes::NobodyReady);
    }
    let briefing = Briefing {
        by: from_agent(inner, workspace, row).await,
        summary: summary.to_owned(),
    };
    let taken = match talk {
        Some(talk) => move_over(&seats, workspace, row, &talk, &briefing).await,
        None => take_over(inner, &seats, workspace, row, &briefing).await,
    };
    let seat = taken?;
    let detail = json!({"agent": seat.name, "summary": summary});
    note(
        inner,
        workspace,
        &row.id,
        Happening::of("handed_over").detail(detail),
    )
    .await;
    Ok(())
}

/// Moves the callee of our own agent into the room of a seat.
async fn move_over(
    seats: &Seats,
    workspace: &WorkspaceId,
    row: &CallRow,
    talk: &TalkState,
    briefing: &Briefing,
) -> Result<OpenSeat, NobodyTakes> {
    talk.last_words(LAST_WORDS).await;
    // Who is ready is asked once more: it has taken as long as a sentence.
    for seat in seats.ready_anywhere(workspace, row.campaign_id.as_ref()) {
        talk.hands_over(true);
        let call = expected(row, &seat);
        match seats
            .receive(workspace, call, row, &talk.room, briefing.clone())
            .await
        {
            Ok(()) => return Ok(seat),
            Err(why) => {
                talk.hands_over(false);
                tracing::info!(call.id = %row.id, error = %why, "a seat could not take a callee over");
                if matches!(why, SeatRefusal::NotWaiting) {
                    // They have left.
                    break;
                }
            }
        }
    }
    Err(NobodyTakes::NobodyReady)
}

/// The call, as a seat is to have it.
pub(super) fn expected(row: &CallRow, seat: &OpenSeat) -> Expected {
    Expected {
        campaign: seat.campaign.clone(),
        call: row.id.clone(),
        sound: WaitingSound::Silence,
        detect: false,
        record: row.policy.record,
        at_once: false,
        seat: Some(seat.seat_id.clone()),
    }
}

/// By whose name the agent at the seat knows the voice agent.
async fn from_agent(inner: &Inner, workspace: &WorkspaceId, row: &CallRow) -> String {
    let (rows, of) = (inner.store.workspace(workspace.clone()), row.clone());
    let agent = rows.read(move |tx| crate::conversations::agent_of(tx, &of)).await;
    let name = agent.ok().flatten().map(|agent| agent.settings.name);
    name.filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "the voice agent".to_owned())
}

impl TalkState {
    /// Waits until the agent has finished its sentence, for so long at most.
    async fn last_words(&self, limit: Duration) {
        let mut quiet = self.quiet.subscribe();
        // Whoever talks for longer is interrupted, by a person.
        let _ = tokio::time::timeout(limit, quiet.wait_for(|is_quiet| *is_quiet)).await;
    }
}

/// A sentence; the answer to the tool must come before its host stops waiting.
const LAST_WORDS: Duration = Duration::from_secs(6);
