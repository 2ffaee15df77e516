//! Recordings that were deleted: the row stays and says so, the file is removed afterwards.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::{RecordingId, WorkspaceId};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::calls::CallRow;
use crate::db::{Row, params};
use crate::recordings::{RECORDING_COLUMNS, RecordingRow, Recordings, read_recording};
use crate::system::SystemTx;

/// That a recording was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When.
    pub at: Timestamp,
    /// On whose account.
    pub by: DeletedBy,
}

/// On whose account a recording was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeletedBy {
    /// It was older than the workspace keeps recordings.
    Retention,
    /// Somebody asked for it.
    Person,
}

impl Recordings<'_, '_> {
    /// Whether and why a recording was deleted.
    ///
    /// # Errors
    /// What the database said.
    pub fn deletion(&mut self, id: &RecordingId) -> Result<Option<Deletion>, StoreError> {
        let sql = "SELECT deleted_at, deleted_by FROM recordings
                   WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NOT NULL";
        let found = self.tx.query_one(sql, params![id])?;
        let read = |mut row: Row| {
            Ok(Deletion {
                at: row.time()?,
                by: row.parsed("reason of a deletion")?,
            })
        };
        found.map(read).transpose()
    }

    /// Recordings that began before a time and are still there, oldest first. One that nobody finished is among them
    /// when it began before the earlier time: no talk is that long, so nothing will ever finish it.
    ///
    /// # Errors
    /// What the database said.
    pub fn begun_before(
        &mut self,
        finished: Timestamp,
        unfinished: Timestamp,
        limit: u32,
    ) -> Result<Vec<RecordingRow>, StoreError> {
        let sql = format!(
            "SELECT {RECORDING_COLUMNS} FROM recordings WHERE workspace_id = $1 AND deleted_at IS NULL
               AND started_at < $2 AND (duration_ms IS NOT NULL OR started_at < $3)
             ORDER BY started_at, id LIMIT $4"
        );
        let rows = self.tx.query(&sql, params![finished, unfinished, limit])?;
        rows.into_iter().map(read_recording).collect()
    }

    /// Notes that a recording is deleted, also beside its call, and owes the removal of its file; the call as it is
    /// then. Doing it twice changes nothing.
    ///
    /// # Errors
    /// What the database said.
    pub fn delete(&mut self, row: &RecordingRow, deletion: Deletion) -> Result<Option<CallRow>, StoreError> {
        let written = self.tx.execute(
            "UPDATE recordings SET deleted_at = $3, deleted_by = $4, file_owed = 1
             WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL",
            params![&row.id, deletion.at, deletion.by.as_str()],
        )?;
        if written == 0 {
            return Ok(None);
        }
        let Some(mut call) = self.tx.calls().get(&row.call_id)? else {
            return Ok(None);
        };
        let Some(shown) = call
            .recording
            .as_mut()
            .filter(|shown| shown.id == row.id.as_str())
        else {
            return Ok(None);
        };
        shown.deleted = Some(deletion);
        call.updated_at = deletion.at;
        self.tx.calls().remark(&mut call)?;
        Ok(Some(call))
    }

    /// The file of a deleted recording is gone.
    ///
    /// # Errors
    /// What the database said.
    pub fn file_removed(&mut self, id: &RecordingId) -> Result<(), StoreError> {
        let sql = "UPDATE recordings SET file_owed = 0 WHERE workspace_id = $1 AND id = $2";
        self.tx.execute(sql, params![id]).map(|_| ())
    }
}

impl SystemTx<'_> {
    /// Deleted recordings whose files are still to be removed, in the order of their ids, after this one.
    ///
    /// # Errors
    /// What the database said.
    pub fn recordings_owed(
        &mut self,
        after: Option<&(WorkspaceId, RecordingId)>,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, RecordingRow)>, StoreError> {
        let (workspace, id) = after.map_or(("", ""), |(workspace, id)| (workspace.as_str(), id.as_str()));
        let sql = format!(
            "SELECT workspace_id, {RECORDING_COLUMNS} FROM recordings
             WHERE file_owed = 1 AND (workspace_id, id) > ($1, $2) ORDER BY workspace_id, id LIMIT $3"
        );
        let rows = self.session.query(&sql, params![workspace, id, limit])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, read_recording(row)?)))
            .collect()
    }
}

impl DeletedBy {
    /// The word used in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Person => "person",
        }
    }
}

impl FromStr for DeletedBy {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Retention, Self::Person]
            .into_iter()
            .find(|by| by.as_str() == word)
            .ok_or_else(|| format!("{word} is no reason"))
    }
}
