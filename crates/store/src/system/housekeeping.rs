//! Forgetting what nobody needs any more.

use outdial_domain::Timestamp;

use super::SystemTx;
use crate::StoreError;
use crate::db::params;

impl SystemTx<'_> {
    /// Forgets expired sessions, answers kept for repetitions, and old failed sign-ins; says how many rows.
    ///
    /// # Errors
    /// What the database said.
    pub fn delete_expired(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let mut gone = 0;
        for sql in EXPIRED {
            gone += self.session.execute(sql, params![now])?;
        }
        Ok(gone)
    }

    /// Forgets side effects that were done before this time; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub fn delete_done_outbox(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.session.execute(
            "DELETE FROM outbox WHERE done_at IS NOT NULL AND done_at < $1",
            params![before],
        )
    }
}

const EXPIRED: [&str; 3] = [
    "DELETE FROM sessions WHERE expires_at <= $1",
    "DELETE FROM idempotency WHERE expires_at <= $1",
    // A day after its last effect a throttle tells nothing.
    "DELETE FROM throttles WHERE blocked_until <= $1 - 86400000000 AND first_at <= $1 - 86400000000",
];
