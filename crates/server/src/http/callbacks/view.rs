//! A callback as the API shows it.

use outdial_domain::Timestamp;
use outdial_store::{CallbackRow, LeadRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::leads::LeadView;

/// Who makes a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CallbackFor)]
pub enum ForWord {
    /// The asker alone, until they have been away for 15 minutes.
    Me,
    /// Whoever is free.
    #[default]
    Any,
}

/// A lead that is to be called again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Callback)]
pub struct CallbackView {
    /// The lead.
    pub lead: LeadView,
    /// The campaign for which it was agreed.
    #[schema(required)]
    pub campaign_id: Option<String>,
    /// When.
    pub callback_at: String,
    /// The agent who wants to call; null when anybody may.
    #[schema(required)]
    pub for_user: Option<CallbackUser>,
    /// What was noted about the lead last.
    #[schema(required)]
    pub note: Option<String>,
}

/// The agent who wants to call.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallbackUser {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

impl CallbackView {
    /// The callback as the API shows it.
    pub fn of(lead: &LeadRow, callback: &CallbackRow, now: Timestamp) -> Self {
        Self {
            lead: LeadView::of(lead, now),
            campaign_id: callback.campaign_id.as_ref().map(ToString::to_string),
            callback_at: callback.callback_at.to_string(),
            for_user: callback.user.as_ref().map(|(id, name)| CallbackUser {
                id: id.clone(),
                name: name.clone(),
            }),
            note: lead.notes.clone(),
        }
    }
}
