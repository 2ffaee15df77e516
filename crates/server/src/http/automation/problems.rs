//! What keeps the automation from calling anybody, in the order in which people can do something about it.

use outdial_domain::campaign::CampaignSettings;
use outdial_domain::ids::{ListId, WorkspaceId};
use serde::Serialize;
use utoipa::ToSchema;

use super::stored::Stored;
use crate::http::AppState;

/// Something that keeps the automation from calling anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AutomationProblem {
    /// `voice_agent_missing`, `account_missing`, `account_without_agents`, `lists_missing` or `consent_missing`.
    pub code: String,
    /// What to do.
    pub message: String,
}

/// What keeps the automation from calling anybody.
#[must_use]
pub fn problems(
    app: &AppState,
    workspace: &WorkspaceId,
    settings: &CampaignSettings,
    lists: &[ListId],
) -> Vec<AutomationProblem> {
    let mut found = Vec::new();
    let mut wrong = |code: &str, message: &str| {
        found.push(AutomationProblem {
            code: code.to_owned(),
            message: message.to_owned(),
        });
    };
    if settings.voice_agent_id.is_none() {
        wrong(
            "voice_agent_missing",
            "Choose the voice agent that talks with whoever answers.",
        );
    }
    let accounts = app.engine.accounts();
    match accounts.for_voice_agent(workspace, settings.account_id.as_ref()) {
        None => wrong("account_missing", "Choose the account through which is called."),
        Some(account) if !app.engine.can_talk(workspace, &account) => wrong(
            "account_without_agents",
            "The account hosts no voice agents; choose or add one that does, such as Vapi, or name a speech model for our own.",
        ),
        Some(_) => {}
    }
    if lists.is_empty() {
        wrong(
            "lists_missing",
            "Choose at least one list: there is nobody to call.",
        );
    }
    found
}

/// The same of the automation as it is stored, with what its leads lack.
#[must_use]
pub fn all_problems(app: &AppState, workspace: &WorkspaceId, stored: &Stored) -> Vec<AutomationProblem> {
    let mut found = problems(app, workspace, &stored.settings(), &stored.lists);
    if stored.nobody_agreed {
        found.push(AutomationProblem {
            code: "consent_missing".to_owned(),
            message:
                "No lead in its lists has agreed to be called by an artificial voice: record the consent \
                      ai_voice with the leads, or when you import them."
                    .to_owned(),
        });
    }
    found
}
