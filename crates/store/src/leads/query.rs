//! The SQL of a page of one list's leads.
//!
//! As with calls, a page is read by *walking* the index of its order and skipping what does not match, or by
//! *gathering* the few matches by the index of the filter and sorting them. Columns that must not choose an index
//! are wrapped: no index knows `status || ''`.

use outdial_domain::ids::ListId;

use super::LeadFilter;
use super::order::Order;
use super::terms;
use crate::calls::search::{digits_of, escape};
use crate::db::Value;

/// How a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Walk,
    Gather,
}

/// A statement in the making: everything after `FROM leads`.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    way: Way,
    searched: u32,
}

impl Query {
    /// `$1` is the workspace, `$2` the list. A search looks into each of the first `searched` leads.
    pub(super) fn new(list: &ListId, filter: &LeadFilter, way: Way, searched: u32) -> Self {
        // A search knows the ids; a planner without figures would rather read the list and compare.
        let of_list = if filter.q.is_some() {
            "list_id || ''"
        } else {
            "list_id"
        };
        let mut query = Self {
            sql: format!("WHERE workspace_id = $1 AND {of_list} = $2"),
            values: vec![Value::Text(list.to_string())],
            way,
            searched,
        };
        let mut by_index = way == Way::Gather;
        if let Some(q) = &filter.q {
            query.search(q, filter.q_number.as_deref());
            by_index = false;
        }
        if let Some(disposition) = &filter.disposition {
            query.equals("disposition", disposition, by_index);
            by_index = false;
        }
        if let Some(status) = filter.status {
            query.equals("status", status.as_str(), by_index);
        }
        query
    }

    /// Only what comes after this position.
    pub(super) fn after(&mut self, order: &Order, position: Vec<Value>) {
        let places: Vec<String> = position.into_iter().map(|value| self.value(value)).collect();
        let condition = order.after(&places, self.way);
        self.and(&format!("({condition})"));
    }

    pub(super) fn order(&mut self, order: &Order, limit: usize) {
        let limit = self.value(Value::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        self.sql
            .push_str(&format!(" ORDER BY {} LIMIT {limit}", order.sql(self.way)));
    }

    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len() + 1)
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    fn equals(&mut self, column: &str, value: &str, by_index: bool) {
        let value = self.value(Value::Text(value.to_owned()));
        self.and(&if by_index {
            format!("{column} = {value}")
        } else {
            format!("{column} || '' = {value}")
        });
    }

    /// Names and companies by the beginning of any word, numbers by their last digits or as a whole; and anything by
    /// any part of it among the first leads of the list.
    fn search(&mut self, text: &str, number: Option<&str>) {
        let name = text.trim().to_lowercase();
        let mut parts = Vec::new();
        for column in ["contact_key", "company_key"] {
            parts.push(self.by_beginning("leads", "id", column, &name));
        }
        parts.push(self.by_beginning("lead_terms", "lead_id", "term", &terms::of_words(&name)));
        let digits = digits_of(text);
        for digits in [digits.as_deref(), number].into_iter().flatten() {
            parts.push(self.by_beginning("lead_terms", "lead_id", "term", &terms::of_number(digits)));
        }
        if self.searched > 0 {
            parts.push(self.among_the_first(&name, digits.as_deref()));
        }
        self.and(&format!("id IN ({})", parts.join(" UNION ")));
    }

    /// Ids by an index on the column; nothing of the table is read but them.
    fn by_beginning(&mut self, table: &str, id: &str, column: &str, beginning: &str) -> String {
        let from = self.value(Value::Text(beginning.to_owned()));
        let to = self.value(Value::Text(format!("{beginning}{}", char::MAX)));
        format!(
            "SELECT id FROM (SELECT {id} AS id FROM {table} WHERE workspace_id = $1 AND list_id = $2
               AND {column} >= {from} AND {column} < {to} LIMIT {MATCHES_MAX}) AS by_beginning"
        )
    }

    fn among_the_first(&mut self, name: &str, digits: Option<&str>) -> String {
        let pattern = self.value(Value::Text(format!("%{}%", escape(name))));
        let mut condition =
            format!("contact_key LIKE {pattern} ESCAPE '\\' OR company_key LIKE {pattern} ESCAPE '\\'");
        if let Some(digits) = digits {
            let pattern = self.value(Value::Text(format!("%{digits}%")));
            condition.push_str(&format!(" OR phone LIKE {pattern}"));
        }
        let searched = self.value(Value::Int(i64::from(self.searched)));
        format!(
            "SELECT id FROM (SELECT id, contact_key, company_key, phone FROM leads
               WHERE workspace_id = $1 AND list_id = $2 ORDER BY line, id LIMIT {searched}) AS first
             WHERE {condition}"
        )
    }
}

/// Who finds more matches than this narrows the search.
const MATCHES_MAX: u32 = 2_000;
