//! What the process knows of services beside the store and the engine.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use outdial_domain::ids::WorkspaceId;
use outdial_integrations::hooks::HookSecret;
use outdial_integrations::language_model::LanguageModel;

/// What services sign their messages with.
#[derive(Clone, Default)]
pub struct WebhookSecrets {
    /// Cal.com's.
    pub calcom: Option<String>,
    /// Resend's.
    pub resend: Option<HookSecret>,
}

/// What the process knows of services beside the store and the engine.
pub struct IntegrationDesk {
    /// How requests to services are sent.
    pub client: reqwest::Client,
    secrets: RwLock<BTreeMap<WorkspaceId, WebhookSecrets>>,
    models: RwLock<BTreeMap<WorkspaceId, LanguageModel>>,
    sandbox: RwLock<BTreeMap<&'static str, BTreeMap<String, String>>>,
}

impl IntegrationDesk {
    /// A desk that sends through this client.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        Self {
            client,
            secrets: RwLock::default(),
            models: RwLock::default(),
            sandbox: RwLock::default(),
        }
    }

    /// Notes the forms of stand-ins that are used where nobody gives an account.
    pub fn stand_in(&self, forms: BTreeMap<&'static str, BTreeMap<String, String>>) {
        *self.sandbox.write().unwrap_or_else(PoisonError::into_inner) = forms;
    }

    /// The forms of stand-ins.
    #[must_use]
    pub fn sandbox(&self) -> BTreeMap<&'static str, BTreeMap<String, String>> {
        self.sandbox
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Notes which model reads the commands of a workspace, or that none does.
    pub fn set_language_model(&self, workspace: &WorkspaceId, model: Option<LanguageModel>) {
        let mut all = self.models.write().unwrap_or_else(PoisonError::into_inner);
        match model {
            Some(model) => all.insert(workspace.clone(), model),
            None => all.remove(workspace),
        };
    }

    /// The model that reads the commands of a workspace.
    #[must_use]
    pub fn language_model(&self, workspace: &WorkspaceId) -> Option<LanguageModel> {
        let all = self.models.read().unwrap_or_else(PoisonError::into_inner);
        all.get(workspace).cloned()
    }

    /// Notes what the services of a workspace sign with.
    pub fn set_secrets(&self, workspace: &WorkspaceId, secrets: WebhookSecrets) {
        let mut all = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(workspace.clone(), secrets);
    }

    /// What the services of every workspace sign with: a message names no workspace, its signature does.
    #[must_use]
    pub fn secrets(&self) -> Vec<(WorkspaceId, WebhookSecrets)> {
        let all = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        all.iter()
            .map(|(workspace, secrets)| (workspace.clone(), secrets.clone()))
            .collect()
    }
}
