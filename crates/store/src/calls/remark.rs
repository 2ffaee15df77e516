//! What people, rooms and seats add to a call, beside what the machine decides.

use outdial_domain::ids::CallId;

use super::insert::to_json;
use super::{CallRow, Calls};
use crate::StoreError;
use crate::db::params;
use crate::reports::Reported;

impl Calls<'_, '_> {
    /// Stores a call's room, disposition, notes and recording, and raises its revision. Nothing else of the row is
    /// stored: where the call stands is the machine's to say.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn remark(&mut self, row: &mut CallRow) -> Result<(), StoreError> {
        let recording = row
            .recording
            .as_ref()
            .map(|recording| to_json("recording", recording))
            .transpose()?;
        let before = match row.campaign_id {
            Some(_) => Some(self.stored(row)?),
            None => None,
        };
        let written = self.tx.execute(
            "UPDATE calls SET room_id = $4, disposition = $5, notes = $6, recording = $7, updated_at = $8,
               revision = revision + 1 WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                row.room_id.as_ref(),
                row.disposition.as_ref(),
                row.notes.as_ref(),
                recording.as_ref(),
                row.updated_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "call" });
        }
        row.revision += 1;
        self.tx.session().kept.forget(&row.id);
        if let Some(before) = before {
            row.agent_id = before.agent_id;
            self.count_report(before.reported, Reported::of(row));
        }
        Ok(())
    }

    /// Notes which agent of a campaign talks to the callee now: reports count the call to whoever did so last.
    pub(crate) fn served_by(&mut self, id: &CallId, agent: &str) -> Result<(), StoreError> {
        let Some(mut row) = self.get(id)? else {
            return Ok(());
        };
        let before = Reported::of(&row);
        row.agent_id = Some(agent.to_owned());
        let sql = "UPDATE calls SET agent_id = $3 WHERE workspace_id = $1 AND id = $2";
        self.tx.execute(sql, params![id, agent])?;
        self.count_report(before, Reported::of(&row));
        self.tx.seen.note(&row);
        self.tx.session().kept.forget(id);
        Ok(())
    }
}
