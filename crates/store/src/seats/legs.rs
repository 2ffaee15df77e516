//! Legs that agents have beside their callee's: whom a callee is passed on to, and the agent's own phone.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, SeatId};
use outdial_domain::phone::PhoneNumber;

use super::rows::Seats;
use crate::StoreError;
use crate::db::params;

/// What a leg is to the seat that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LegPart {
    /// Whoever is to take a callee.
    Third,
    /// A callee who talks to a third without an agent.
    Callee,
    /// The agent's own phone.
    Phone,
}

impl LegPart {
    /// The word in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Third => "third",
            Self::Callee => "callee",
            Self::Phone => "phone",
        }
    }
}

impl Seats<'_, '_> {
    /// Notes a leg that is to be ended with its seat; one that is known stays as it is.
    ///
    /// # Errors
    /// What the database said.
    pub fn begin_leg(
        &mut self,
        call: &CallId,
        seat: &SeatId,
        part: LegPart,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO seat_legs (workspace_id, call_id, seat_id, part, began_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT DO NOTHING",
            params![call, seat, part.word(), at],
        )?;
        Ok(())
    }

    /// Notes that a call is no leg of a seat any more.
    ///
    /// # Errors
    /// What the database said.
    pub fn end_leg(&mut self, call: &CallId, at: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE seat_legs SET ended_at = $3 WHERE workspace_id = $1 AND call_id = $2 AND ended_at IS NULL",
            params![call, at],
        )?;
        Ok(())
    }

    /// The phone by which a user last talked.
    ///
    /// # Errors
    /// What the database said.
    pub fn phone_of(&mut self, user_id: &str) -> Result<Option<PhoneNumber>, StoreError> {
        let sql = "SELECT phone FROM agent_phones WHERE workspace_id = $1 AND user_id = $2";
        let Some(mut row) = self.tx.query_one(sql, params![user_id])? else {
            return Ok(None);
        };
        Ok(PhoneNumber::from_e164(&row.text()?).ok())
    }

    /// Keeps a user's phone for the next time.
    ///
    /// # Errors
    /// What the database said.
    pub fn keep_phone(
        &mut self,
        user_id: &str,
        phone: &PhoneNumber,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO agent_phones (workspace_id, user_id, phone, updated_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, user_id) DO UPDATE SET phone = excluded.phone, updated_at = excluded.updated_at",
            params![user_id, phone.e164(), at],
        )?;
        Ok(())
    }
}
