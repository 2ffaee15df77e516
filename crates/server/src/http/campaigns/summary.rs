//! A campaign as the live channel tells of it.

use outdial_domain::campaign::CampaignState;
use outdial_engine::CampaignLive;
use serde::Serialize;
use utoipa::ToSchema;

use super::live::CampaignWatch;
use super::view::CampaignProgress;

/// A campaign in a frame of the live channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignSummary {
    /// `cmp_...`
    pub id: String,
    /// Grows with each change of the campaign itself.
    pub revision: i64,
    /// `draft`, `running`, `paused`, `draining`, `stopped` or `finished`.
    pub state: String,
    /// Shown to people.
    pub name: String,
    /// How far it has come.
    pub counts: CampaignProgress,
    /// How it goes; null before it was first started.
    #[schema(required)]
    pub live: Option<CampaignWatch>,
}

impl CampaignSummary {
    /// What the channel tells of a campaign.
    #[must_use]
    pub fn of(live: &CampaignLive) -> Self {
        let row = &live.campaign;
        Self {
            id: row.id.to_string(),
            revision: row.revision,
            state: row.state.as_str().to_owned(),
            name: row.name.clone(),
            counts: CampaignProgress::of(live.leads, &live.stand_where),
            live: (row.state != CampaignState::Draft).then(|| CampaignWatch::of(live)),
        }
    }
}
