//! A run as the API shows it.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::ids::RunId;
use outdial_store::{CallStats, RunLineRow, RunRow, RunState, StatsFilter, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::calls::view::ActorView;

/// A set of calls asked for together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Run)]
pub struct RunView {
    /// `run_...`
    pub id: String,
    /// Shown to people.
    pub name: String,
    /// `paste`, `csv`, `prompt`, `api` or `upload`.
    pub source: String,
    /// `running`, `paused`, `canceled` or `done`.
    pub state: String,
    /// What is said.
    pub message: String,
    /// When it was started.
    pub created_at: String,
    /// Who started it.
    pub created_by: ActorView,
    /// How far it is.
    pub counts: RunCounts,
    /// Ended calls by outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// When its last call ended.
    #[schema(required)]
    pub finished_at: Option<String>,
    /// Ended calls per minute since the start; null before the first.
    #[schema(required)]
    pub rate_per_minute: Option<f64>,
    /// Seconds that the rest will take at that rate.
    #[schema(required)]
    pub remaining_s: Option<u64>,
}

/// How far a run is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunCounts {
    /// Lines in what was sent.
    pub lines: u32,
    /// Calls that were written down.
    pub total: u64,
    /// Calls that wait.
    pub planned: u64,
    /// Calls in progress.
    pub live: u64,
    /// Calls that ended.
    pub ended: u64,
    /// Calls that a rule forbade.
    pub refused: u64,
}

/// What became of one line.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RunLine)]
pub struct RunLineView {
    /// Its number in what was sent, from 1.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// The call, unless the line named none.
    #[schema(required)]
    pub call_id: Option<String>,
    /// `accepted`, `scheduled`, `refused`, `duplicate` or `invalid`.
    pub status: String,
    /// Stable code of the reason.
    #[schema(required)]
    pub code: Option<String>,
    /// The reason in one sentence.
    #[schema(required)]
    pub reason: Option<String>,
    /// When a scheduled call will be made.
    #[schema(required)]
    pub until: Option<String>,
}

/// Reads a run's view in a transaction.
pub fn read_run(tx: &mut Tx<'_>, id: &RunId, now: Timestamp) -> Result<Option<RunView>, StoreError> {
    let Some(row) = tx.runs().get(id)? else {
        return Ok(None);
    };
    let stats = tx.calls().stats(&StatsFilter {
        run_id: Some(id.clone()),
        ..StatsFilter::default()
    })?;
    Ok(Some(RunView::of(&row, &stats, now)))
}

impl RunView {
    /// The run as the API shows it.
    #[must_use]
    pub fn of(row: &RunRow, stats: &CallStats, now: Timestamp) -> Self {
        let total: u64 = stats.by_state.values().sum();
        let planned = stats.by_state.get("planned").copied().unwrap_or(0);
        let ended = stats.by_state.get("ended").copied().unwrap_or(0);
        let refused = stats.by_outcome.get("blocked").copied().unwrap_or(0);
        let over = planned == 0 && ended == total;
        let state = match row.state {
            RunState::Running | RunState::Paused if over => "done",
            RunState::Running => "running",
            RunState::Paused => "paused",
            RunState::Canceled => "canceled",
            RunState::Done => "done",
        };
        let finished_at = row.finished_at.filter(|_| over);
        let minutes = finished_at.unwrap_or(now).ms_since(row.created_at) as f64 / 60_000.0;
        let dialled = ended.saturating_sub(refused);
        let rate = (dialled > 0 && minutes > 0.0).then(|| dialled as f64 / minutes);
        let left = total - ended;
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            source: row.source.clone(),
            state: state.to_owned(),
            message: row.message.clone(),
            created_at: row.created_at.to_string(),
            created_by: ActorView::of(&row.created_by),
            counts: RunCounts {
                lines: row.line_count,
                total,
                planned,
                live: left - planned,
                ended,
                refused,
            },
            outcomes: stats.by_outcome.clone(),
            finished_at: finished_at.map(|at| at.to_string()),
            rate_per_minute: rate.map(|rate| (rate * 10.0).round() / 10.0),
            remaining_s: rate
                .filter(|_| left > 0 && state == "running")
                .map(|rate| seconds(left as f64 / rate)),
        }
    }
}

impl RunLineView {
    /// The line as the API shows it.
    #[must_use]
    pub fn of(row: &RunLineRow) -> Self {
        Self {
            line: row.line,
            raw: row.raw.clone(),
            call_id: row.call_id.as_ref().map(ToString::to_string),
            status: row.status.clone(),
            code: row.code.clone(),
            reason: row.reason.clone(),
            until: row.until.map(|at| at.to_string()),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of seconds"
)]
fn seconds(minutes: f64) -> u64 {
    (minutes * 60.0).ceil().min(1e12) as u64
}
