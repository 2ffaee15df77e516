//! A campaign as the API shows it.

use outdial_domain::campaign::CampaignSettings;
use outdial_domain::ids::ListId;
use outdial_store::{CampaignRow, LeadsWhere, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::CampaignChoices;
use crate::http::calls::view::ActorView;

/// A dialling programme over lists of leads.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Campaign)]
pub struct CampaignView {
    /// `cmp_...`
    pub id: String,
    /// Shown to people.
    pub name: String,
    /// `draft`, `running`, `paused`, `draining`, `stopped` or `finished`.
    pub state: String,
    /// The lists that it goes through, in their order.
    pub list_ids: Vec<String>,
    /// What people chose for it.
    #[schema(value_type = CampaignChoices)]
    pub settings: CampaignSettings,
    /// How far it has come.
    pub counts: CampaignProgress,
    /// When it was made.
    pub created_at: String,
    /// Who made it.
    pub created_by: ActorView,
    /// When it was last started.
    #[schema(required)]
    pub started_at: Option<String>,
    /// When it was stopped or finished.
    #[schema(required)]
    pub ended_at: Option<String>,
    /// Grows with each change.
    pub revision: i64,
}

/// How far a campaign has come with its leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignProgress {
    /// Leads in its lists.
    pub leads: u64,
    /// Leads that it is done with.
    pub done: u64,
    /// Leads that it does not call, because its selection leaves them out.
    pub left_out: u64,
}

impl CampaignProgress {
    /// The progress of a campaign with so many leads in its lists, of which those it has looked at stand here.
    #[must_use]
    pub fn of(leads: u64, stand_where: &[LeadsWhere]) -> Self {
        let count = |place: &str| {
            let there = stand_where.iter().filter(|stand| stand.place == place);
            there.map(|stand| stand.leads).sum()
        };
        Self {
            leads,
            done: count("done"),
            left_out: count("left_out"),
        }
    }
}

/// A campaign with what is stored beside it.
pub struct StoredCampaign {
    row: CampaignRow,
    lists: Vec<ListId>,
    counts: CampaignProgress,
}

impl StoredCampaign {
    /// Reads what belongs to a campaign.
    pub fn complete(tx: &mut Tx<'_>, row: CampaignRow) -> Result<Self, StoreError> {
        let leads = tx.campaigns().lead_count(&row.id)?;
        let stand_where = tx.campaign_leads().stand_where(&row.id)?;
        Ok(Self {
            lists: tx.campaigns().lists(&row.id)?,
            counts: CampaignProgress::of(leads, &stand_where),
            row,
        })
    }

    /// The campaign as the API shows it.
    pub fn into_view(self) -> CampaignView {
        let Self {
            mut row,
            lists,
            counts,
        } = self;
        row.settings.consent_needed = Some(row.settings.needs_consent());
        CampaignView {
            id: row.id.to_string(),
            name: row.name,
            state: row.state.as_str().to_owned(),
            list_ids: lists.iter().map(ToString::to_string).collect(),
            settings: row.settings,
            counts,
            created_at: row.created_at.to_string(),
            created_by: ActorView::of(&row.created_by),
            started_at: row.started_at.map(|at| at.to_string()),
            ended_at: row.ended_at.map(|at| at.to_string()),
            revision: row.revision,
        }
    }
}
