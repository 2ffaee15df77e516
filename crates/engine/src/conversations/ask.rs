//! Asks the host of a voice agent for a report that did not come.

use std::sync::Arc;

use outdial_carrier::LegRef;
use outdial_domain::ids::WorkspaceId;
use outdial_store::{CallRow, ConversationState};

use super::hear::take_report;
use super::opt_out::heed;
use super::settle::settle_unreported;
use crate::accounts::Account;
use crate::engine::Inner;

/// Asks for the report of a talk that is not settled.
///
/// # Errors
/// Why another try may succeed.
pub(crate) async fn ask_report(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    account: &Account,
    leg: &str,
) -> Result<(), String> {
    let id = call.id.clone();
    let rows = inner.store.workspace(workspace.clone());
    let talk = rows.read(move |tx| tx.conversations().get(&id)).await;
    let talk = talk.map_err(|why| why.to_string())?;
    if talk.is_none_or(|talk| talk.state == ConversationState::Settled) {
        return Ok(());
    }
    let Some(host) = account.carrier.agents() else {
        return report_of_ours(inner, workspace, call).await;
    };
    let report = host
        .report(&LegRef(leg.to_owned()))
        .await
        .map_err(|why| why.to_string())?
        .ok_or("the host has no report")?;
    heed(inner, workspace, &call.id, &report)
        .await
        .map_err(|why| why.to_string())?;
    let (engine, id) = (inner.clone(), call.id.clone());
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| take_report(tx, &engine.surroundings(), &id, &report))
        .await
        .map_err(|why| why.to_string())?;
    inner.show_talk(workspace, &call.id).await;
    Ok(())
}

/// Our own agent's talks are reported as soon as they are over. Of one that another life of this process held nobody has
/// a report.
async fn report_of_ours(inner: &Arc<Inner>, workspace: &WorkspaceId, call: &CallRow) -> Result<(), String> {
    let is_held = inner.floor().is_some_and(|floor| floor.holds_talk(&call.id));
    if is_held {
        return Err("the talk is not reported yet".to_owned());
    }
    let (engine, id) = (inner.clone(), call.id.clone());
    let rows = inner.store.workspace(workspace.clone());
    rows.write(move |tx| settle_unreported(tx, &engine.surroundings(), &id))
        .await
        .map_err(|why| why.to_string())?;
    inner.show_talk(workspace, &call.id).await;
    Ok(())
}
