//! The SQL of an order, and the same order in memory, where pages of several lists become one.

use std::cmp::Ordering;

use super::filter::{LeadSort, LeadSortKey};
use super::{LeadRow, query::Way, terms};
use crate::StoreError;
use crate::calls::Direction;
use crate::db::Value;
use crate::page::PageRequest;

/// The columns of an order, the id last.
pub(super) struct Order {
    columns: Vec<(Column, Direction)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Line,
    /// The person before the company, as a term has them.
    Contact,
    /// The company before the person.
    Company,
    Status,
    LastCalled,
    Attempts,
    Id,
}

impl Order {
    pub(super) fn of(sort: &LeadSort) -> Self {
        let column = |key: &LeadSortKey| match key {
            LeadSortKey::Line => Column::Line,
            LeadSortKey::ContactName => Column::Contact,
            LeadSortKey::CompanyName => Column::Company,
            LeadSortKey::Status => Column::Status,
            LeadSortKey::LastCalledAt => Column::LastCalled,
            LeadSortKey::CallAttempts => Column::Attempts,
        };
        let keys = sort.0.iter().map(|(key, direction)| (column(key), *direction));
        let mut columns: Vec<(Column, Direction)> = keys.collect();
        let last = columns
            .last()
            .map_or(Direction::Ascending, |(_, direction)| *direction);
        columns.push((Column::Id, last));
        Self { columns }
    }

    /// What the terms begin with that are in this order, if it is one of names: walking it is walking them.
    pub(super) fn by_terms(&self) -> Option<char> {
        match self.columns.first() {
            Some((Column::Contact, _)) => Some(terms::CONTACT),
            Some((Column::Company, _)) => Some(terms::COMPANY),
            Some((Column::Line | Column::Status | Column::LastCalled | Column::Attempts | Column::Id, _))
            | None => None,
        }
    }

    /// A cursor belongs to one order of the list.
    pub(super) fn list_name(&self) -> String {
        let names = self.columns.iter().map(|(column, direction)| match direction {
            Direction::Ascending => format!(".{}", column.word()),
            Direction::Descending => format!(".-{}", column.word()),
        });
        format!("leads{}", names.collect::<String>())
    }

    pub(super) fn position(&self, page: &PageRequest) -> Result<Option<Vec<Value>>, StoreError> {
        let Some(parts) = page.position(&self.list_name(), self.columns.len())? else {
            return Ok(None);
        };
        let read = |((column, _), part): (&(Column, Direction), String)| match column {
            Column::Line | Column::LastCalled | Column::Attempts => {
                part.parse().map(Value::Int).map_err(|_| StoreError::BadCursor)
            }
            Column::Contact | Column::Company | Column::Status | Column::Id => Ok(Value::Text(part)),
        };
        let values: Result<Vec<_>, _> = self.columns.iter().zip(parts).map(read).collect();
        values.map(Some)
    }

    pub(super) fn position_of(&self, row: &LeadRow) -> Vec<String> {
        let key = |(column, _): &(Column, Direction)| match column.of(row) {
            Value::Int(number) => number.to_string(),
            Value::Text(text) => text,
            Value::Null => String::new(),
        };
        self.columns.iter().map(key).collect()
    }

    /// How two leads follow one another.
    pub(super) fn compare(&self, one: &LeadRow, other: &LeadRow) -> Ordering {
        for (column, direction) in &self.columns {
            let order = match (column.of(one), column.of(other)) {
                (Value::Int(one), Value::Int(other)) => one.cmp(&other),
                (Value::Text(one), Value::Text(other)) => one.cmp(&other),
                // A column holds one kind only.
                (Value::Int(_) | Value::Text(_) | Value::Null, _) => Ordering::Equal,
            };
            if order != Ordering::Equal {
                return match direction {
                    Direction::Ascending => order,
                    Direction::Descending => order.reverse(),
                };
            }
        }
        Ordering::Equal
    }

    /// The condition of what comes after a position whose placeholders are given.
    pub(super) fn after(&self, places: &[String], way: Way) -> String {
        let names = self.names(way);
        let mut columns = names.iter().zip(&self.columns).zip(places).rev();
        let Some(((name, (_, direction)), place)) = columns.next() else {
            return "1 = 1".to_owned();
        };
        // From the last column outwards: (a > x OR (a = x AND (b > y OR ...))).
        let mut condition = format!("{name} {} {place}", sign(*direction));
        for ((name, (_, direction)), place) in columns {
            let sign = sign(*direction);
            // The first half finds the index, the second is exact.
            condition = format!("{name} {sign}= {place} AND ({name} {sign} {place} OR ({condition}))");
        }
        condition
    }

    pub(super) fn sql(&self, way: Way) -> String {
        let names = self.names(way);
        let columns = names.iter().zip(&self.columns).map(|(name, (_, direction))| {
            let word = match direction {
                Direction::Ascending => "ASC",
                Direction::Descending => "DESC",
            };
            format!("{name} {word}")
        });
        columns.collect::<Vec<_>>().join(", ")
    }

    /// The columns in SQL. Gathered rows are sorted, so no index may be chosen for the sake of the order.
    fn names(&self, way: Way) -> Vec<String> {
        let by_terms = way == Way::Walk && self.by_terms().is_some();
        let name = |(place, (column, _)): (usize, &(Column, Direction))| match (column, way) {
            (Column::Contact | Column::Company, Way::Walk) if place == 0 => "order_term".to_owned(),
            (Column::Id, Way::Walk) if by_terms => "order_lead".to_owned(),
            (Column::Contact, _) => format!("'{}' || contact_key || '\t' || company_key", terms::CONTACT),
            (Column::Company, _) => format!("'{}' || company_key || '\t' || contact_key", terms::COMPANY),
            (
                Column::Line | Column::LastCalled | Column::Attempts | Column::Status | Column::Id,
                Way::Walk,
            ) => column.word().to_owned(),
            (Column::Line | Column::LastCalled | Column::Attempts, Way::Gather(_)) => {
                format!("{} + 0", column.word())
            }
            (Column::Status | Column::Id, Way::Gather(_)) => format!("{} || ''", column.word()),
        };
        self.columns.iter().enumerate().map(name).collect()
    }
}

impl Column {
    fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Contact => "contact",
            Self::Company => "company",
            Self::Status => "status",
            Self::LastCalled => "last_called_key",
            Self::Attempts => "call_attempts",
            Self::Id => "id",
        }
    }

    fn of(self, row: &LeadRow) -> Value {
        let standing = &row.standing;
        match self {
            Self::Line => Value::Int(i64::from(row.line)),
            Self::Contact => {
                let (contact, company) = row.keys();
                Value::Text(terms::of_contact(&contact, &company))
            }
            Self::Company => {
                let (contact, company) = row.keys();
                Value::Text(terms::of_company(&company, &contact))
            }
            Self::Status => Value::Text(standing.status.as_str().to_owned()),
            Self::LastCalled => Value::Int(standing.last_called_at.map_or(NEVER, |at| at.0)),
            Self::Attempts => Value::Int(i64::from(standing.call_attempts)),
            Self::Id => Value::Text(row.id.to_string()),
        }
    }
}

fn sign(direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => ">",
        Direction::Descending => "<",
    }
}

/// What the sort column holds for "never".
const NEVER: i64 = -1;
