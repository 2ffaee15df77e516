//! Who is calling a lead: two people never dial the same one at once.

use outdial_domain::Timestamp;
use outdial_domain::ids::LeadId;

use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::params;

/// Who wants to hold a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The user, or the key of a program.
    pub user_id: String,
    /// Their name, as others see it.
    pub name: String,
}

/// Who holds a lead, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBy {
    /// The user, or the key of a program.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// When others may hold it again, whatever has become of the holder.
    pub until: Timestamp,
}

/// What became of the wish to hold a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hold {
    /// It is held, as the row says.
    Held(Box<LeadRow>),
    /// Somebody else holds it.
    HeldBy(HeldBy),
    /// There is no such lead.
    NoSuchLead,
}

impl Leads<'_, '_> {
    /// Holds a lead for somebody, or prolongs what they hold. Transactions that write follow one another, so of two
    /// people who ask at once one is told of the other.
    ///
    /// # Errors
    /// What the database said.
    pub fn hold(
        &mut self,
        id: &LeadId,
        holder: &Holder,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Hold, StoreError> {
        let written = self.tx.execute(
            "UPDATE leads SET held_by = $3, held_name = $4, held_until = $5, updated_at = $6, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND (held_by IS NULL OR held_by = $3 OR held_until <= $6)",
            params![id, &holder.user_id, &holder.name, until, now],
        )?;
        Ok(match self.get(id)? {
            None => Hold::NoSuchLead,
            Some(row) if written > 0 => Hold::Held(Box::new(row)),
            Some(row) => row.held.map_or(Hold::NoSuchLead, Hold::HeldBy),
        })
    }

    /// Lets go of a lead; `false` when this holder does not hold it.
    ///
    /// # Errors
    /// What the database said.
    pub fn let_go(&mut self, id: &LeadId, holder: &Holder, now: Timestamp) -> Result<bool, StoreError> {
        let written = self.tx.execute(
            "UPDATE leads SET held_by = NULL, held_name = NULL, held_until = NULL, updated_at = $4,
               revision = revision + 1 WHERE workspace_id = $1 AND id = $2 AND held_by = $3",
            params![id, &holder.user_id, now],
        )?;
        Ok(written > 0)
    }
}
