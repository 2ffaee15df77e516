//! Talks that are rehearsed before voice agents are published, and what came of each the last time.

use outdial_domain::Timestamp;
use outdial_domain::ids::{EvalId, VoiceAgentId};
use outdial_domain::voice_agent::{Eval, RehearsalLine};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::db::{Row, params};
use crate::rooms::json;
use crate::workspace::Tx;

/// An eval of a voice agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvalRow {
    /// Its id.
    pub id: EvalId,
    /// Whose it is.
    pub agent_id: VoiceAgentId,
    /// What the callee says, and what must come of it.
    pub eval: Eval,
    /// What came of it the last time; absent when it was not run since it was written.
    pub last: Option<EvalResult>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What came of an eval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvalResult {
    /// The version of the agent that talked.
    pub version: u32,
    /// In what it was not as expected; nothing when it passed.
    pub failures: Vec<String>,
    /// What was said.
    pub lines: Vec<RehearsalLine>,
    /// Which model spoke for the agent.
    pub model: Option<String>,
    /// When.
    pub ran_at: Timestamp,
}

impl EvalRow {
    /// Whether this version of the agent passed it.
    #[must_use]
    pub fn has_passed(&self, version: u32) -> bool {
        let last = self.last.as_ref().filter(|last| last.version == version);
        last.is_some_and(|last| last.failures.is_empty())
    }
}

/// Evals of a workspace's voice agents.
pub struct Evals<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Evals<'_, '_> {
    /// Writes a new eval down.
    ///
    /// # Errors
    /// `Duplicate` when its id exists.
    pub fn insert(&mut self, row: &EvalRow) -> Result<(), StoreError> {
        let (eval, last) = (json("eval", &row.eval)?, last(row)?);
        let written = self.tx.execute(
            "INSERT INTO voice_agent_evals (workspace_id, agent_id, id, eval, last, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            params![&row.agent_id, &row.id, &eval, last.as_deref(), row.created_at],
        )?;
        if written == 0 {
            return Err(StoreError::Duplicate { what: "eval" });
        }
        Ok(())
    }

    /// Stores what an eval is and what came of it; `false` when it is gone.
    ///
    /// # Errors
    /// What the database said.
    pub fn update(&mut self, row: &EvalRow) -> Result<bool, StoreError> {
        let (eval, last) = (json("eval", &row.eval)?, last(row)?);
        let written = self.tx.execute(
            "UPDATE voice_agent_evals SET eval = $4, last = $5 WHERE workspace_id = $1 AND agent_id = $2 AND id = $3",
            params![&row.agent_id, &row.id, &eval, last.as_deref()],
        )?;
        Ok(written > 0)
    }

    /// One eval of an agent.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, agent: &VoiceAgentId, id: &EvalId) -> Result<Option<EvalRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM voice_agent_evals WHERE workspace_id = $1 AND agent_id = $2 AND id = $3"
        );
        self.tx.query_one(&sql, params![agent, id])?.map(read).transpose()
    }

    /// Every eval of an agent, the oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_agent(&mut self, agent: &VoiceAgentId) -> Result<Vec<EvalRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM voice_agent_evals WHERE workspace_id = $1 AND agent_id = $2 ORDER BY id"
        );
        self.tx
            .query(&sql, params![agent])?
            .into_iter()
            .map(read)
            .collect()
    }

    /// Removes an eval; `false` when there is none.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, agent: &VoiceAgentId, id: &EvalId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM voice_agent_evals WHERE workspace_id = $1 AND agent_id = $2 AND id = $3";
        Ok(self.tx.execute(sql, params![agent, id])? > 0)
    }

    /// Removes every eval of an agent.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove_all(&mut self, agent: &VoiceAgentId) -> Result<(), StoreError> {
        let sql = "DELETE FROM voice_agent_evals WHERE workspace_id = $1 AND agent_id = $2";
        self.tx.execute(sql, params![agent])?;
        Ok(())
    }
}

const COLUMNS: &str = "id, agent_id, eval, last, created_at";

fn last(row: &EvalRow) -> Result<Option<String>, StoreError> {
    row.last
        .as_ref()
        .map(|last| json("result of an eval", last))
        .transpose()
}

fn read(mut row: Row) -> Result<EvalRow, StoreError> {
    Ok(EvalRow {
        id: row.parsed("eval id")?,
        agent_id: row.parsed("voice agent id")?,
        eval: row.json("eval")?,
        last: row.opt_json("result of an eval")?,
        created_at: row.time()?,
    })
}
