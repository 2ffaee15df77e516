//! Fetches a callee from the host of a voice agent, for a person at a seat.
//!
//! The host's agent has said its sentence: the host asks us only then, and waits for our answer. Before anything is ordered
//! the call is given the name that its leg has at the carrier on whose lines it is, and that carrier's word for its end:
//! what the host tells of the leg from here on ends nothing. Then the carrier redirects the leg into the room of a seat that
//! holds itself ready. What a crash leaves behind is a call whose carrier is asked about its leg, wherever the leg is by then.
//!
//! An order that is refused leaves the callee with the voice agent, which is told so, and the call gets its old name back.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::LegRef;
use outdial_domain::call::{Event, LegAt, LegStatus, State};
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_store::CallRow;
use serde_json::json;

use super::hand_over::{NobodyTakes, expected};
use super::lines::lines_of;
use crate::accounts::Account;
use crate::dialler::feed;
use crate::engine::Inner;
use crate::floor::note::{Happening, note};
use crate::floor::seats::{Briefing, Fetched, OpenSeat, SeatRefusal, Seats};
use crate::floor::task::send_home;

/// Fetches the callee of a call to a ready seat.
pub(super) async fn take_over(
    inner: &Arc<Inner>,
    seats: &Seats,
    workspace: &WorkspaceId,
    row: &CallRow,
    briefing: &Briefing,
) -> Result<OpenSeat, NobodyTakes> {
    let found = tokio::time::timeout(FIND_LIMIT, find(inner, workspace, row)).await;
    let leg = match found.unwrap_or_else(|_| Err("host or carrier did not answer in time".to_owned())) {
        Ok(leg) => leg,
        Err(why) => {
            tracing::info!(call.id = %row.id, reason = why, "a callee cannot be fetched from the host of a voice agent");
            let happening = Happening::of("not_handed_over").detail(json!({ "reason": why }));
            note(inner, workspace, &row.id, happening).await;
            return Err(NobodyTakes::Elsewhere);
        }
    };
    let row = rename(inner, workspace, row, leg).await?;
    for seat in seats.ready_anywhere(workspace, row.campaign_id.as_ref()) {
        let call = expected(&row, &seat);
        match seats.fetch(workspace, call, &row, briefing.clone()).await {
            Ok(Fetched::Here) => return Ok(seat),
            Ok(Fetched::Refused | Fetched::Doubtful) => {
                give_back(inner, workspace, &row).await;
                return Err(NobodyTakes::NotDone);
            }
            Ok(Fetched::Lost) => {
                let_go(inner, workspace, &row).await;
                return Err(NobodyTakes::NotDone);
            }
            Err(why) => {
                tracing::info!(call.id = %row.id, error = %why, "a seat could not take a callee over");
                if matches!(why, SeatRefusal::NotWaiting) {
                    break;
                }
            }
        }
    }
    give_back(inner, workspace, &row).await;
    Err(NobodyTakes::NobodyReady)
}

/// The leg on the lines of an account of ours. Whether it is this callee's is asked of that account: redirecting another
/// would tear two people apart.
async fn find(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow) -> Result<LegAt, String> {
    let host = host_of(inner, workspace, row).ok_or("the host's account is gone")?;
    let hosted = row.call.facts.hosted_leg().ok_or("the call has no leg")?;
    let lines = lines_of(inner, workspace, &host)
        .await
        .map_err(|why| why.to_string())?;
    let agents = host.carrier.agents().ok_or("the account hosts no voice agents")?;
    let leg = agents
        .leg_on_lines(&LegRef(hosted.to_owned()))
        .await
        .map_err(|why| why.to_string())?
        .ok_or("the host does not name the leg on the carrier's lines")?;
    let found = lines
        .carrier
        .look_up(&leg)
        .await
        .map_err(|why| why.to_string())?
        .ok_or("the carrier does not have the leg")?;
    if found.to.as_deref() != Some(row.phone.e164()) {
        return Err("the leg that the host names is another callee's".to_owned());
    }
    if found.status != Some(LegStatus::Answered) {
        return Err("the callee is not on the line".to_owned());
    }
    Ok(LegAt {
        account: lines.id.clone(),
        leg: leg.0,
    })
}

/// The account that hosts the agent, also when an earlier try ended before it could give the leg back.
fn host_of(inner: &Inner, workspace: &WorkspaceId, row: &CallRow) -> Option<Arc<Account>> {
    inner.accounts.find(workspace, hosting(row)?)
}

fn hosting(row: &CallRow) -> Option<&CarrierAccountId> {
    let host = row.call.facts.host.as_ref().map(|host| &host.account);
    host.or(row.account_id.as_ref())
}

/// Gives the call the name that its leg has on the carrier's lines; answers with the call as it stands then.
async fn rename(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: &CallRow,
    to: LegAt,
) -> Result<CallRow, NobodyTakes> {
    let from = hosting(row).cloned().ok_or(NobodyTakes::Elsewhere)?;
    let leg = to.leg.clone();
    let renamed = feed(inner, workspace, &row.id, Event::TakenOver { to, from }).await;
    let (rows, id) = (inner.store.workspace(workspace.clone()), row.id.clone());
    let now = match renamed {
        Ok(()) => rows.read(move |tx| tx.calls().get(&id)).await,
        Err(why) => Err(why),
    };
    let now = now
        .inspect_err(|why| tracing::error!(call.id = %row.id, error = %why, "a leg could not be renamed"))
        .map_err(|_| NobodyTakes::NotDone)?;
    // They may have left meanwhile, or somebody wants the call over.
    now.filter(|now| {
        now.call.facts.carrier_call_id.as_ref() == Some(&leg) && !matches!(now.call.state, State::Ended(_))
    })
    .ok_or(NobodyTakes::NotDone)
}

/// The callee stays with the voice agent.
async fn give_back(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow) {
    if let Err(why) = feed(inner, workspace, &row.id, Event::GivenBack).await {
        // The carrier is asked about the leg, and tells the same end as the host would.
        tracing::error!(call.id = %row.id, error = %why, "that a callee stays with a voice agent could not be stored");
    }
}

/// The callee has left the voice agent and come to nobody: they are told so, and the call ends.
async fn let_go(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow) {
    if let Some(floor) = inner.floor()
        && send_home(inner, workspace, row, floor.config.apology).await
    {
        return;
    }
    tracing::info!(call.id = %row.id, "a callee could not be told that nobody came");
    if let Err(why) = feed(inner, workspace, &row.id, Event::HangUpRequested).await {
        tracing::error!(call.id = %row.id, error = %why, "a hang-up could not be stored");
    }
}

/// The host of the agent waits for our answer, and the leg needs some seconds to come.
const FIND_LIMIT: Duration = Duration::from_secs(6);
