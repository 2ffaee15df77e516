//! Questions that the counters answer.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::call::{Cost, Outcome};
use outdial_domain::ids::RunId;

use super::standing::{Figures, Key, MICROS_PER_HOUR, NEVER, TOTAL, hour, run_text};
use super::sums::Figure as _;
use crate::StoreError;
use crate::db::{Param, params};
use crate::workspace::Tx;

/// Which calls to count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatsFilter {
    /// Asked for at or after this time, rounded down to its hour.
    pub from: Option<Timestamp>,
    /// Asked for before this time, rounded up to its hour.
    pub to: Option<Timestamp>,
    /// Calls of this run, archived ones included; the times are not looked at then.
    pub run_id: Option<RunId>,
}

/// How many calls stand where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallStats {
    /// All of them.
    pub total: u64,
    /// By word of the state.
    pub by_state: BTreeMap<String, u64>,
    /// By word of the outcome, of ended calls.
    pub by_outcome: BTreeMap<String, u64>,
    /// Calls that may be occupying a line.
    pub live: u64,
    /// Calls that the carrier was asked for.
    pub dialed: u64,
    /// Sum of the known talk times.
    pub talk_ms_total: i64,
    /// Calls with a known talk time.
    pub talk_calls: u64,
    /// Sum of the known prices by currency, in millionths.
    pub cost_micros: BTreeMap<String, i64>,
    /// Ended calls that were dialled and whose price is not known.
    pub cost_unknown_calls: u64,
}

/// The calls dialled within one hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourStats {
    /// Its beginning.
    pub hour: Timestamp,
    /// Calls dialled.
    pub placed: u64,
    /// Of these, answered by somebody or something.
    pub answered: u64,
    /// Of these, not put through.
    pub failed: u64,
}

/// What was used up since some time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayTotals {
    /// Calls dialled.
    pub calls: u64,
    /// Known prices, one for each currency.
    pub spend: Vec<Cost>,
    /// End of the hour in which the oldest of these calls was dialled: a day after it they no longer count.
    pub oldest_until: Option<Timestamp>,
}

/// How many calls stand where.
pub(crate) fn stats(tx: &mut Tx<'_>, filter: &StatsFilter) -> Result<CallStats, StoreError> {
    let mut stats = CallStats::default();
    let run = filter.run_id.as_ref();
    let archived_too = filter.run_id.is_some();
    for (key, figures) in counted(tx, run, created_hours(filter), dialed_always())? {
        if archived_too || !key.archived {
            stats.take(&key, figures);
        }
    }
    stats.by_state.retain(|_, count| *count > 0);
    stats.by_outcome.retain(|_, count| *count > 0);
    Ok(stats)
}

/// How many calls may be occupying a line: asked for before each dial, when there may be thousands of them.
pub(crate) fn live_count(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let rows = tx.query(LIVE, params![run_text(None), TOTAL])?;
    let stored = rows.into_iter().next().map(|mut row| row.int()).transpose()?;
    // Changes of the running batch included.
    let workspace = tx.workspace.clone();
    let changed = tx.session().ledger.changes().filter(|(key, _)| {
        let is_total = key.workspace == workspace && key.run.is_none() && key.created_hour == TOTAL;
        is_total && !key.archived && is_live(&key.state)
    });
    let changed: i64 = changed.map(|(_, figures)| figures.calls).sum();
    Ok(as_count(stored.unwrap_or(0) + changed))
}

/// How many unarchived calls match, if only the counters' own columns are asked for.
pub(crate) fn matching(
    tx: &mut Tx<'_>,
    filter: &StatsFilter,
    archived: bool,
    fits: impl Fn(&str, &str) -> bool,
) -> Result<u64, StoreError> {
    let rows = counted(tx, filter.run_id.as_ref(), created_hours(filter), dialed_always())?;
    let fitting = rows
        .iter()
        .filter(|(key, _)| key.archived == archived && fits(&key.state, &key.outcome));
    Ok(as_count(fitting.map(|(_, figures)| figures.calls).sum()))
}

/// The calls dialled from the hour of `from` up to the hour before `to`, by hour; hours without calls are left out.
pub(crate) fn per_hour(
    tx: &mut Tx<'_>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<HourStats>, StoreError> {
    let mut hours: BTreeMap<i64, HourStats> = BTreeMap::new();
    let dialed = (hour(from).max(0), hour_after(to) - 1);
    for (key, figures) in counted(tx, None, (TOTAL + 1, i64::MAX), dialed)? {
        if key.archived {
            continue;
        }
        let stats = hours.entry(key.dialed_hour).or_insert_with(|| HourStats {
            hour: Timestamp(key.dialed_hour * MICROS_PER_HOUR),
            placed: 0,
            answered: 0,
            failed: 0,
        });
        let calls = as_count(figures.calls);
        stats.placed += calls;
        if was_answered(&key) {
            stats.answered += calls;
        }
        if key.outcome == Outcome::Failed.as_str() {
            stats.failed += calls;
        }
    }
    Ok(hours.into_values().filter(|stats| stats.placed > 0).collect())
}

/// What was used up since the beginning of the hour of `since`: rather too much than too little.
pub(crate) fn day_totals(tx: &mut Tx<'_>, since: Timestamp) -> Result<DayTotals, StoreError> {
    let mut totals = DayTotals::default();
    let mut spend = BTreeMap::<String, i64>::new();
    for (key, figures) in counted(tx, None, (TOTAL + 1, i64::MAX), (hour(since).max(0), i64::MAX))? {
        if figures.calls <= 0 {
            continue;
        }
        totals.calls += as_count(figures.calls);
        if !key.currency.is_empty() {
            *spend.entry(key.currency).or_default() += figures.cost_micros;
        }
        let until = Timestamp((key.dialed_hour + 1) * MICROS_PER_HOUR);
        totals.oldest_until = Some(totals.oldest_until.map_or(until, |known| known.min(until)));
    }
    totals.spend = spend
        .into_iter()
        .map(|(currency, micros)| Cost::new(micros, currency))
        .collect();
    Ok(totals)
}

type Hours = (i64, i64);

/// The rows within these hours, changes of the running batch included.
fn counted(
    tx: &mut Tx<'_>,
    run: Option<&RunId>,
    created: Hours,
    dialed: Hours,
) -> Result<BTreeMap<Key, Figures>, StoreError> {
    let mut rows = BTreeMap::new();
    let by_dialing = dialed.0 > NEVER;
    let sql = if by_dialing { BY_DIALING } else { BY_CREATION };
    let range: &[Param<'_>] = params![run_text(run), created.0, created.1, dialed.0, dialed.1];
    for mut row in tx.query(sql, range)? {
        let key = Key {
            workspace: tx.workspace.clone(),
            run: run.cloned(),
            created_hour: row.int()?,
            dialed_hour: row.int()?,
            archived: row.flag()?,
            state: row.text()?.into(),
            outcome: row.text()?.into(),
            currency: row.text()?,
        };
        let figures = Figures {
            calls: row.int()?,
            talk_calls: row.int()?,
            talk_ms: row.int()?,
            cost_micros: row.int()?,
        };
        rows.insert(key, figures);
    }
    let workspace = tx.workspace.clone();
    let within = |key: &Key| {
        key.workspace == workspace
            && key.run.as_ref() == run
            && (created.0..=created.1).contains(&key.created_hour)
            && (dialed.0..=dialed.1).contains(&key.dialed_hour)
    };
    for (key, figures) in tx.session().ledger.changes().filter(|(key, _)| within(key)) {
        rows.entry(key.clone())
            .or_insert_with(Figures::default)
            .add(*figures, 1);
    }
    Ok(rows)
}

/// Without a span of time, or for a run, the totals answer.
fn created_hours(filter: &StatsFilter) -> Hours {
    if filter.run_id.is_some() || (filter.from.is_none() && filter.to.is_none()) {
        return (TOTAL, TOTAL);
    }
    let first = filter.from.map_or(0, |from| hour(from).max(0));
    let last = filter.to.map_or(i64::MAX, |to| hour_after(to) - 1);
    (first, last)
}

fn dialed_always() -> Hours {
    (NEVER, i64::MAX)
}

/// The first hour that begins at or after this time.
fn hour_after(at: Timestamp) -> i64 {
    hour(Timestamp(at.0.saturating_add(MICROS_PER_HOUR - 1)))
}

fn is_live(state: &str) -> bool {
    !matches!(state, "planned" | "ended")
}

fn was_answered(key: &Key) -> bool {
    matches!(&*key.state, "waiting" | "connected" | "voicemail")
        || Outcome::from_word(&key.outcome).is_some_and(Outcome::was_answered)
}

impl CallStats {
    fn take(&mut self, key: &Key, figures: Figures) {
        let calls = as_count(figures.calls);
        self.total += calls;
        *self.by_state.entry(key.state.to_string()).or_default() += calls;
        if !key.outcome.is_empty() {
            *self.by_outcome.entry(key.outcome.to_string()).or_default() += calls;
        }
        if is_live(&key.state) {
            self.live += calls;
        }
        let dialed = key.dialed_hour != NEVER;
        if dialed {
            self.dialed += calls;
        }
        self.talk_ms_total += figures.talk_ms;
        self.talk_calls += as_count(figures.talk_calls);
        if key.currency.is_empty() {
            if dialed && key.state == "ended" {
                self.cost_unknown_calls += calls;
            }
        } else if calls > 0 {
            *self.cost_micros.entry(key.currency.clone()).or_default() += figures.cost_micros;
        }
    }
}

fn as_count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The states are those for which `is_live` says so.
const LIVE: &str = "SELECT CAST(COALESCE(SUM(calls), 0) AS BIGINT)
  FROM call_counters
  WHERE workspace_id = $1 AND run_id = $2 AND created_hour = $3 AND archived = 0 AND state NOT IN ('planned', 'ended')";
const BY_CREATION: &str = "SELECT created_hour, dialed_hour, archived, state, outcome, currency,
    calls, talk_calls, talk_ms, cost_micros
  FROM call_counters
  WHERE workspace_id = $1 AND run_id = $2 AND created_hour BETWEEN $3 AND $4 AND dialed_hour BETWEEN $5 AND $6";
/// The same rows by the other index: `created_hour + 0` is in none.
const BY_DIALING: &str = "SELECT created_hour, dialed_hour, archived, state, outcome, currency,
    calls, talk_calls, talk_ms, cost_micros
  FROM call_counters
  WHERE workspace_id = $1 AND run_id = $2 AND created_hour + 0 BETWEEN $3 AND $4 AND dialed_hour BETWEEN $5 AND $6";
