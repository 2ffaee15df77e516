//! Questions that the reports' counters answer.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::abandon::Tally;
use outdial_domain::ids::CampaignId;
use outdial_domain::report::ReportSum;

use super::Reports;
use super::counted::{slot, slot_after, slot_start};
use super::flush::SUMMED;
use crate::StoreError;
use crate::db::{Row, params};

/// Which calls a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSpan {
    /// The campaign that made them.
    pub campaign: CampaignId,
    /// Dialled in the quarter of an hour of this time or later. Calls that never were count by when they were written
    /// down.
    pub from: Timestamp,
    /// Dialled before this time, rounded up to a quarter of an hour.
    pub to: Timestamp,
}

/// By what calls are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportDimension {
    /// The list that the lead was in.
    List,
    /// The number that was presented.
    CallerId,
    /// The agent who talked to the callee last.
    Agent,
}

impl ReportSpan {
    /// The span with its ends on quarters of an hour, as it is counted.
    #[must_use]
    pub fn rounded(&self) -> (Timestamp, Timestamp) {
        (slot_start(slot(self.from)), slot_start(slot_after(self.to)))
    }
}

impl Reports<'_, '_> {
    /// What the calls came to, by quarter of an hour; those without calls are left out.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_quarter(&mut self, span: &ReportSpan) -> Result<Vec<(Timestamp, ReportSum)>, StoreError> {
        let mut sums = BTreeMap::<i64, ReportSum>::new();
        for mut row in self.grouped(span, "slot")? {
            let slot = row.int()?;
            sums.entry(slot).or_default().add(&read(row)?);
        }
        Ok(shown(sums).map(|(slot, sum)| (slot_start(slot), sum)).collect())
    }

    /// What the calls came to, by id of the list or agent or by number; empty where calls have none.
    ///
    /// # Errors
    /// What the database said.
    pub fn by(
        &mut self,
        span: &ReportSpan,
        dimension: ReportDimension,
    ) -> Result<Vec<(String, ReportSum)>, StoreError> {
        let column = match dimension {
            ReportDimension::List => "list_id",
            ReportDimension::CallerId => "caller_id",
            ReportDimension::Agent => "agent_id",
        };
        let mut sums = BTreeMap::<String, ReportSum>::new();
        for mut row in self.grouped(span, column)? {
            let key = row.text()?;
            sums.entry(key).or_default().add(&read(row)?);
        }
        Ok(shown(sums).collect())
    }

    fn grouped(&mut self, span: &ReportSpan, column: &str) -> Result<Vec<Row>, StoreError> {
        // PostgreSQL adds integers up to a wider type, which is brought back here.
        let sums = SUMMED.map(|column| format!("CAST(SUM({column}) AS BIGINT)"));
        let sql = format!(
            "SELECT {column}, outcome, disposition, currency, {} FROM report_counters
             WHERE workspace_id = $1 AND campaign_id = $2 AND slot >= $3 AND slot < $4
             GROUP BY {column}, outcome, disposition, currency",
            sums.join(", ")
        );
        let (from, to) = (slot(span.from), slot_after(span.to));
        self.tx.query(&sql, params![&span.campaign, from, to])
    }
}

/// What moved on elsewhere left rows that count nothing.
fn shown<K>(sums: BTreeMap<K, ReportSum>) -> impl Iterator<Item = (K, ReportSum)> {
    sums.into_iter().filter(|(_, sum)| !sum.is_empty())
}

/// Reads what follows the key of a group.
fn read(mut row: Row) -> Result<ReportSum, StoreError> {
    let (outcome, disposition, currency) = (row.text()?, row.text()?, row.text()?);
    let calls = count(row.int()?);
    let tally = Tally {
        dialed: row.int()?,
        answered: row.int()?,
        machines: row.int()?,
        live_answers: row.int()?,
        abandoned: row.int()?,
        talks: row.int()?,
        voicemails: row.int()?,
        talk_ms: row.int()?,
    };
    let (cost_micros, unpriced) = (row.int()?, row.int()?);
    let one = |word: String| {
        let is_counted = calls > 0 && !word.is_empty();
        is_counted.then_some((word, calls)).into_iter().collect()
    };
    let is_priced = calls > 0 && !currency.is_empty();
    Ok(ReportSum {
        tally,
        outcomes: one(outcome),
        dispositions: one(disposition),
        cost_micros: is_priced.then_some((currency, cost_micros)).into_iter().collect(),
        cost_unknown: count(unpriced),
    })
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
