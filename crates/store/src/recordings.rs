//! Recordings of talks: the sound is in files, what is known of them in rows.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, RecordingId};

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// What was recorded of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingRow {
    /// Its id.
    pub id: RecordingId,
    /// Of which call.
    pub call_id: CallId,
    /// The name of its file in the folder of recordings.
    pub file: String,
    /// 1, or 2 with each side on its own.
    pub channels: u32,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it is; absent while it goes on.
    pub duration_ms: Option<i64>,
    /// How large its file is; absent while it goes on.
    pub bytes: Option<i64>,
}

/// Recordings of a workspace.
pub struct Recordings<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Recordings<'_, '_> {
    /// Stores a recording, in place of what was known of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn put(&mut self, row: &RecordingRow) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO recordings (workspace_id, id, call_id, file, channels, started_at, duration_ms, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (workspace_id, id) DO UPDATE SET duration_ms = excluded.duration_ms, bytes = excluded.bytes",
            params![
                &row.id,
                &row.call_id,
                &row.file,
                row.channels,
                row.started_at,
                row.duration_ms,
                row.bytes,
            ],
        )?;
        Ok(())
    }

    /// What was recorded of a call, the first talk first: whoever is put through to somebody else begins another.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_call(&mut self, call: &CallId) -> Result<Vec<RecordingRow>, StoreError> {
        let sql = format!(
            "SELECT {RECORDING_COLUMNS} FROM recordings WHERE workspace_id = $1 AND call_id = $2 AND deleted_at IS NULL
             ORDER BY started_at, id LIMIT {OF_CALL_MAX}"
        );
        let rows = self.tx.query(&sql, params![call])?;
        rows.into_iter().map(read_recording).collect()
    }

    /// The recording with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &RecordingId) -> Result<Option<RecordingRow>, StoreError> {
        let sql = format!("SELECT {RECORDING_COLUMNS} FROM recordings WHERE workspace_id = $1 AND id = $2");
        self.tx
            .query_one(&sql, params![id])?
            .map(read_recording)
            .transpose()
    }
}

/// Nobody is put through more often.
const OF_CALL_MAX: u32 = 50;
pub(crate) const RECORDING_COLUMNS: &str = "id, call_id, file, channels, started_at, duration_ms, bytes";

pub(crate) fn read_recording(mut row: Row) -> Result<RecordingRow, StoreError> {
    Ok(RecordingRow {
        id: row.parsed("recording id")?,
        call_id: row.parsed("call id")?,
        file: row.text()?,
        channels: row.small()?,
        started_at: row.time()?,
        duration_ms: row.opt_int()?,
        bytes: row.opt_int()?,
    })
}
