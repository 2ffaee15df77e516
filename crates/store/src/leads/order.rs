//! The SQL of an order, and the same order in memory, where pages of several lists become one.

use std::cmp::Ordering;

use super::filter::{LeadSort, LeadSortKey};
use super::{LeadRow, query::Way};
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
    Contact,
    Company,
    Status,
    LastCalled,
    Attempts,
    Id,
}

impl Order {
    pub(super) fn of(sort: &LeadSort) -> Self {
        let mut columns: Vec<(Column, Direction)> = Vec::new();
        for (key, direction) in &sort.0 {
            // Names follow one another as the index has them.
            let own: &[Column] = match key {
                LeadSortKey::Line => &[Column::Line],
                LeadSortKey::ContactName => &[Column::Contact, Column::Company],
                LeadSortKey::CompanyName => &[Column::Company, Column::Contact],
                LeadSortKey::Status => &[Column::Status],
                LeadSortKey::LastCalledAt => &[Column::LastCalled],
                LeadSortKey::CallAttempts => &[Column::Attempts],
            };
            for column in own {
                if !columns.iter().any(|(known, _)| known == column) {
                    columns.push((*column, *direction));
                }
            }
        }
        let last = columns
            .last()
            .map_or(Direction::Ascending, |(_, direction)| *direction);
        columns.push((Column::Id, last));
        Self { columns }
    }

    /// A cursor belongs to one order of the list.
    pub(super) fn list_name(&self) -> String {
        let names = self.columns.iter().map(|(column, direction)| match direction {
            Direction::Ascending => format!(".{}", column.name()),
            Direction::Descending => format!(".-{}", column.name()),
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
        let mut columns = self.columns.iter().zip(places).rev();
        let Some(((column, direction), place)) = columns.next() else {
            return "1 = 1".to_owned();
        };
        // From the last column outwards: (a > x OR (a = x AND (b > y OR ...))).
        let mut condition = format!("{} {} {place}", column.sql(way), sign(*direction));
        for ((column, direction), place) in columns {
            let name = column.sql(way);
            let sign = sign(*direction);
            // The first half finds the index, the second is exact.
            condition = format!("{name} {sign}= {place} AND ({name} {sign} {place} OR ({condition}))");
        }
        condition
    }

    pub(super) fn sql(&self, way: Way) -> String {
        let columns = self.columns.iter().map(|(column, direction)| {
            let word = match direction {
                Direction::Ascending => "ASC",
                Direction::Descending => "DESC",
            };
            format!("{} {word}", column.sql(way))
        });
        columns.collect::<Vec<_>>().join(", ")
    }
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Contact => "contact_key",
            Self::Company => "company_key",
            Self::Status => "status",
            Self::LastCalled => "last_called_key",
            Self::Attempts => "call_attempts",
            Self::Id => "id",
        }
    }

    /// Gathered rows are sorted, so no index may be chosen for the sake of the order.
    fn sql(self, way: Way) -> String {
        match (self, way) {
            (_, Way::Walk) => self.name().to_owned(),
            (Self::Line | Self::LastCalled | Self::Attempts, Way::Gather) => format!("{} + 0", self.name()),
            (Self::Contact | Self::Company | Self::Status | Self::Id, Way::Gather) => {
                format!("{} || ''", self.name())
            }
        }
    }

    fn of(self, row: &LeadRow) -> Value {
        let standing = &row.standing;
        match self {
            Self::Line => Value::Int(i64::from(row.line)),
            Self::Contact => Value::Text(row.keys().0),
            Self::Company => Value::Text(row.keys().1),
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
