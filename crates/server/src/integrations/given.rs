//! The accounts of a workspace: what the settings page says, then what the environment says, then the sandbox.

use std::collections::BTreeMap;

use outdial_domain::ids::WorkspaceId;
use outdial_store::{IntegrationRow, StoreError};
use serde_json::Value;

use super::spec::{SPECS, place, spec};
use crate::config::Services;
use crate::http::AppState;
use crate::secrets::SecretsError;

/// Where an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The settings page.
    Settings,
    /// Variables of the environment.
    Environment,
    /// The stand-ins that run beside the simulated phone network.
    Sandbox,
}

/// Filled-in forms by kind, secrets in the clear; has no `Debug`.
pub type Accounts = BTreeMap<&'static str, (Origin, BTreeMap<String, String>)>;

impl Origin {
    /// The word that is shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Environment => "environment",
            Self::Sandbox => "sandbox",
        }
    }
}

/// The accounts of a workspace, whichever way they were given.
///
/// # Errors
/// What the store said.
pub async fn accounts_of(app: &AppState, workspace: &WorkspaceId) -> Result<Accounts, StoreError> {
    let rows = app
        .workspace(workspace)
        .read(|tx| tx.integrations().all())
        .await?;
    let mut accounts = Accounts::new();
    for (kind, form) in app.integrations.sandbox() {
        accounts.insert(kind, (Origin::Sandbox, form));
    }
    for (kind, form) in given_by(&app.config.services) {
        accounts.insert(kind, (Origin::Environment, form));
    }
    for row in rows {
        let Some(spec) = spec(&row.kind) else { continue };
        match open(app, workspace, &row) {
            Ok(form) => {
                accounts.insert(spec.kind, (Origin::Settings, form));
            }
            // One whose secrets do not open any more must not keep the others from working.
            Err(why) => {
                tracing::error!(integration.kind = %row.kind, error = %why, "an account of a service cannot be used");
            }
        }
    }
    Ok(accounts)
}

fn open(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &IntegrationRow,
) -> Result<BTreeMap<String, String>, SecretsError> {
    let mut form = BTreeMap::new();
    let spec = spec(&row.kind);
    for (key, value) in row.config.as_object().into_iter().flatten() {
        let Some(text) = value.as_str() else { continue };
        let is_secret = spec
            .and_then(|spec| spec.field(key))
            .is_some_and(|field| field.secret);
        let text = if is_secret {
            app.secrets.open(&place(workspace, &row.kind, key), text)?
        } else {
            text.to_owned()
        };
        form.insert(key.clone(), text);
    }
    Ok(form)
}

/// A filled-in form as it is stored: secrets sealed.
///
/// # Errors
/// When there is no randomness.
pub fn seal(
    app: &AppState,
    workspace: &WorkspaceId,
    kind: &str,
    form: &BTreeMap<String, String>,
) -> Result<Value, SecretsError> {
    let spec = spec(kind);
    let mut stored = serde_json::Map::new();
    for (key, text) in form {
        let is_secret = spec
            .and_then(|spec| spec.field(key))
            .is_some_and(|field| field.secret);
        let value = if is_secret {
            app.secrets.seal(&place(workspace, kind, key), text)?
        } else {
            text.clone()
        };
        stored.insert(key.clone(), Value::String(value));
    }
    Ok(Value::Object(stored))
}

/// What the environment says of services; a kind whose required fields it lacks is not there.
#[must_use]
pub fn given_by(services: &Services) -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let secret =
        |value: &Option<crate::config::Secret>| value.as_ref().map(|value| value.reveal().to_owned());
    let given = [
        (
            "calcom",
            vec![
                ("api_key", secret(&services.calcom_api_key)),
                ("event_type_id", services.calcom_event_type_id.clone()),
                ("webhook_secret", secret(&services.calcom_webhook_secret)),
                ("api_base", services.calcom_api_base.clone()),
            ],
        ),
        (
            "resend",
            vec![
                ("api_key", secret(&services.resend_api_key)),
                ("from", services.mail_from.clone()),
                ("webhook_secret", secret(&services.resend_webhook_secret)),
                ("api_base", services.resend_api_base.clone()),
            ],
        ),
        (
            "smtp",
            vec![
                ("url", secret(&services.smtp_url)),
                ("from", services.mail_from.clone()),
            ],
        ),
        ("openai", models(services)),
    ];
    given
        .into_iter()
        .map(|(kind, fields)| {
            let form: BTreeMap<String, String> = fields
                .into_iter()
                .filter_map(|(key, value)| value.map(|value| (key.to_owned(), value)))
                .collect();
            (kind, form)
        })
        .filter(|(kind, form)| {
            let fields = SPECS
                .iter()
                .filter(|spec| spec.kind == *kind)
                .flat_map(|spec| spec.fields);
            fields
                .into_iter()
                .filter(|field| field.required)
                .all(|field| form.contains_key(field.key))
        })
        .collect()
}

/// What the environment says of models: those for speech are reached with the key of those for text.
fn models(services: &Services) -> Vec<(&'static str, Option<String>)> {
    let Some(text) = &services.language_model else {
        return Vec::new();
    };
    let speech = services.speech_model.as_ref();
    let realtime_base = speech.map(|speech| &speech.base_url);
    vec![
        ("api_key", Some(text.api_key.reveal().to_owned())),
        ("model", Some(text.model.clone())),
        ("realtime_model", speech.map(|speech| speech.model.clone())),
        ("api_base", Some(text.base_url.clone())),
        (
            "realtime_base",
            realtime_base.filter(|base| **base != text.base_url).cloned(),
        ),
        (
            "realtime_audio",
            speech.map(|speech| speech.audio.name().to_owned()),
        ),
    ]
}
