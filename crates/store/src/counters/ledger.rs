//! Counter changes of a batch, summed up before they are stored: many events of one second touch the same rows.

use std::collections::BTreeMap;

use super::Standing;
use super::standing::{Figures, Key, Origin};
use crate::StoreError;
use crate::db::{Param, value_rows};
use crate::work::Session;

/// Counter changes that are not stored yet.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// Of jobs that succeeded.
    kept: BTreeMap<Key, Figures>,
    /// Of the job that runs.
    running: BTreeMap<Key, Figures>,
}

impl Ledger {
    /// Notes that a call came to stand elsewhere; `before` is absent for a new call.
    pub(crate) fn note(&mut self, origin: &Origin<'_>, before: Option<&Standing>, after: &Standing) {
        if before == Some(after) {
            return;
        }
        if let Some(before) = before {
            self.add(origin, before, -1);
        }
        self.add(origin, after, 1);
    }

    fn add(&mut self, origin: &Origin<'_>, standing: &Standing, times: i64) {
        for key in standing.keys(origin) {
            self.running
                .entry(key)
                .or_default()
                .add(standing.figures(), times);
        }
    }

    /// The running job succeeded.
    pub(crate) fn keep(&mut self) {
        for (key, figures) in std::mem::take(&mut self.running) {
            self.kept.entry(key).or_default().add(figures, 1);
        }
    }

    /// The running job failed.
    pub(crate) fn undo(&mut self) {
        self.running.clear();
    }

    pub(crate) fn clear(&mut self) {
        self.running.clear();
        self.kept.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Everything noted and not yet stored: what a reader inside the batch must add to the stored rows.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&Key, &Figures)> {
        self.kept.iter().chain(&self.running)
    }
}

impl Session {
    /// Stores the noted changes of all jobs that succeeded.
    pub(crate) fn flush_ledger(&mut self) -> Result<(), StoreError> {
        let changes = std::mem::take(&mut self.ledger.kept);
        let changed: Vec<_> = changes
            .iter()
            .filter(|(_, figures)| **figures != Figures::default())
            .collect();
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
        Ok(())
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
