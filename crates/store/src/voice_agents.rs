//! Voice agents, with every version of what they are told.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, VoiceAgentId};
use outdial_domain::voice_agent::VoiceAgentSettings;

use crate::db::{Row, params};
use crate::rooms::json;
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A voice agent.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceAgentRow {
    /// Its id.
    pub id: VoiceAgentId,
    /// What it is told.
    pub settings: VoiceAgentSettings,
    /// Which version of that this is, from 1.
    pub version: u32,
    /// What its host was given last.
    pub published: Option<Published>,
    /// Who made it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// What the host of an agent was given last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Which version.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// Through which carrier account.
    pub account_id: CarrierAccountId,
    /// The host's own id of the agent; empty where our own voice agent talks.
    pub host_id: String,
}

/// What an agent was told once.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceAgentVersion {
    /// Which version.
    pub version: u32,
    /// What it was told.
    pub settings: VoiceAgentSettings,
    /// Who wrote that.
    pub changed_by: Actor,
    /// When.
    pub changed_at: Timestamp,
}

/// Voice agents of a workspace.
pub struct VoiceAgents<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl VoiceAgents<'_, '_> {
    /// Writes a new agent down, with its first version.
    ///
    /// # Errors
    /// `Duplicate` when its id exists.
    pub fn insert(&mut self, row: &VoiceAgentRow) -> Result<(), StoreError> {
        let (settings, created_by) = (
            json("voice agent", &row.settings)?,
            json("actor", &row.created_by)?,
        );
        let published = row.published.as_ref();
        let written = self.tx.execute(
            "INSERT INTO voice_agents (workspace_id, id, name, settings, version, published_version, published_at,
               published_account_id, published_as, created_by, created_at, changed_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.settings.name,
                &settings,
                row.version,
                published.map(|given| given.version),
                published.map(|given| given.at),
                published.map(|given| &given.account_id),
                published.map(|given| &given.host_id),
                &created_by,
                row.created_at,
                row.changed_at,
                row.revision,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Duplicate { what: "voice agent" });
        }
        self.keep_version(row, &row.created_by)
    }

    /// Stores an agent and raises its revision. Settings that differ from the last version become the next one, changed
    /// by `by`.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut VoiceAgentRow, by: &Actor) -> Result<(), StoreError> {
        let last = self.version(&row.id, row.version)?;
        let is_new = last.is_none_or(|last| last.settings != row.settings);
        let version = row.version + u32::from(is_new);
        let settings = json("voice agent", &row.settings)?;
        let published = row.published.as_ref();
        let written = self.tx.execute(
            "UPDATE voice_agents SET name = $4, settings = $5, version = $6, published_version = $7, published_at = $8,
               published_account_id = $9, published_as = $10, changed_at = $11, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                &row.settings.name,
                &settings,
                version,
                published.map(|given| given.version),
                published.map(|given| given.at),
                published.map(|given| &given.account_id),
                published.map(|given| &given.host_id),
                row.changed_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "voice agent" });
        }
        row.revision += 1;
        if is_new {
            row.version = version;
            self.keep_version(row, by)?;
        }
        Ok(())
    }

    /// The agent with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &VoiceAgentId) -> Result<Option<VoiceAgentRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM voice_agents WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read).transpose()
    }

    /// The agents, the newest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn list(&mut self, limit: u32) -> Result<Vec<VoiceAgentRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM voice_agents WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        );
        self.tx
            .query(&sql, params![limit])?
            .into_iter()
            .map(read)
            .collect()
    }

    /// Removes an agent; `false` when there is none. Its versions stay, for the talks that it had.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &VoiceAgentId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM voice_agents WHERE workspace_id = $1 AND id = $2";
        Ok(self.tx.execute(sql, params![id])? > 0)
    }

    /// What an agent was told once.
    ///
    /// # Errors
    /// What the database said.
    pub fn version(
        &mut self,
        id: &VoiceAgentId,
        version: u32,
    ) -> Result<Option<VoiceAgentVersion>, StoreError> {
        let sql = format!(
            "SELECT {VERSION_COLUMNS} FROM voice_agent_versions
             WHERE workspace_id = $1 AND agent_id = $2 AND version = $3"
        );
        let found = self.tx.query_one(&sql, params![id, version])?;
        found.map(read_version).transpose()
    }

    /// What an agent was told, the newest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn versions(&mut self, id: &VoiceAgentId, limit: u32) -> Result<Vec<VoiceAgentVersion>, StoreError> {
        let sql = format!(
            "SELECT {VERSION_COLUMNS} FROM voice_agent_versions
             WHERE workspace_id = $1 AND agent_id = $2 ORDER BY version DESC LIMIT $3"
        );
        let found = self.tx.query(&sql, params![id, limit])?;
        found.into_iter().map(read_version).collect()
    }

    fn keep_version(&mut self, row: &VoiceAgentRow, by: &Actor) -> Result<(), StoreError> {
        let (settings, by) = (json("voice agent", &row.settings)?, json("actor", by)?);
        self.tx.execute(
            "INSERT INTO voice_agent_versions (workspace_id, agent_id, version, settings, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![&row.id, row.version, &settings, &by, row.changed_at],
        )?;
        Ok(())
    }
}

const COLUMNS: &str = "id, settings, version, published_version, published_at, published_account_id, published_as, \
                       created_by, created_at, changed_at, revision";
const VERSION_COLUMNS: &str = "version, settings, changed_by, changed_at";

fn read(mut row: Row) -> Result<VoiceAgentRow, StoreError> {
    let (id, settings, version) = (
        row.parsed("voice agent id")?,
        row.json("voice agent")?,
        row.small()?,
    );
    let given = row
        .opt_int()?
        .map(|version| u32::try_from(version).unwrap_or(u32::MAX));
    let (at, account, host_id) = (
        row.opt_time()?,
        row.opt_parsed("carrier account id")?,
        row.opt_text()?,
    );
    let published = match (given, at, account, host_id) {
        (Some(version), Some(at), Some(account_id), Some(host_id)) => Some(Published {
            version,
            at,
            account_id,
            host_id,
        }),
        (_, _, _, _) => None,
    };
    Ok(VoiceAgentRow {
        id,
        settings,
        version,
        published,
        created_by: row.json("actor")?,
        created_at: row.time()?,
        changed_at: row.time()?,
        revision: row.int()?,
    })
}

fn read_version(mut row: Row) -> Result<VoiceAgentVersion, StoreError> {
    Ok(VoiceAgentVersion {
        version: row.small()?,
        settings: row.json("voice agent")?,
        changed_by: row.json("actor")?,
        changed_at: row.time()?,
    })
}
