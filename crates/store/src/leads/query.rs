//! The SQL of a page of one list's leads.
//!
//! As with calls, a page is read by *walking* the index of its order and skipping what does not match, or by
//! *gathering* the few matches by the index of the filter and sorting them. Columns that must not choose an index
//! are wrapped: no index knows `status || ''`.

use outdial_domain::ids::ListId;

use super::LeadFilter;
use super::order::Order;
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
}

impl Query {
    /// `$1` is the workspace, `$2` the list.
    pub(super) fn new(list: &ListId, filter: &LeadFilter, way: Way) -> Self {
        let mut query = Self {
            sql: "WHERE workspace_id = $1 AND list_id = $2".to_owned(),
            values: vec![Value::Text(list.to_string())],
            way,
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

    /// Names and companies by any part of them; numbers by any run of digits, or as a whole in any notation.
    fn search(&mut self, text: &str, number: Option<&str>) {
        let name = self.value(Value::Text(format!("%{}%", escape(&text.trim().to_lowercase()))));
        let mut parts = vec![of_index(
            "contact_key, company_key",
            &format!("contact_key LIKE {name} ESCAPE '\\' OR company_key LIKE {name} ESCAPE '\\'"),
        )];
        if let Some(digits) = digits_of(text) {
            let digits = self.value(Value::Text(format!("%{digits}%")));
            parts.push(of_index("phone", &format!("phone LIKE {digits}")));
        }
        if let Some(number) = number {
            let number = self.value(Value::Text(number.to_owned()));
            parts.push(format!(
                "SELECT id FROM leads WHERE workspace_id = $1 AND list_id = $2 AND phone = {number}"
            ));
        }
        self.and(&format!("id IN ({})", parts.join(" UNION ")));
    }
}

/// Ids found by reading through an index that has all that is asked about: no row of the table is touched.
fn of_index(columns: &str, condition: &str) -> String {
    format!(
        "SELECT id FROM (SELECT id FROM (SELECT id, {columns} FROM leads WHERE workspace_id = $1 AND list_id = $2
           ORDER BY {columns}, id) AS entries WHERE {condition} LIMIT {MATCHES_MAX}) AS matches"
    )
}

/// Who finds more matches than this narrows the search.
const MATCHES_MAX: u32 = 2_000;
