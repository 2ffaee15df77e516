//! Stores what was noted for the reports.

use crate::StoreError;
use crate::db::{Param, value_rows};
use crate::work::Session;

impl Session {
    /// Stores the noted changes of all jobs that succeeded.
    pub(crate) fn flush_reports(&mut self) -> Result<(), StoreError> {
        let changed = self.ledger.reports.take();
        for chunk in changed.chunks(ROWS_AT_ONCE) {
            let mut values = Vec::with_capacity(chunk.len() * COLUMNS);
            for ((workspace, key), figures) in chunk {
                let tally = &figures.tally;
                values.extend([
                    Param::from(workspace),
                    Param::from(&key.campaign),
                    Param::from(key.slot),
                    Param::from(&key.list),
                    Param::from(&key.caller_id),
                    Param::from(&key.agent),
                    Param::from(key.outcome),
                    Param::from(&key.disposition),
                    Param::from(&key.currency),
                    Param::from(figures.calls),
                    Param::from(tally.dialed),
                    Param::from(tally.answered),
                    Param::from(tally.machines),
                    Param::from(tally.live_answers),
                    Param::from(tally.abandoned),
                    Param::from(tally.talks),
                    Param::from(tally.voicemails),
                    Param::from(tally.talk_ms),
                    Param::from(figures.cost_micros),
                    Param::from(figures.unpriced),
                ]);
            }
            self.execute(&upsert(chunk.len()), &values)?;
        }
        Ok(())
    }
}

fn upsert(rows: usize) -> String {
    let sums = SUMMED.map(|column| format!("{column} = report_counters.{column} + excluded.{column}"));
    format!(
        "INSERT INTO report_counters ({KEY}, {}) VALUES {} ON CONFLICT ({KEY}) DO UPDATE SET {}",
        SUMMED.join(", "),
        value_rows(rows, COLUMNS),
        sums.join(", ")
    )
}

const KEY: &str =
    "workspace_id, campaign_id, slot, list_id, caller_id, agent_id, outcome, disposition, currency";
pub(super) const SUMMED: [&str; 11] = [
    "calls",
    "dialed",
    "answered",
    "machines",
    "live_answers",
    "abandoned",
    "talks",
    "voicemails",
    "talk_ms",
    "cost_micros",
    "unpriced",
];
const COLUMNS: usize = 20;
/// Bounds the number of distinct statements; a batch rarely touches more rows.
const ROWS_AT_ONCE: usize = 16;
