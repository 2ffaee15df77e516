//! Who sits where.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, SeatId};
use outdial_domain::seat::Seat;

use crate::db::{Row, params};
use crate::rooms::json;
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// An agent signed in to a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRow {
    /// Its id.
    pub id: SeatId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The user, or the key of a program, who sits there.
    pub user_id: String,
    /// Their name, as it was at sign-in.
    pub name: String,
    /// How it stands.
    pub seat: Seat,
    /// Who signed in.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was given up.
    pub ended_at: Option<Timestamp>,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// Seats of a workspace.
pub struct Seats<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Seats<'_, '_> {
    /// Writes a new seat down; `false` when its user sits on another one.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert(&mut self, row: &SeatRow) -> Result<bool, StoreError> {
        let (seat, created_by) = (json("seat", &row.seat)?, json("actor", &row.created_by)?);
        let written = self.tx.execute(
            "INSERT INTO seats (workspace_id, id, campaign_id, user_id, name, seat, live, created_by, created_at,
               updated_at, ended_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.campaign_id,
                &row.user_id,
                &row.name,
                &seat,
                row.seat.is_live(),
                &created_by,
                row.created_at,
                row.updated_at,
                row.ended_at,
                row.revision,
            ],
        )?;
        if written > 0 {
            self.log(row)?;
        }
        Ok(written > 0)
    }

    /// Stores how a seat stands, notes it in the log of the shift, and raises its revision.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut SeatRow) -> Result<(), StoreError> {
        let seat = json("seat", &row.seat)?;
        let written = self.tx.execute(
            "UPDATE seats SET seat = $4, live = $5, updated_at = $6, ended_at = $7, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                &seat,
                row.seat.is_live(),
                row.updated_at,
                row.ended_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "seat" });
        }
        row.revision += 1;
        self.log(row)
    }

    /// The seat with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &SeatId) -> Result<Option<SeatRow>, StoreError> {
        let sql = format!("SELECT {SEAT_COLUMNS} FROM seats WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_seat).transpose()
    }

    /// The seat on which this user sits.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_of(&mut self, user_id: &str) -> Result<Option<SeatRow>, StoreError> {
        let sql =
            format!("SELECT {SEAT_COLUMNS} FROM seats WHERE workspace_id = $1 AND user_id = $2 AND live = 1");
        self.tx
            .query_one(&sql, params![user_id])?
            .map(read_seat)
            .transpose()
    }

    /// The seats on which somebody sits, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn live(&mut self, limit: u32) -> Result<Vec<SeatRow>, StoreError> {
        let sql = format!(
            "SELECT {SEAT_COLUMNS} FROM seats WHERE workspace_id = $1 AND live = 1 ORDER BY id LIMIT $2"
        );
        let rows = self.tx.query(&sql, params![limit])?;
        rows.into_iter().map(read_seat).collect()
    }
}

const SEAT_COLUMNS: &str =
    "id, campaign_id, user_id, name, seat, created_by, created_at, updated_at, ended_at, revision";

fn read_seat(mut row: Row) -> Result<SeatRow, StoreError> {
    Ok(SeatRow {
        id: row.parsed("seat id")?,
        campaign_id: row.parsed("campaign id")?,
        user_id: row.text()?,
        name: row.text()?,
        seat: row.json("seat")?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
        updated_at: row.time()?,
        ended_at: row.opt_time()?,
        revision: row.int()?,
    })
}
