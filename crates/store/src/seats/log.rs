//! How a shift was spent: each stay in a state, with its reason and its call.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, SeatId};

use super::rows::{SeatRow, Seats};
use crate::StoreError;
use crate::db::{Row, params};

/// A stay of a seat in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayRow {
    /// Of which seat.
    pub seat_id: SeatId,
    /// Of whom.
    pub user_id: String,
    /// For which campaign.
    pub campaign_id: CampaignId,
    /// The state, in the word of the wire.
    pub standing: String,
    /// Why it was paused.
    pub reason: Option<String>,
    /// The call it was about.
    pub call_id: Option<CallId>,
    /// From when.
    pub began_at: Timestamp,
    /// Until when; absent while it goes on.
    pub ended_at: Option<Timestamp>,
}

impl Seats<'_, '_> {
    /// Ends the stay that goes on and begins another, if the seat stands differently.
    pub(super) fn log(&mut self, row: &SeatRow) -> Result<(), StoreError> {
        let (standing, reason) = (row.seat.standing().word(), row.seat.reason());
        let open = self.tx.query_one(
            "SELECT place, standing, reason, call_id FROM seat_log
             WHERE workspace_id = $1 AND seat_id = $2 AND ended_at IS NULL ORDER BY place DESC LIMIT 1",
            params![&row.id],
        )?;
        let place = match open {
            None => 0,
            Some(mut open) => {
                let place = open.int()?;
                let known = (
                    open.text()?,
                    open.opt_text()?,
                    open.opt_parsed::<CallId>("call id")?,
                );
                let is_same = known.0 == standing
                    && known.1.as_deref() == reason
                    && known.2.as_ref() == row.seat.call();
                if is_same {
                    return Ok(());
                }
                self.tx.execute(
                    "UPDATE seat_log SET ended_at = $4 WHERE workspace_id = $1 AND seat_id = $2 AND place = $3",
                    params![&row.id, place, row.updated_at],
                )?;
                place + 1
            }
        };
        if !row.seat.is_live() {
            return Ok(());
        }
        self.tx.execute(
            "INSERT INTO seat_log (workspace_id, seat_id, place, user_id, campaign_id, standing, reason, call_id,
               began_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
            params![
                &row.id,
                place,
                &row.user_id,
                &row.campaign_id,
                standing,
                reason,
                row.seat.call(),
                row.updated_at,
            ],
        )?;
        Ok(())
    }

    /// How a shift was spent, from its beginning on.
    ///
    /// # Errors
    /// What the database said.
    pub fn stays(&mut self, seat: &SeatId, limit: u32) -> Result<Vec<StayRow>, StoreError> {
        let rows = self.tx.query(
            "SELECT seat_id, user_id, campaign_id, standing, reason, call_id, began_at, ended_at FROM seat_log
             WHERE workspace_id = $1 AND seat_id = $2 ORDER BY place LIMIT $3",
            params![seat, limit],
        )?;
        rows.into_iter().map(read_stay).collect()
    }
}

fn read_stay(mut row: Row) -> Result<StayRow, StoreError> {
    Ok(StayRow {
        seat_id: row.parsed("seat id")?,
        user_id: row.text()?,
        campaign_id: row.parsed("campaign id")?,
        standing: row.text()?,
        reason: row.opt_text()?,
        call_id: row.opt_parsed("call id")?,
        began_at: row.time()?,
        ended_at: row.opt_time()?,
    })
}
