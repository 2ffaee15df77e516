//! Campaigns themselves. Their settings are one document, of which every version is kept.

use outdial_domain::Timestamp;
use outdial_domain::campaign::{CampaignSettings, CampaignState};
use outdial_domain::ids::CampaignId;

use crate::db::{Row, params};
use crate::page::{Page, PageRequest};
use crate::rooms::json;
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A dialling programme over lists of leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRow {
    /// Its id.
    pub id: CampaignId,
    /// Shown to people.
    pub name: String,
    /// Where it stands.
    pub state: CampaignState,
    /// What people chose for it.
    pub settings: CampaignSettings,
    /// Who made it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was last started.
    pub started_at: Option<Timestamp>,
    /// When it was stopped or finished.
    pub ended_at: Option<Timestamp>,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// What people chose for a campaign once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignVersion {
    /// The revision of the campaign that brought it.
    pub revision: i64,
    /// The choices.
    pub settings: CampaignSettings,
    /// Who chose.
    pub changed_by: Actor,
    /// When.
    pub changed_at: Timestamp,
}

/// Campaigns of a workspace.
pub struct Campaigns<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Campaigns<'_, '_> {
    /// Writes a new campaign down.
    ///
    /// # Errors
    /// `Duplicate` when its id exists.
    pub fn insert(&mut self, row: &CampaignRow) -> Result<(), StoreError> {
        let (settings, created_by) = (
            json("campaign settings", &row.settings)?,
            json("actor", &row.created_by)?,
        );
        let written = self.tx.execute(
            "INSERT INTO campaigns (workspace_id, id, name, state, settings, created_by, created_at, updated_at,
               started_at, ended_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.name,
                row.state.as_str(),
                &settings,
                &created_by,
                row.created_at,
                row.updated_at,
                row.started_at,
                row.ended_at,
                row.revision,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Duplicate { what: "campaign" });
        }
        self.keep_version(row, &row.created_by)
    }

    /// Stores a campaign and raises its revision; keeps its settings as a version, changed by `by`.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut CampaignRow, by: &Actor) -> Result<(), StoreError> {
        let settings = json("campaign settings", &row.settings)?;
        let written = self.tx.execute(
            "UPDATE campaigns SET name = $4, state = $5, settings = $6, updated_at = $7, started_at = $8,
               ended_at = $9, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                &row.name,
                row.state.as_str(),
                &settings,
                row.updated_at,
                row.started_at,
                row.ended_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "campaign" });
        }
        row.revision += 1;
        self.keep_version(row, by)
    }

    /// The campaign with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &CampaignId) -> Result<Option<CampaignRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM campaigns WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read).transpose()
    }

    /// A page of the campaigns, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, page: &PageRequest) -> Result<Page<CampaignRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let sql = format!(
            "SELECT {COLUMNS} FROM campaigns WHERE workspace_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4"
        );
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let found = self.tx.query(&sql, params![at, &id, limit])?;
        let found = found.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |row| {
            vec![row.created_at.0.to_string(), row.id.to_string()]
        }))
    }

    /// What the settings were at a revision.
    ///
    /// # Errors
    /// What the database said.
    pub fn version(
        &mut self,
        id: &CampaignId,
        revision: i64,
    ) -> Result<Option<CampaignSettings>, StoreError> {
        let sql = "SELECT settings FROM campaign_versions WHERE workspace_id = $1 AND campaign_id = $2
             AND revision <= $3 ORDER BY revision DESC LIMIT 1";
        let found = self.tx.query_one(sql, params![id, revision])?;
        found.map(|mut row| row.json("campaign settings")).transpose()
    }

    /// The newest versions of a campaign's settings, the newest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn versions(&mut self, id: &CampaignId, most: u32) -> Result<Vec<CampaignVersion>, StoreError> {
        let sql = "SELECT revision, settings, changed_by, changed_at FROM campaign_versions
             WHERE workspace_id = $1 AND campaign_id = $2 ORDER BY revision DESC LIMIT $3";
        let found = self.tx.query(sql, params![id, i64::from(most)])?;
        found
            .into_iter()
            .map(|mut row| {
                Ok(CampaignVersion {
                    revision: row.int()?,
                    settings: row.json("campaign settings")?,
                    changed_by: row.json("actor")?,
                    changed_at: row.time()?,
                })
            })
            .collect()
    }

    /// Keeps the settings when they are not those of the last version.
    fn keep_version(&mut self, row: &CampaignRow, by: &Actor) -> Result<(), StoreError> {
        if self.version(&row.id, row.revision)?.as_ref() == Some(&row.settings) {
            return Ok(());
        }
        let (settings, by) = (json("campaign settings", &row.settings)?, json("actor", by)?);
        self.tx.execute(
            "INSERT INTO campaign_versions (workspace_id, campaign_id, revision, settings, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![&row.id, row.revision, &settings, &by, row.updated_at],
        )?;
        Ok(())
    }
}

const COLUMNS: &str =
    "id, name, state, settings, created_by, created_at, updated_at, started_at, ended_at, revision";
const LIST: &str = "campaigns";

fn read(mut row: Row) -> Result<CampaignRow, StoreError> {
    Ok(CampaignRow {
        id: row.parsed("campaign id")?,
        name: row.text()?,
        state: row.parsed("state of a campaign")?,
        settings: row.json("campaign settings")?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
        updated_at: row.time()?,
        started_at: row.opt_time()?,
        ended_at: row.opt_time()?,
        revision: row.int()?,
    })
}
