//! Finds appointments.

use outdial_domain::Timestamp;
use outdial_domain::booking::Span;
use outdial_domain::ids::{BookingId, CallId, LeadId};

use super::write::LONGEST_MICROSECONDS;
use super::{BOOKING_COLUMNS, BookingFilter, BookingRow, Bookings, read_booking};
use crate::StoreError;
use crate::db::{Param, params};
use crate::page::{Page, PageRequest};

impl Bookings<'_, '_> {
    /// The appointment with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &BookingId) -> Result<Option<BookingRow>, StoreError> {
        let sql = format!("SELECT {BOOKING_COLUMNS} FROM bookings WHERE workspace_id = $1 AND id = $2");
        self.tx
            .query_one(&sql, params![id])?
            .map(read_booking)
            .transpose()
    }

    /// The appointment that a calendar calls so.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_uid(&mut self, uid: &str) -> Result<Option<BookingRow>, StoreError> {
        let sql = format!(
            "SELECT {BOOKING_COLUMNS} FROM bookings WHERE workspace_id = $1 AND uid = $2 ORDER BY created_at DESC LIMIT 1"
        );
        self.tx
            .query_one(&sql, params![uid])?
            .map(read_booking)
            .transpose()
    }

    /// The appointments that were made in a call, the oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_call(&mut self, call: &CallId) -> Result<Vec<BookingRow>, StoreError> {
        let sql = format!(
            "SELECT {BOOKING_COLUMNS} FROM bookings WHERE workspace_id = $1 AND call_id = $2 ORDER BY created_at, id"
        );
        let rows = self.tx.query(&sql, params![call])?;
        rows.into_iter().map(read_booking).collect()
    }

    /// The newest appointments of a lead that were made before a place in its story.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead_before(
        &mut self,
        lead: &LeadId,
        at: Timestamp,
        id: &str,
        limit: u32,
    ) -> Result<Vec<BookingRow>, StoreError> {
        let sql = format!(
            "SELECT {BOOKING_COLUMNS} FROM bookings WHERE workspace_id = $1 AND lead_id = $2
               AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5"
        );
        let rows = self.tx.query(&sql, params![lead, at, id, limit])?;
        rows.into_iter().map(read_booking).collect()
    }

    /// The next appointment of a lead that is not called off, from `now` on.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_of_lead(&mut self, lead: &LeadId, now: Timestamp) -> Result<Option<BookingRow>, StoreError> {
        let sql = format!(
            "SELECT {BOOKING_COLUMNS} FROM bookings WHERE workspace_id = $1 AND lead_id = $2 AND end_at > $3
               AND state <> 'cancelled' ORDER BY start_at, id LIMIT 1"
        );
        self.tx
            .query_one(&sql, params![lead, now])?
            .map(read_booking)
            .transpose()
    }

    /// What of a calendar is taken between two times.
    ///
    /// # Errors
    /// What the database said.
    pub fn taken(&mut self, calendar: &str, between: Span) -> Result<Vec<Span>, StoreError> {
        let rows = self.tx.query(
            "SELECT start_at, end_at FROM bookings WHERE workspace_id = $1 AND calendar = $2 AND state <> 'cancelled'
               AND start_at < $4 AND end_at > $3 AND start_at > $3 - $5 ORDER BY start_at, id",
            params![calendar, between.start, between.end, LONGEST_MICROSECONDS],
        )?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Span {
                    start: row.time()?,
                    end: row.time()?,
                })
            })
            .collect()
    }

    /// A page of appointments, the soonest first. Those that no calendar ever took are left out.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(
        &mut self,
        filter: &BookingFilter,
        page: &PageRequest,
    ) -> Result<Page<BookingRow>, StoreError> {
        let (at, id) = match page.position(LIST, 2)? {
            Some(parts) => (
                parts[0].parse::<i64>().map_err(|_| StoreError::BadCursor)?,
                parts[1].clone(),
            ),
            None => (i64::MIN, String::new()),
        };
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let mut values = vec![Param::from(at), Param::from(&id), Param::from(limit)];
        let mut conditions = String::new();
        let mut only = |condition: &str, value| {
            values.push(value);
            conditions.push_str(&format!(" AND {condition} ${}", values.len() + 1));
        };
        if let Some(from) = filter.from {
            only("start_at >=", Param::from(from));
        }
        if let Some(to) = filter.to {
            only("start_at <", Param::from(to));
        }
        if let Some(state) = filter.state {
            only("state =", Param::from(state.as_str()));
        }
        if let Some(lead) = &filter.lead {
            only("lead_id =", Param::from(lead));
        }
        let sql = format!(
            "SELECT {BOOKING_COLUMNS} FROM bookings WHERE workspace_id = $1 AND (start_at, id) > ($2, $3)
                 AND (state <> 'cancelled' OR uid IS NOT NULL){conditions}
             ORDER BY start_at, id LIMIT $4"
        );
        let found = self.tx.query(&sql, &values)?;
        let items = found.into_iter().map(read_booking).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, rows, LIST, |row: &BookingRow| {
            vec![row.when.start.0.to_string(), row.id.to_string()]
        }))
    }
}

const LIST: &str = "bookings";
