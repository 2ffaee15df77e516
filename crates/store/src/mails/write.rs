//! Writes mails and what becomes of them.

use outdial_domain::Timestamp;
use outdial_domain::ids::BookingId;

use super::{MailRow, Mails};
use crate::StoreError;
use crate::db::params;

impl Mails<'_, '_> {
    /// Puts a mail into the outbox; `false` when one with the same key was written before.
    ///
    /// # Errors
    /// What the database said.
    pub fn enqueue(&mut self, row: &MailRow) -> Result<bool, StoreError> {
        let invite = row.invite.as_ref();
        let written = self.tx.execute(
            "INSERT INTO mails (workspace_id, id, kind, once_key, address, subject, text, html, invite_method, invite,
               unsubscribe_url, lead_id, call_id, booking_id, state, tries, round, next_at, last_error, provider_id,
               created_at, updated_at, sent_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
               $23) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.kind,
                &row.once_key,
                row.to.as_str(),
                &row.words.subject,
                &row.words.text,
                &row.words.html,
                invite.map(|invite| &invite.method),
                invite.map(|invite| &invite.ics),
                row.unsubscribe_url.as_ref(),
                row.lead_id.as_ref(),
                row.call_id.as_ref(),
                row.booking_id.as_ref(),
                row.state.as_str(),
                row.tries,
                row.round,
                row.next_at,
                row.last_error.as_ref(),
                row.provider_id.as_ref(),
                row.created_at,
                row.updated_at,
                row.sent_at,
            ],
        )?;
        Ok(written > 0)
    }

    /// Stores what became of a mail.
    ///
    /// # Errors
    /// What the database said.
    pub fn update(&mut self, row: &MailRow) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE mails SET state = $3, tries = $4, round = $5, next_at = $6, last_error = $7, provider_id = $8,
               updated_at = $9, sent_at = $10 WHERE workspace_id = $1 AND id = $2",
            params![
                &row.id,
                row.state.as_str(),
                row.tries,
                row.round,
                row.next_at,
                row.last_error.as_ref(),
                row.provider_id.as_ref(),
                row.updated_at,
                row.sent_at,
            ],
        )?;
        Ok(())
    }

    /// Calls off every mail about an appointment that is still waiting; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub fn cancel_of_booking(
        &mut self,
        booking: &BookingId,
        why: &str,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.tx.execute(
            "UPDATE mails SET state = 'cancelled', next_at = NULL, last_error = $3, updated_at = $4
             WHERE workspace_id = $1 AND booking_id = $2 AND state = 'waiting'",
            params![booking, why, now],
        )
    }

    /// Notes a message of a service; `false` when it was taken in before.
    ///
    /// # Errors
    /// What the database said.
    pub fn see_message(&mut self, service: &str, message: &str, now: Timestamp) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "INSERT INTO service_messages (workspace_id, service, message, seen_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            params![service, message, now],
        )?;
        Ok(written > 0)
    }
}
