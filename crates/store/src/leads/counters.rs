//! How many leads of a list stand where, kept in step with the leads.

use std::collections::BTreeMap;

use outdial_domain::ids::ListId;
use outdial_domain::leads::ConsentScope;

use super::{LeadFilter, LeadRow};
use crate::StoreError;
use crate::db::params;
use crate::lists::ListCounts;
use crate::workspace::Tx;

/// What of a lead is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counted {
    list: String,
    status: &'static str,
    disposition: String,
    called: bool,
    consents: Vec<ConsentScope>,
}

impl Counted {
    pub(super) fn of(row: &LeadRow) -> Self {
        Self {
            list: row.list_id.to_string(),
            status: row.standing.status.as_str(),
            disposition: row.disposition().to_owned(),
            called: row.standing.call_attempts > 0,
            consents: row.consents.in_force().collect(),
        }
    }
}

/// Counts new leads.
pub(super) fn add(tx: &mut Tx<'_>, rows: &[LeadRow]) -> Result<(), StoreError> {
    let mut found = BTreeMap::<Counted, i64>::new();
    for row in rows {
        *found.entry(Counted::of(row)).or_default() += 1;
    }
    found
        .iter()
        .try_for_each(|(counted, leads)| shift(tx, counted, *leads))
}

/// Counts a lead that changed.
pub(super) fn replace(tx: &mut Tx<'_>, before: &Counted, after: &Counted) -> Result<(), StoreError> {
    if before == after {
        return Ok(());
    }
    shift(tx, before, -1)?;
    shift(tx, after, 1)
}

/// Counts a lead that is gone.
pub(super) fn remove(tx: &mut Tx<'_>, counted: &Counted) -> Result<(), StoreError> {
    shift(tx, counted, -1)
}

fn shift(tx: &mut Tx<'_>, counted: &Counted, leads: i64) -> Result<(), StoreError> {
    let called = if counted.called { leads } else { 0 };
    tx.execute(
        "INSERT INTO lead_counters (workspace_id, list_id, status, disposition, leads, called)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, list_id, status, disposition) DO UPDATE SET
           leads = lead_counters.leads + excluded.leads, called = lead_counters.called + excluded.called",
        params![&counted.list, counted.status, &counted.disposition, leads, called],
    )?;
    for scope in &counted.consents {
        tx.execute(
            "INSERT INTO lead_consent_counters (workspace_id, list_id, scope, status, leads)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, list_id, scope, status) DO UPDATE SET
               leads = lead_consent_counters.leads + excluded.leads",
            params![&counted.list, scope.as_str(), counted.status, leads],
        )?;
    }
    Ok(())
}

/// How many leads of a list a filter lets through, its search left aside.
pub(super) fn matching(tx: &mut Tx<'_>, list: &ListId, filter: &LeadFilter) -> Result<u64, StoreError> {
    let found = tx.query_one(
        "SELECT CAST(COALESCE(SUM(leads), 0) AS BIGINT) FROM lead_counters WHERE workspace_id = $1 AND list_id = $2
           AND ($3 = '' OR status = $3) AND ($4 = '' OR disposition = $4)",
        params![
            list,
            filter.status.map_or("", outdial_domain::leads::LeadStatus::as_str),
            filter.disposition.as_deref().unwrap_or(""),
        ],
    )?;
    found.map_or(Ok(0), |mut row| row.count())
}

/// How many leads of a list there are, were called and wait to be called.
pub(crate) fn by_list(tx: &mut Tx<'_>, list: &ListId) -> Result<ListCounts, StoreError> {
    let rows = tx.query(
        "SELECT status, leads, called FROM lead_counters WHERE workspace_id = $1 AND list_id = $2",
        params![list],
    )?;
    let mut counts = ListCounts::default();
    for mut row in rows {
        let status: outdial_domain::leads::LeadStatus = row.parsed("status of a lead")?;
        let (leads, called) = (row.count()?, row.count()?);
        counts.leads += leads;
        counts.called += called;
        if status.is_open() {
            counts.open += leads;
        }
    }
    Ok(counts)
}

/// Forgets what was counted of a list.
pub(crate) fn forget_list(tx: &mut Tx<'_>, list: &ListId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM lead_counters WHERE workspace_id = $1 AND list_id = $2",
        "DELETE FROM lead_consent_counters WHERE workspace_id = $1 AND list_id = $2",
    ] {
        tx.execute(sql, params![list])?;
    }
    Ok(())
}
