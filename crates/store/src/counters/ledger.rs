//! Counter changes of a batch, summed up before they are stored: many events of one second touch the same rows.

use outdial_domain::ids::WorkspaceId;

use super::Standing;
use super::standing::{Figures, Key, Origin};
use super::sums::Sums;
use crate::StoreError;
use crate::db::{Param, value_rows};
use crate::reports::{ReportFigures, ReportKey, Reported};
use crate::work::Session;

/// Counter changes that are not stored yet.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    calls: Sums<Key, Figures>,
    /// What campaigns' calls came to.
    pub(crate) reports: Sums<(WorkspaceId, ReportKey), ReportFigures>,
}

impl Ledger {
    /// Notes that a call came to stand elsewhere; `before` is absent for a new call.
    pub(crate) fn note(&mut self, origin: &Origin<'_>, before: Option<&Standing>, after: &Standing) {
        if before == Some(after) {
            return;
        }
        for (standing, times) in [(before, -1), (Some(after), 1)] {
            let Some(standing) = standing else { continue };
            for key in standing.keys(origin) {
                self.calls.add(key, standing.figures(), times);
            }
        }
    }

    /// Notes that a campaign's call came to something else.
    pub(crate) fn note_report(
        &mut self,
        workspace: &WorkspaceId,
        before: Option<Reported>,
        after: Option<Reported>,
    ) {
        if before == after {
            return;
        }
        for (reported, times) in [(before, -1), (after, 1)] {
            if let Some(Reported { key, figures }) = reported {
                self.reports.add((workspace.clone(), key), figures, times);
            }
        }
    }

    /// The running job succeeded.
    pub(crate) fn keep(&mut self) {
        self.calls.keep();
        self.reports.keep();
    }

    /// The running job failed.
    pub(crate) fn undo(&mut self) {
        self.calls.undo();
        self.reports.undo();
    }

    pub(crate) fn clear(&mut self) {
        self.calls.clear();
        self.reports.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.reports.is_empty()
    }

    /// What is noted of calls and not yet stored: what a reader inside the batch must add to the stored rows.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&Key, &Figures)> {
        self.calls.all()
    }
}

impl Session {
    /// Stores the noted changes of all jobs that succeeded.
    pub(crate) fn flush_ledger(&mut self) -> Result<(), StoreError> {
        let changed = self.ledger.calls.take();
        for chunk in changed.chunks(ROWS_AT_ONCE) {
            let mut values = Vec::with_capacity(chunk.len() * COLUMNS);
            for (key, figures) in chunk {
                values.extend([
                    Param::from(&key.workspace),
                    Param::from(key.run_text()),
                    Param::from(key.created_hour),
                    Param::from(key.dialed_hour),
                    Param::from(key.archived),
                    Param::from(&*key.state),
                    Param::from(&*key.outcome),
                    Param::from(&key.currency),
                    Param::from(figures.calls),
                    Param::from(figures.talk_calls),
                    Param::from(figures.talk_ms),
                    Param::from(figures.cost_micros),
                ]);
            }
            self.execute(&upsert(chunk.len()), &values)?;
        }
        self.flush_reports()
    }
}

fn upsert(rows: usize) -> String {
    format!(
        "INSERT INTO call_counters (workspace_id, run_id, created_hour, dialed_hour, archived, state, outcome, currency,
           calls, talk_calls, talk_ms, cost_micros)
         VALUES {}
         ON CONFLICT (workspace_id, run_id, created_hour, dialed_hour, archived, state, outcome, currency) DO UPDATE SET
           calls = call_counters.calls + excluded.calls,
           talk_calls = call_counters.talk_calls + excluded.talk_calls,
           talk_ms = call_counters.talk_ms + excluded.talk_ms,
           cost_micros = call_counters.cost_micros + excluded.cost_micros",
        value_rows(rows, COLUMNS)
    )
}

const COLUMNS: usize = 12;
/// Bounds the number of distinct statements; a batch rarely touches more rows.
const ROWS_AT_ONCE: usize = 16;
