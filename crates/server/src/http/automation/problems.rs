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
    /// `voice_agent_missing`, `account_missing`, `account_without_agents`, `lists_missing` or `consent_missing`; and, which
    /// passes by itself, `account_away` or `speech_model_away`.
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
    let settings = stored.settings();
    let mut found = problems(app, workspace, &settings, &stored.lists);
    found.extend(outages(app, workspace, &settings));
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

/// What cannot be reached at present. Nobody has to do anything: calls go out again when it answers.
fn outages(app: &AppState, workspace: &WorkspaceId, settings: &CampaignSettings) -> Vec<AutomationProblem> {
    let accounts = app.engine.accounts();
    let Some(account) = accounts.for_voice_agent(workspace, settings.account_id.as_ref()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if account.is_in_trouble() {
        found.push(AutomationProblem {
            code: "account_away".to_owned(),
            message: format!(
                "{} does not answer. Nobody is called through it until it does; calls that were under way are looked \
                 for then.",
                account.name
            ),
        });
    }
    let away = app.engine.services().speech_away(workspace);
    if let Some(away) = away.filter(|_| account.carrier.agents().is_none()) {
        found.push(AutomationProblem {
            code: "speech_model_away".to_owned(),
            message: format!(
                "The speech model cannot be reached since {} ({}). Nobody is called until it can; test it under Settings, \
                 Integrations, OpenAI.",
                away.since, away.why
            ),
        });
    }
    found
}
