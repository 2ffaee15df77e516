//! What the process knows of services beside the store and the engine.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use outdial_domain::ids::WorkspaceId;
use outdial_integrations::hooks::HookSecret;

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
    sandbox: RwLock<BTreeMap<&'static str, BTreeMap<String, String>>>,
}

impl IntegrationDesk {
    /// A desk that sends through this client.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        Self {
            client,
            secrets: RwLock::default(),
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
