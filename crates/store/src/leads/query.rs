//! The SQL of a page of one list's leads.
//!
//! As with calls, a page is read by *walking* the index of its order and skipping what does not match, or by
//! *gathering* the few matches by the index of a filter and sorting them. Columns that must not choose an index
//! are wrapped: no index knows `status || ''`.

use outdial_domain::ids::ListId;

use super::order::Order;
use super::{ConsentFilter, LeadFilter, consent, terms};
use crate::calls::search::{digits_of, escape};
use crate::db::Value;

/// How a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Walk,
    /// By the index of this part of the filter.
    Gather(Handle),
}

/// A part of a filter that has an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handle {
    Search,
    Disposition,
    Result,
    Status,
    Tag,
    Region,
    /// A consent that is given.
    Consent,
    /// One that is not.
    NoConsent,
    /// One of the fields that the workspace added.
    Custom(usize),
    Attempts,
    LastCall,
}

/// A statement in the making: everything from `FROM` on.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    way: Way,
    /// Where the id is known from before the lead itself is read.
    id: &'static str,
    searched: u32,
}

impl Query {
    /// `$1` is the workspace, `$2` the list. A search looks into each of the first `searched` leads. What is walked in
    /// the order of names is walked by its terms.
    pub(super) fn new(
        list: &ListId,
        filter: &LeadFilter,
        way: Way,
        order: Option<&Order>,
        searched: u32,
    ) -> Self {
        let mut query = Self {
            sql: String::new(),
            values: vec![Value::Text(list.to_string())],
            way,
            id: "leads.id",
            searched,
        };
        query.source(order);
        query.filter(filter);
        query
    }

    fn source(&mut self, order: Option<&Order>) {
        let by_terms = order.and_then(Order::by_terms).filter(|_| self.way == Way::Walk);
        if let Some(kind) = by_terms {
            let (from, to) = (
                self.value(Value::Text(kind.to_string())),
                self.value(Value::Text(format!("{kind}{}", char::MAX))),
            );
            // A cross join is read from left to right.
            self.sql.push_str(&format!(
                "FROM (SELECT term AS order_term, lead_id AS order_lead FROM lead_terms
                   WHERE workspace_id = $1 AND list_id = $2 AND term >= {from} AND term < {to}) AS in_order
                 CROSS JOIN leads WHERE workspace_id = $1 AND id = order_lead"
            ));
            self.id = "order_lead";
            return;
        }
        // Whatever knows the ids; a planner without figures would rather read the list and compare.
        let of_list = match self.way {
            Way::Gather(
                Handle::Search | Handle::Tag | Handle::Region | Handle::Consent | Handle::Custom(_),
            ) => "list_id || ''",
            Way::Walk
            | Way::Gather(
                Handle::Disposition
                | Handle::Result
                | Handle::Status
                | Handle::NoConsent
                | Handle::Attempts
                | Handle::LastCall,
            ) => "list_id",
        };
        self.sql
            .push_str(&format!("FROM leads WHERE workspace_id = $1 AND {of_list} = $2"));
    }

    fn filter(&mut self, filter: &LeadFilter) {
        let way = self.way;
        let by = |handle: Handle| way == Way::Gather(handle);
        if let Some(q) = &filter.q {
            self.search(q, filter.q_number.as_deref());
        }
        if let Some(disposition) = &filter.disposition {
            self.equals("disposition", disposition, by(Handle::Disposition));
        }
        if let Some(result) = filter.result {
            self.equals("result", result.as_str(), by(Handle::Result));
        }
        if let Some(status) = filter.status {
            self.equals("status", status.as_str(), by(Handle::Status));
        }
        if let Some(tag) = &filter.tag {
            self.has_term(terms::of_tag(tag), by(Handle::Tag));
        }
        if let Some(region) = &filter.region {
            self.has_term(terms::of_region(region), by(Handle::Region));
        }
        match filter.consent {
            Some(ConsentFilter::Given(scope)) => {
                self.has_term(terms::of_consent(scope), by(Handle::Consent));
            }
            Some(ConsentFilter::Missing(scope)) => {
                let condition = consent::condition(scope, false);
                // No index knows the other way round.
                self.and(&if by(Handle::NoConsent) {
                    condition
                } else {
                    format!("NOT {}", consent::condition(scope, true))
                });
            }
            None => {}
        }
        for (place, (field, value)) in filter.custom.iter().enumerate() {
            self.has_term(terms::of_custom(field, value), by(Handle::Custom(place)));
        }
        if let Some(most) = filter.attempts_max {
            self.range("call_attempts", "<=", i64::from(most), by(Handle::Attempts));
        }
        let by_last_call = by(Handle::LastCall);
        if filter.never_called {
            self.range("last_called_key", "=", NEVER, by_last_call);
        }
        if let Some(before) = filter.called_before {
            self.range("last_called_key", "<", before.0, by_last_call);
            if filter.called_after.is_none() {
                self.range("last_called_key", ">", NEVER, by_last_call);
            }
        }
        if let Some(after) = filter.called_after {
            self.range("last_called_key", ">=", after.0, by_last_call);
        }
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

    pub(super) fn limit(&mut self, most: u64) {
        let most = self.value(Value::Int(i64::try_from(most).unwrap_or(i64::MAX)));
        self.sql.push_str(&format!(" LIMIT {most}"));
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

    fn range(&mut self, column: &str, sign: &str, bound: i64, by_index: bool) {
        let bound = self.value(Value::Int(bound));
        let wrap = if by_index { "" } else { " + 0" };
        self.and(&format!("{column}{wrap} {sign} {bound}"));
    }

    fn has_term(&mut self, term: String, by_index: bool) {
        let term = self.value(Value::Text(term));
        self.and(&if by_index {
            format!("id IN (SELECT lead_id FROM lead_terms WHERE workspace_id = $1 AND list_id = $2 AND term = {term})")
        } else {
            format!(
                "EXISTS (SELECT 1 FROM lead_terms AS own WHERE own.workspace_id = $1 AND own.list_id = $2
                   AND own.term = {term} AND own.lead_id = {})",
                self.id
            )
        });
    }

    /// How many leads have all these terms, at most so many: nothing of the leads is read. The first term should be the
    /// rarest.
    pub(super) fn count_of_terms(list: &ListId, terms: &[String], most: u64) -> (String, Vec<Value>) {
        let mut sql = "SELECT COUNT(*) FROM (SELECT t.lead_id FROM lead_terms AS t
           WHERE t.workspace_id = $1 AND t.list_id = $2"
            .to_owned();
        let mut values = vec![Value::Text(list.to_string())];
        for (place, term) in terms.iter().enumerate() {
            values.push(Value::Text(term.clone()));
            let term = format!("${}", values.len() + 1);
            sql.push_str(&if place == 0 {
                format!(" AND t.term = {term}")
            } else {
                format!(
                    " AND EXISTS (SELECT 1 FROM lead_terms AS own WHERE own.workspace_id = $1 AND own.list_id = $2
                       AND own.term = {term} AND own.lead_id = t.lead_id)"
                )
            });
        }
        values.push(Value::Int(i64::try_from(most).unwrap_or(i64::MAX)));
        sql.push_str(&format!(" LIMIT ${}) AS matches", values.len() + 1));
        (sql, values)
    }

    /// Names and companies by the beginning of any word, numbers by their last digits or as a whole; and anything by
    /// any part of it among the first leads of the list.
    fn search(&mut self, text: &str, number: Option<&str>) {
        let name = text.trim().to_lowercase();
        let mut beginnings = vec![
            format!("{}{name}", terms::CONTACT),
            format!("{}{name}", terms::COMPANY),
        ];
        // What begins with anything else is no word, and a term of another kind.
        if name.starts_with(char::is_alphanumeric) {
            beginnings.push(terms::of_words(&name));
        }
        let digits = digits_of(text);
        for digits in [digits.as_deref(), number].into_iter().flatten() {
            beginnings.push(terms::of_number(digits));
        }
        let mut parts: Vec<String> = beginnings
            .into_iter()
            .map(|text| self.by_beginning(&text))
            .collect();
        if self.searched > 0 {
            parts.push(self.among_the_first(&name, digits.as_deref()));
        }
        self.and(&format!("id IN ({})", parts.join(" UNION ")));
    }

    /// Ids by the terms; nothing of the leads is read.
    fn by_beginning(&mut self, beginning: &str) -> String {
        let from = self.value(Value::Text(beginning.to_owned()));
        let to = self.value(Value::Text(format!("{beginning}{}", char::MAX)));
        format!(
            "SELECT id FROM (SELECT lead_id AS id FROM lead_terms WHERE workspace_id = $1 AND list_id = $2
               AND term >= {from} AND term < {to} LIMIT {MATCHES_MAX}) AS by_beginning"
        )
    }

    fn among_the_first(&mut self, name: &str, digits: Option<&str>) -> String {
        let pattern = self.value(Value::Text(format!("%{}%", escape(name))));
        let mut condition =
            format!("contact_key LIKE {pattern} ESCAPE '\\' OR company_key LIKE {pattern} ESCAPE '\\'");
        if let Some(digits) = digits {
            let pattern = self.value(Value::Text(format!("%{digits}%")));
            condition.push_str(&format!(" OR phone LIKE {pattern} OR numbers LIKE {pattern}"));
        }
        let searched = self.value(Value::Int(i64::from(self.searched)));
        format!(
            "SELECT id FROM (SELECT id, contact_key, company_key, phone, numbers FROM leads
               WHERE workspace_id = $1 AND list_id = $2 ORDER BY line, id LIMIT {searched}) AS first
             WHERE {condition}"
        )
    }
}

/// What the sort column of the last call holds for "never".
const NEVER: i64 = -1;
/// Who finds more matches than this narrows the search.
const MATCHES_MAX: u32 = 2_000;
