//! Takes back what an import did: leads that it made go, leads that it changed become what they were, as far as nobody
//! called or changed them since.

use outdial_domain::ids::{LeadId, ListId, WorkspaceId};
use outdial_store::{ImportRow, ImportUndone, LeadRow, StoreError, Tx};

use super::failure::Failure;
use crate::http::AppState;
use crate::http::leads::keep_words;

/// Takes back what an import did; says what became of it.
pub(super) async fn take_back(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &ImportRow,
) -> Result<ImportUndone, Failure> {
    let mut undone = ImportUndone::default();
    app.imports.begin(&row.id, row.counts.new + row.counts.updated);
    if let Some(list) = &row.list_id {
        remove_leads(app, workspace, row, list, &mut undone).await?;
    }
    restore_leads(app, workspace, row, &mut undone).await?;
    if let Some(list) = row.list_id.clone().filter(|_| row.own_list) {
        app.workspace(workspace)
            .write(move |tx| {
                if !tx.lists().remove_empty(&list)? {
                    // Somebody called what is left of it, so it is a list.
                    tx.lists().complete(&list)?;
                }
                Ok(())
            })
            .await?;
    }
    app.engine.changes().everything(workspace);
    Ok(undone)
}

async fn remove_leads(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &ImportRow,
    list: &ListId,
    undone: &mut ImportUndone,
) -> Result<(), Failure> {
    let mut after: Option<(u32, LeadId)> = None;
    loop {
        let (import, list, from) = (row.id.clone(), list.clone(), after.clone());
        let now = app.now();
        let rows = app.workspace(workspace);
        let part = rows.write(move |tx| {
            let leads = tx.leads().made_by(&import, &list, from.as_ref(), LEADS_AT_ONCE)?;
            let mut removed = 0_u64;
            for lead in &leads {
                if !is_called(lead, now) && !tx.leads().is_reserved(&lead.id)? {
                    tx.leads().remove(lead)?;
                    removed += 1;
                }
            }
            Ok((
                leads.len() as u64,
                removed,
                leads.last().map(|lead| (lead.line, lead.id.clone())),
            ))
        });
        let (found, removed, last) = part.await?;
        undone.removed += removed;
        undone.kept += found - removed;
        app.imports.advance(&row.id, found);
        app.engine.changes().import(workspace, row.id.clone());
        if last.is_none() {
            return Ok(());
        }
        after = last;
        if app.stop.is_cancelled() {
            return Err(Failure::Ending);
        }
    }
}

/// Somebody called it, or does at this moment.
fn is_called(lead: &LeadRow, now: outdial_domain::Timestamp) -> bool {
    lead.standing.call_attempts > 0 || lead.held.as_ref().is_some_and(|held| held.until > now)
}

async fn restore_leads(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &ImportRow,
    undone: &mut ImportUndone,
) -> Result<(), Failure> {
    let mut after: Option<LeadId> = None;
    loop {
        let (cause, from, now) = (row.id.to_string(), after.clone(), app.now());
        let (by, ids) = (row.created_by.clone(), app.ids.clone());
        let keep = move |tx: &mut Tx<'_>, before: &LeadRow, after: &LeadRow| {
            keep_words(tx, Some(before), after, TAKEN_BACK, &by, ids.as_ref(), now)
        };
        let rows = app.workspace(workspace);
        let part = rows.write(move |tx| restore_part(tx, &cause, from.as_ref(), keep, now));
        let (restored, kept, last) = part.await?;
        undone.restored += restored;
        undone.kept += kept;
        if last.is_none() {
            return Ok(());
        }
        after = last;
        if app.stop.is_cancelled() {
            return Err(Failure::Ending);
        }
    }
}

fn restore_part(
    tx: &mut Tx<'_>,
    cause: &str,
    after: Option<&LeadId>,
    keep: impl Fn(&mut Tx<'_>, &LeadRow, &LeadRow) -> Result<(), StoreError>,
    now: outdial_domain::Timestamp,
) -> Result<(u64, u64, Option<LeadId>), StoreError> {
    let changes = tx.leads().changes_of(cause, after, CHANGES_AT_ONCE)?;
    let (mut restored, mut kept) = (0, 0);
    for change in &changes {
        if let Some(before) = tx.leads().get(&change.lead_id)? {
            let mut lead = before.clone();
            if change.change.take_back(&mut lead) {
                lead.updated_at = now;
                tx.leads().update(&mut lead)?;
                keep(tx, &before, &lead)?;
                restored += 1;
            } else {
                kept += 1;
            }
        }
        // What was taken back is not taken back again by a later life of this process.
        tx.leads().forget_change(change)?;
    }
    Ok((
        restored,
        kept,
        changes.last().map(|change| change.lead_id.clone()),
    ))
}

/// How it is known that a lead agrees to something else after that.
const TAKEN_BACK: &str = "An import was taken back.";
const LEADS_AT_ONCE: u32 = 500;
const CHANGES_AT_ONCE: u32 = 300;
