//! A callee who wants no more calls, known from a host's report alone: kept in a transaction of its own, before anything
//! else is made of the report. Whatever keeps the rest from being settled, nobody calls them again.

use std::sync::Arc;

use outdial_carrier::{CarrierEvent, News};
use outdial_domain::call::Treatment;
use outdial_domain::ids::{AuditId, CallId, DncId, WorkspaceId};
use outdial_domain::voice_agent::{ConversationNews, ConversationReport, opted_out};
use outdial_store::{Actor, AuditRow, CallRow, DncRow, StoreError, Tx};
use serde_json::json;

use crate::engine::Inner;
use crate::intake::call_of;
use crate::receive::Surroundings;

/// Keeps the wishes for no more calls in what carriers report.
///
/// # Errors
/// When the store fails; nothing of the reports may be taken in then.
pub(crate) async fn heed_reported(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    reports: &[CarrierEvent],
) -> Result<(), StoreError> {
    let opting_out = |report: &&CarrierEvent| {
        let Some(News::Conversation(ConversationNews::Report(told))) = &report.news else {
            return false;
        };
        opted_out(told)
    };
    for report in reports.iter().filter(opting_out) {
        let (engine, report) = (inner.clone(), report.clone());
        let rows = inner.store.workspace(workspace.clone());
        rows.write(move |tx| match call_of(tx, &report)? {
            Some(call) => keep(tx, &engine.surroundings(), &call),
            None => Ok(()),
        })
        .await?;
    }
    Ok(())
}

/// The same for a report that was asked for.
///
/// # Errors
/// When the store fails.
pub(super) async fn heed(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallId,
    report: &ConversationReport,
) -> Result<(), StoreError> {
    if !opted_out(report) {
        return Ok(());
    }
    let (engine, call) = (inner.clone(), call.clone());
    let rows = inner.store.workspace(workspace.clone());
    rows.write(move |tx| keep(tx, &engine.surroundings(), &call))
        .await
}

fn keep(tx: &mut Tx<'_>, around: &Surroundings<'_>, call: &CallId) -> Result<(), StoreError> {
    match tx.calls().get(call)? {
        Some(row) if row.policy.treatment == Treatment::VoiceAgent => never_again(tx, &row, around),
        Some(_) | None => Ok(()),
    }
}

/// Puts the number of a call on the do-not-call list, with an entry in the audit log; once is enough.
pub(super) fn never_again(
    tx: &mut Tx<'_>,
    row: &CallRow,
    around: &Surroundings<'_>,
) -> Result<(), StoreError> {
    let entry = DncRow {
        id: DncId::from_bits(around.ids.next(around.now)),
        phone: row.phone.clone(),
        reason: Some(format!("Said to the voice agent in call {}", row.id)),
        source: "callee".to_owned(),
        added_by: Actor::system(),
        created_at: around.now,
    };
    if !tx.dnc().add(&entry)? {
        return Ok(());
    }
    tracing::info!(call.id = %row.id, "a callee wants no more calls");
    tx.audit().add(&AuditRow {
        id: AuditId::from_bits(around.ids.next(around.now)),
        at: around.now,
        actor: Actor::system(),
        action: "dnc.added".to_owned(),
        subject: Some(row.id.to_string()),
        detail: json!({ "numbers": 1, "reason": "said to the voice agent" }),
        ip: None,
    })
}
