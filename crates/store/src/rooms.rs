//! Rooms: conversations of an agent's browser with one callee. Their audio lives in memory, where they stand is stored.

use outdial_domain::ids::{CallId, CarrierAccountId, LeadId, RoomId};
use outdial_domain::room::Room;
use outdial_domain::rules::WindowOverride;
use outdial_domain::{PhoneNumber, Timestamp};
use serde::Serialize;

use crate::db::{Row, params};
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A conversation of an agent's browser with one callee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomRow {
    /// Its id.
    pub id: RoomId,
    /// The user, or the key of a program, who talks in it.
    pub user_id: String,
    /// The call that is made from it, written down when the browser's audio is in.
    pub call_id: CallId,
    /// The lead that is called.
    pub lead_id: Option<LeadId>,
    /// Whom it calls.
    pub phone: PhoneNumber,
    /// Shown beside the number.
    pub name: Option<String>,
    /// The carrier account that places the call.
    pub account_id: CarrierAccountId,
    /// A person confirmed that the calling window may be overridden.
    pub window_override: Option<WindowOverride>,
    /// Whether the talk is recorded.
    pub record: bool,
    /// Who opened it.
    pub created_by: Actor,
    /// How it stands.
    pub room: Room,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// Rooms of a workspace.
pub struct Rooms<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Rooms<'_, '_> {
    /// Writes a new room down; `false` when its user is in another one.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert(&mut self, row: &RoomRow) -> Result<bool, StoreError> {
        if self.live_of(&row.user_id)?.is_some() {
            return Ok(false);
        }
        let confirmed = row.window_override.as_ref();
        let confirmed = confirmed
            .map(|confirmed| json("window override", confirmed))
            .transpose()?;
        let (created_by, room) = (json("actor", &row.created_by)?, json("room", &row.room)?);
        let written = self.tx.execute(
            "INSERT INTO rooms (workspace_id, id, user_id, call_id, lead_id, phone, name, account_id, window_override,
               record, created_by, room, live, created_at, updated_at, ended_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.user_id,
                &row.call_id,
                row.lead_id.as_ref(),
                row.phone.e164(),
                row.name.as_ref(),
                &row.account_id,
                confirmed.as_ref(),
                row.record,
                &created_by,
                &room,
                row.room.is_live(),
                row.room.opened_at,
                row.updated_at,
                row.ended_at,
                row.revision,
            ],
        )?;
        Ok(written > 0)
    }

    /// Stores how a room stands and raises its revision.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut RoomRow) -> Result<(), StoreError> {
        let room = json("room", &row.room)?;
        let written = self.tx.execute(
            "UPDATE rooms SET room = $4, live = $5, updated_at = $6, ended_at = $7, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                &room,
                row.room.is_live(),
                row.updated_at,
                row.ended_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "room" });
        }
        row.revision += 1;
        Ok(())
    }

    /// The room with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &RoomId) -> Result<Option<RoomRow>, StoreError> {
        let sql = format!("SELECT {ROOM_COLUMNS} FROM rooms WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_room).transpose()
    }

    /// The room in which this user is.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_of(&mut self, user_id: &str) -> Result<Option<RoomRow>, StoreError> {
        let sql =
            format!("SELECT {ROOM_COLUMNS} FROM rooms WHERE workspace_id = $1 AND user_id = $2 AND live = 1");
        self.tx
            .query_one(&sql, params![user_id])?
            .map(read_room)
            .transpose()
    }

    /// The rooms that are not over, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn live(&mut self, limit: u32) -> Result<Vec<RoomRow>, StoreError> {
        let sql = format!(
            "SELECT {ROOM_COLUMNS} FROM rooms WHERE workspace_id = $1 AND live = 1 ORDER BY id LIMIT $2"
        );
        let rows = self.tx.query(&sql, params![limit])?;
        rows.into_iter().map(read_room).collect()
    }
}

const ROOM_COLUMNS: &str =
    "id, user_id, call_id, lead_id, phone, name, account_id, window_override, record, created_by,
    room, updated_at, ended_at, revision";

fn read_room(mut row: Row) -> Result<RoomRow, StoreError> {
    Ok(RoomRow {
        id: row.parsed("room id")?,
        user_id: row.text()?,
        call_id: row.parsed("call id")?,
        lead_id: row.opt_parsed("lead id")?,
        phone: PhoneNumber::from_stored(&row.text()?)
            .map_err(|why| StoreError::corrupt("phone number", &why))?,
        name: row.opt_text()?,
        account_id: row.parsed("carrier account id")?,
        window_override: row.opt_json("window override")?,
        record: row.flag()?,
        created_by: row.json("actor")?,
        room: row.json("room")?,
        updated_at: row.time()?,
        ended_at: row.opt_time()?,
        revision: row.int()?,
    })
}

pub(crate) fn json<T: Serialize>(what: &str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::corrupt(what, &why))
}
