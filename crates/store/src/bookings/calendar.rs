//! When appointments can be made, and which times were offered.

use outdial_domain::Timestamp;
use outdial_domain::booking::Span;

use super::{Bookings, CalendarSettingsRow};
use crate::StoreError;
use crate::db::params;

impl Bookings<'_, '_> {
    /// When appointments can be made, if somebody has chosen.
    ///
    /// # Errors
    /// What the database said.
    pub fn settings(&mut self) -> Result<Option<CalendarSettingsRow>, StoreError> {
        let sql = "SELECT settings, updated_at, revision FROM calendar_settings WHERE workspace_id = $1";
        self.tx
            .query_one(sql, &[])?
            .map(|mut row| {
                Ok(CalendarSettingsRow {
                    settings: row.json("calendar settings")?,
                    updated_at: row.time()?,
                    revision: row.int()?,
                })
            })
            .transpose()
    }

    /// Stores when appointments can be made and raises the revision, which is 0 for what nobody has chosen.
    ///
    /// # Errors
    /// `Conflict` when it was changed meanwhile.
    pub fn put_settings(&mut self, row: &mut CalendarSettingsRow) -> Result<(), StoreError> {
        let settings = serde_json::to_string(&row.settings)
            .map_err(|why| StoreError::corrupt("calendar settings", &why))?;
        let written = if row.revision == 0 {
            self.tx.execute(
                "INSERT INTO calendar_settings (workspace_id, settings, updated_at, revision) VALUES ($1, $2, $3, 1)
                 ON CONFLICT DO NOTHING",
                params![&settings, row.updated_at],
            )?
        } else {
            self.tx.execute(
                "UPDATE calendar_settings SET settings = $2, updated_at = $3, revision = $4 + 1
                 WHERE workspace_id = $1 AND revision = $4",
                params![&settings, row.updated_at, row.revision],
            )?
        };
        if written == 0 {
            return Err(StoreError::Conflict {
                what: "calendar settings",
            });
        }
        row.revision += 1;
        Ok(())
    }

    /// Notes that these times were offered, and forgets offers that are too old.
    ///
    /// # Errors
    /// What the database said.
    pub fn offer(
        &mut self,
        event_type: &str,
        slots: &[Span],
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.tx.execute(
            "DELETE FROM slot_offers WHERE workspace_id = $1 AND expires_at <= $2",
            params![now],
        )?;
        for slot in slots {
            self.tx.execute(
                "INSERT INTO slot_offers (workspace_id, event_type, start_at, end_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (workspace_id, event_type, start_at, end_at) DO UPDATE SET expires_at = excluded.expires_at",
                params![event_type, slot.start, slot.end, expires_at],
            )?;
        }
        Ok(())
    }

    /// The time that was offered with this beginning and still holds.
    ///
    /// # Errors
    /// What the database said.
    pub fn offered(
        &mut self,
        event_type: &str,
        start: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Span>, StoreError> {
        let found = self.tx.query_one(
            "SELECT start_at, end_at FROM slot_offers WHERE workspace_id = $1 AND event_type = $2 AND start_at = $3
               AND expires_at > $4 ORDER BY end_at LIMIT 1",
            params![event_type, start, now],
        )?;
        found
            .map(|mut row| {
                Ok(Span {
                    start: row.time()?,
                    end: row.time()?,
                })
            })
            .transpose()
    }
}
