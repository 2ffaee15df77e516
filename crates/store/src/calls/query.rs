//! The SQL of a page of the call log.
//!
//! A page is read in one of two ways. *Walking* follows the index of the sort order and skips what does not match:
//! right when much matches. *Gathering* takes all matches by the index of the filter and sorts them: right when
//! little matches. The counters say which, so neither way meets a million rows. A planner without figures could
//! choose the wrong index, so columns that must not choose one are wrapped: no index knows `state || ''`.

use super::search::Search;
use super::{CallFilter, CallRow, Direction, Sort, SortKey, StateFilter};
use crate::StoreError;
use crate::db::Value;
use crate::page::PageRequest;

/// How a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Walk,
    Gather,
}

/// A statement in the making: everything after `FROM calls`.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    way: Way,
}

/// The SQL of an order.
pub(super) struct Order {
    key: SortKey,
    direction: Direction,
    columns: &'static [Column],
}

#[derive(Clone, Copy)]
enum Column {
    Text(&'static str),
    Int(&'static str),
}

impl Query {
    pub(super) fn new(filter: &CallFilter, way: Way, sort: SortKey) -> Self {
        let mut query = Self {
            sql: "WHERE workspace_id = $1".to_owned(),
            values: Vec::new(),
            way,
        };
        let archived = query.value(Value::Int(i64::from(filter.archived)));
        // The search, the run and the live calls have indexes of their own; the others begin with `archived`.
        let own_index =
            filter.q.is_some() || filter.run_id.is_some() || filter.state == Some(StateFilter::LIVE);
        let by_archived = !own_index || (way == Way::Walk && sort != SortKey::CreatedAt);
        query.and(&if by_archived {
            format!("archived = {archived}")
        } else {
            format!("archived + 0 = {archived}")
        });
        query.filter(filter, way == Way::Gather || sort == SortKey::CreatedAt);
        query
    }

    /// Adds a value; answers its placeholder. `$1` is the workspace.
    pub(super) fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len() + 1)
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// One filter may choose the index: the search, else the run, else the outcome, else the state; and the time
    /// beside the last three. None may while an order is walked that is not the order of time.
    fn filter(&mut self, filter: &CallFilter, by_index: bool) {
        let mut free = by_index;
        if let Some(q) = &filter.q {
            self.search(&Search::of(q));
            free = false;
        }
        let times_by_index = free;
        if let Some(run) = &filter.run_id {
            self.equals("run_id", run.as_str(), free);
            free = false;
        }
        if let Some(outcome) = filter.outcome {
            self.equals("outcome", outcome.as_str(), free);
            free = false;
        }
        match filter.state {
            Some(StateFilter::LIVE) => self.and(if free { "live = 1" } else { "live + 0 = 1" }),
            Some(state) => self.equals("state", state.as_str(), free),
            None => {}
        }
        for (bound, sign) in [(filter.from, ">="), (filter.to, "<")] {
            if let Some(bound) = bound {
                let bound = self.value(Value::Int(bound.0));
                let column = if times_by_index {
                    "created_at"
                } else {
                    "created_at + 0"
                };
                self.and(&format!("{column} {sign} {bound}"));
            }
        }
    }

    fn equals(&mut self, column: &str, value: &str, by_index: bool) {
        let value = self.value(Value::Text(value.to_owned()));
        self.and(&if by_index {
            format!("{column} = {value}")
        } else {
            format!("{column} || '' = {value}")
        });
    }

    fn search(&mut self, search: &Search) {
        let mut parts = Vec::new();
        for (column, prefix) in &search.prefixes {
            let from = self.value(Value::Text(prefix.clone()));
            let to = self.value(Value::Text(format!("{prefix}{}", char::MAX)));
            // Only the index by number knows the archived ones apart.
            let beside = if *column == "phone" {
                " AND archived = $2"
            } else {
                ""
            };
            parts.push(format!(
                "SELECT id FROM (SELECT id FROM calls WHERE workspace_id = $1{beside} AND {column} >= {from}
                   AND {column} < {to} LIMIT {MATCHES_MAX}) AS by_prefix"
            ));
        }
        let anywhere: Vec<String> = search
            .anywhere
            .iter()
            .map(|(column, pattern)| {
                let pattern = self.value(Value::Text(pattern.clone()));
                format!("{column} LIKE {pattern} ESCAPE '\\'")
            })
            .collect();
        parts.push(format!(
            "SELECT id FROM (SELECT id, phone, name_key FROM calls WHERE workspace_id = $1 AND archived = $2
               ORDER BY created_at DESC, id DESC LIMIT {SEARCHED_MAX}) AS newest WHERE {}",
            anywhere.join(" OR ")
        ));
        self.and(&format!("id IN ({})", parts.join(" UNION ")));
    }

    /// Only what comes after this position.
    pub(super) fn after(&mut self, order: &Order, position: Vec<Value>) {
        let sign = match order.direction {
            Direction::Ascending => ">",
            Direction::Descending => "<",
        };
        let values: Vec<String> = position.into_iter().map(|value| self.value(value)).collect();
        let columns: Vec<String> = order.columns.iter().map(|column| column.sql(self.way)).collect();
        self.and(&format!(
            "({}) {sign} ({})",
            columns.join(", "),
            values.join(", ")
        ));
    }

    pub(super) fn order(&mut self, order: &Order, limit: usize) {
        let word = match order.direction {
            Direction::Ascending => "ASC",
            Direction::Descending => "DESC",
        };
        let columns: Vec<String> = order
            .columns
            .iter()
            .map(|column| format!("{} {word}", column.sql(self.way)))
            .collect();
        let limit = self.value(Value::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        self.sql
            .push_str(&format!(" ORDER BY {} LIMIT {limit}", columns.join(", ")));
    }
}

impl Order {
    pub(super) fn of(sort: Sort) -> Self {
        use Column::{Int, Text};
        let columns: &[Column] = match sort.key {
            SortKey::CreatedAt => &[Int("created_at"), Text("id")],
            SortKey::Phone => &[Text("phone"), Text("id")],
            SortKey::State => &[Text("state"), Int("created_at"), Text("id")],
            SortKey::Duration => &[Int("talk_key"), Text("id")],
            SortKey::AnsweredAt => &[Int("answered_key"), Text("id")],
        };
        Self {
            key: sort.key,
            direction: sort.direction,
            columns,
        }
    }

    /// A cursor belongs to one order of the list.
    pub(super) fn list_name(&self) -> String {
        format!("calls.{:?}.{:?}", self.key, self.direction)
    }

    pub(super) fn position(&self, page: &PageRequest) -> Result<Option<Vec<Value>>, StoreError> {
        let Some(parts) = page.position(&self.list_name(), self.columns.len())? else {
            return Ok(None);
        };
        let read = |(column, part): (&Column, String)| match column {
            Column::Text(_) => Ok(Value::Text(part)),
            Column::Int(_) => part.parse().map(Value::Int).map_err(|_| StoreError::BadCursor),
        };
        self.columns
            .iter()
            .zip(parts)
            .map(read)
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// The order of calls of one state in the order of states.
    pub(super) fn within_one_state(&self) -> Self {
        Self::of(Sort {
            key: SortKey::CreatedAt,
            direction: self.direction,
        })
    }

    /// The state of a position in the order of states, and the position among its calls.
    pub(super) fn split_state(position: Option<Vec<Value>>) -> (Option<String>, Option<Vec<Value>>) {
        let mut position = position.unwrap_or_default().into_iter();
        match position.next() {
            Some(Value::Text(state)) => (Some(state), Some(position.collect())),
            Some(Value::Int(_) | Value::Null) | None => (None, None),
        }
    }

    /// Every state's word, in this order.
    pub(super) fn states(&self) -> Vec<StateFilter> {
        let mut states = StateFilter::each_state();
        states.sort_by_key(|state| state.as_str());
        if self.direction == Direction::Descending {
            states.reverse();
        }
        states
    }

    pub(super) fn is_before(&self, state: &str, other: &str) -> bool {
        match self.direction {
            Direction::Ascending => state < other,
            Direction::Descending => state > other,
        }
    }

    pub(super) fn position_of(&self, row: &CallRow) -> Vec<String> {
        let facts = &row.call.facts;
        let id = row.id.to_string();
        match self.key {
            SortKey::CreatedAt => vec![row.created_at.0.to_string(), id],
            SortKey::Phone => vec![row.phone.e164().to_owned(), id],
            SortKey::State => vec![row.call.state.word().to_owned(), row.created_at.0.to_string(), id],
            SortKey::Duration => vec![facts.talk_ms().unwrap_or(ABSENT).to_string(), id],
            SortKey::AnsweredAt => vec![facts.answered_at.map_or(ABSENT, |at| at.0).to_string(), id],
        }
    }
}

impl Column {
    /// Gathered rows are sorted, so no index may be chosen for the sake of the order.
    fn sql(self, way: Way) -> String {
        match (self, way) {
            (Self::Text(name) | Self::Int(name), Way::Walk) => name.to_owned(),
            (Self::Text(name), Way::Gather) => format!("{name} || ''"),
            (Self::Int(name), Way::Gather) => format!("{name} + 0"),
        }
    }
}

/// What the sort columns hold for "not known".
const ABSENT: i64 = -1;
/// Who finds more matches than this narrows the search.
const MATCHES_MAX: u32 = 1_000;
/// Newest calls searched for what lies in the middle of numbers and names.
const SEARCHED_MAX: u32 = 10_000;
