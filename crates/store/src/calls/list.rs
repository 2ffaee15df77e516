//! The call log: any page of a million calls within a few milliseconds.

use super::query::{Order, Query, Way};
use super::{CallFilter, CallRow, Calls, Sort, SortKey, StateFilter};
use crate::StoreError;
use crate::counters::{self, StatsFilter};
use crate::db::{Param, Value};
use crate::page::{Page, PageRequest};

impl Calls<'_, '_> {
    /// A page of the calls that match.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(
        &mut self,
        filter: &CallFilter,
        sort: Sort,
        page: &PageRequest,
    ) -> Result<Page<CallRow>, StoreError> {
        let order = Order::of(sort);
        let position = order.position(page)?;
        let way = self.way(filter, sort)?;
        let rows = page.rows();
        let found = if sort.key == SortKey::State && way == Way::Walk {
            self.walk_states(filter, &order, position, rows + 1)?
        } else {
            let mut query = Query::new(filter, way, sort.key);
            if let Some(position) = position {
                query.after(&order, position);
            }
            query.order(&order, rows + 1);
            self.select(&query.sql, &as_params(&query.values))?
        };
        Ok(Page::cut(found, rows, &order.list_name(), |row| {
            order.position_of(row)
        }))
    }

    /// One state after the other, each in the order of time, so that a span of time is found by index.
    fn walk_states(
        &mut self,
        filter: &CallFilter,
        order: &Order,
        position: Option<Vec<Value>>,
        rows: usize,
    ) -> Result<Vec<CallRow>, StoreError> {
        let within = order.within_one_state();
        let (reached, mut after) = Order::split_state(position);
        let mut found = Vec::new();
        for state in order.states() {
            if reached
                .as_deref()
                .is_some_and(|reached| order.is_before(state.as_str(), reached))
            {
                continue;
            }
            let asked_for = filter.state.is_none_or(|wanted| wanted == state);
            // Only ended calls have an outcome.
            let possible = filter.outcome.is_none() || state == StateFilter::ENDED;
            if !asked_for || !possible {
                continue;
            }
            let of_state = CallFilter {
                state: Some(state),
                ..filter.clone()
            };
            let mut query = Query::new(&of_state, Way::Walk, SortKey::CreatedAt);
            if reached.as_deref() == Some(state.as_str())
                && let Some(position) = after.take()
            {
                query.after(&within, position);
            }
            query.order(&within, rows - found.len());
            found.extend(self.select(&query.sql, &as_params(&query.values))?);
            if found.len() >= rows {
                break;
            }
        }
        Ok(found)
    }

    /// How many calls match; `None` when that cannot be told cheaply.
    ///
    /// # Errors
    /// What the database said.
    pub fn count(&mut self, filter: &CallFilter) -> Result<Option<u64>, StoreError> {
        if filter.q.is_none() && filter.from.is_none() && filter.to.is_none() {
            return self.counted(filter).map(Some);
        }
        let mut query = Query::new(filter, Way::Gather, SortKey::CreatedAt);
        let limit = query.value(Value::Int(i64::from(COUNT_LIMIT) + 1));
        // `revision` is in no index: without it a planner might read a whole index instead of the rows searched for.
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT revision FROM calls {} LIMIT {limit}) AS matches",
            query.sql
        );
        let found = self.tx.query_one(&sql, &as_params(&query.values))?;
        let count = found.map_or(Ok(0), |mut row| row.count())?;
        Ok((count <= u64::from(COUNT_LIMIT)).then_some(count))
    }

    fn way(&mut self, filter: &CallFilter, sort: Sort) -> Result<Way, StoreError> {
        if filter.q.is_some() || filter.state == Some(StateFilter::LIVE) {
            return Ok(Way::Gather);
        }
        let whole = CallFilter {
            archived: filter.archived,
            ..CallFilter::default()
        };
        let by_states = sort.key == SortKey::State && filter.run_id.is_none();
        if sort.key == SortKey::CreatedAt || by_states || *filter == whole {
            return Ok(Way::Walk);
        }
        Ok(if self.counted(filter)? <= FEW {
            Way::Gather
        } else {
            Way::Walk
        })
    }

    /// How many calls match, by the counters: times to the hour, and none for calls of a run.
    fn counted(&mut self, filter: &CallFilter) -> Result<u64, StoreError> {
        let span = StatsFilter {
            from: filter.from,
            to: filter.to,
            run_id: filter.run_id.clone(),
        };
        counters::matching(self.tx, &span, filter.archived, |state, outcome| {
            filter.state.is_none_or(|wanted| wanted.fits(state))
                && filter.outcome.is_none_or(|wanted| wanted.as_str() == outcome)
        })
    }
}

fn as_params(values: &[Value]) -> Vec<Param<'_>> {
    values.iter().map(Param::from).collect()
}

/// Of a million rows, sorting this many takes about as long as skipping to a page of them.
const FEW: u64 = 5_000;
/// A larger number tells people nothing more.
const COUNT_LIMIT: u32 = 10_000;
