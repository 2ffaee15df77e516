//! Asks the host of a voice agent for a report that did not come.

use std::sync::Arc;

use outdial_carrier::LegRef;
use outdial_domain::ids::WorkspaceId;
use outdial_store::{CallRow, ConversationState};

use super::hear::take_report;
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
    let host = account
        .carrier
        .agents()
        .ok_or("the carrier of the call hosts no voice agents")?;
    let report = host
        .report(&LegRef(leg.to_owned()))
        .await
        .map_err(|why| why.to_string())?
        .ok_or("the host has no report")?;
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
