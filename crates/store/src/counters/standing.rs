//! What of a call the counters count.

use std::borrow::Cow;

use outdial_domain::Timestamp;
use outdial_domain::ids::{RunId, WorkspaceId};

use super::sums::Figure;

/// What of a call the counters count, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) archived: bool,
    pub(crate) state: &'static str,
    pub(crate) outcome: &'static str,
    pub(crate) dialed_at: Option<Timestamp>,
    pub(crate) talk_ms: Option<i64>,
    /// Millionths and currency.
    pub(crate) cost: Option<(i64, String)>,
}

/// What of a call never changes and decides where it is counted.
pub(crate) struct Origin<'a> {
    pub(crate) workspace: &'a WorkspaceId,
    pub(crate) run: Option<&'a RunId>,
    pub(crate) created_at: Timestamp,
}

/// One row of counters, by its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) workspace: WorkspaceId,
    /// Absent for the workspace's own rows.
    pub(crate) run: Option<RunId>,
    pub(crate) created_hour: i64,
    pub(crate) dialed_hour: i64,
    pub(crate) archived: bool,
    pub(crate) state: Cow<'static, str>,
    pub(crate) outcome: Cow<'static, str>,
    /// Empty while the price is not known.
    pub(crate) currency: String,
}

/// What a row of counters counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Figures {
    pub(crate) calls: i64,
    pub(crate) talk_calls: i64,
    pub(crate) talk_ms: i64,
    pub(crate) cost_micros: i64,
}

impl Standing {
    /// What this call adds to each row that counts it.
    pub(crate) fn figures(&self) -> Figures {
        Figures {
            calls: 1,
            talk_calls: i64::from(self.talk_ms.is_some()),
            talk_ms: self.talk_ms.unwrap_or(0),
            cost_micros: self.cost.as_ref().map_or(0, |(micros, _)| *micros),
        }
    }

    /// The rows that count this call: its hour, the workspace's total, its run's total.
    pub(crate) fn keys(&self, origin: &Origin<'_>) -> impl Iterator<Item = Key> {
        let key = |run: Option<&RunId>, created_hour, dialed_hour| Key {
            workspace: origin.workspace.clone(),
            run: run.cloned(),
            created_hour,
            dialed_hour,
            archived: self.archived,
            state: Cow::Borrowed(self.state),
            outcome: Cow::Borrowed(self.outcome),
            currency: self
                .cost
                .as_ref()
                .map(|(_, currency)| currency.clone())
                .unwrap_or_default(),
        };
        let dialed_hour = self.dialed_at.map_or(NEVER, hour);
        let dialed_ever = if self.dialed_at.is_some() { EVER } else { NEVER };
        let by_hour = key(None, hour(origin.created_at), dialed_hour);
        let total = key(None, TOTAL, dialed_ever);
        let of_run = origin.run.map(|run| key(Some(run), TOTAL, dialed_ever));
        [by_hour, total].into_iter().chain(of_run)
    }
}

impl Key {
    /// The run as it is stored.
    pub(crate) fn run_text(&self) -> &str {
        run_text(self.run.as_ref())
    }
}

/// A run as the counters store it: rows of the whole workspace have an empty one.
pub(crate) fn run_text(run: Option<&RunId>) -> &str {
    run.map_or("", RunId::as_str)
}

impl Figure for Figures {
    fn add(&mut self, other: Self, times: i64) {
        self.calls += other.calls * times;
        self.talk_calls += other.talk_calls * times;
        self.talk_ms += other.talk_ms * times;
        self.cost_micros += other.cost_micros * times;
    }
}

/// The hour of a time, counted since 1970.
pub(crate) fn hour(at: Timestamp) -> i64 {
    at.0.div_euclid(MICROS_PER_HOUR)
}

/// `created_hour` of totals.
pub(crate) const TOTAL: i64 = -1;
/// `dialed_hour` of calls that were never dialled.
pub(crate) const NEVER: i64 = -1;
/// `dialed_hour`, in totals, of calls that were.
const EVER: i64 = 0;
pub(crate) const MICROS_PER_HOUR: i64 = 3_600_000_000;
