//! Mails, messages and doubtful appointments whose time has come, of every workspace.

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;

use super::SystemTx;
use crate::StoreError;
use crate::bookings::{BOOKING_COLUMNS, BookingRow, read_booking};
use crate::db::{Row, params};
use crate::hooks::{DELIVERY_COLUMNS, DeliveryRow, read_delivery};
use crate::mails::{MAIL_COLUMNS, MailRow, read_mail};

impl SystemTx<'_> {
    /// Takes mails that are to be sent now; nobody else gets them before `until`. One whose lease ran out while it was
    /// being sent is taken again.
    ///
    /// # Errors
    /// What the database said.
    pub fn lease_mails(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, MailRow)>, StoreError> {
        let sql = format!(
            "SELECT workspace_id, {MAIL_COLUMNS} FROM mails WHERE next_at IS NOT NULL AND next_at <= $1
             ORDER BY next_at, id LIMIT $2"
        );
        let leased = self.read_owned(&sql, now, limit, read_mail)?;
        for (workspace, mail) in &leased {
            self.session.execute(
                "UPDATE mails SET next_at = $3, state = 'sending', updated_at = $4 WHERE workspace_id = $1 AND id = $2",
                params![workspace, &mail.id, until, now],
            )?;
        }
        Ok(leased)
    }

    /// When the next mail is to be sent.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_mail(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.soonest("SELECT next_at FROM mails WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
    }

    /// Takes messages that are to be sent now; nobody else gets them before `until`.
    ///
    /// # Errors
    /// What the database said.
    pub fn lease_deliveries(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, DeliveryRow)>, StoreError> {
        let sql = format!(
            "SELECT workspace_id, {DELIVERY_COLUMNS} FROM hook_deliveries WHERE next_at IS NOT NULL AND next_at <= $1
             ORDER BY next_at, id LIMIT $2"
        );
        let leased = self.read_owned(&sql, now, limit, read_delivery)?;
        for (workspace, delivery) in &leased {
            self.session.execute(
                "UPDATE hook_deliveries SET next_at = $3 WHERE workspace_id = $1 AND id = $2",
                params![workspace, &delivery.id, until],
            )?;
        }
        Ok(leased)
    }

    /// When the next message is to be sent.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_delivery(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.soonest("SELECT next_at FROM hook_deliveries WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
    }

    /// Takes doubtful appointments that are to be looked up now; nobody else gets them before `until`.
    ///
    /// # Errors
    /// What the database said.
    pub fn lease_bookings(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, BookingRow)>, StoreError> {
        let sql = format!(
            "SELECT workspace_id, {BOOKING_COLUMNS} FROM bookings WHERE next_at IS NOT NULL AND next_at <= $1
             ORDER BY next_at, id LIMIT $2"
        );
        let leased = self.read_owned(&sql, now, limit, read_booking)?;
        for (workspace, booking) in &leased {
            self.session.execute(
                "UPDATE bookings SET next_at = $3 WHERE workspace_id = $1 AND id = $2",
                params![workspace, &booking.id, until],
            )?;
        }
        Ok(leased)
    }

    /// When the next doubtful appointment is to be looked up.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_doubtful_booking(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.soonest("SELECT next_at FROM bookings WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
    }

    /// Forgets messages of services and delivered messages to programs from before this time; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub fn delete_old_messages(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let mut gone = 0;
        for sql in OLD {
            gone += self.session.execute(sql, params![before])?;
        }
        Ok(gone)
    }

    fn read_owned<T>(
        &mut self,
        sql: &str,
        now: Timestamp,
        limit: u32,
        read: fn(Row) -> Result<T, StoreError>,
    ) -> Result<Vec<(WorkspaceId, T)>, StoreError> {
        let rows = self.session.query(sql, params![now, limit])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, read(row)?)))
            .collect()
    }

    fn soonest(&mut self, sql: &str) -> Result<Option<Timestamp>, StoreError> {
        self.session
            .query_one(sql, &[])?
            .map(|mut row| row.time())
            .transpose()
    }
}

const OLD: [&str; 2] = [
    "DELETE FROM service_messages WHERE seen_at < $1",
    "DELETE FROM hook_deliveries WHERE state = 'delivered' AND updated_at < $1",
];
