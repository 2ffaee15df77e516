//! Which carrier accounts exist at start: the environment's, those of the settings page, or the sandbox.

use anyhow::Context as _;
use outdial_carrier::registry::spec;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_store::CarrierAccountRow;
use serde_json::{Map, Value, json};

use crate::carriers::{AccountOrigin, Form, HealthNote, activate, prefer};
use crate::config::{TwilioOptions, VapiOptions};
use crate::http::AppState;

/// Whether calls will go to the sandbox: nobody gave credentials anywhere.
///
/// # Errors
/// When the store fails.
pub async fn needs_sandbox(app: &AppState, workspace: &WorkspaceId) -> anyhow::Result<bool> {
    if app.config.twilio.is_some() || app.config.vapi.is_some() {
        return Ok(false);
    }
    let rows = app.workspace(workspace).read(|tx| tx.carriers().all()).await?;
    Ok(!rows
        .iter()
        .any(|row| AccountOrigin::parse(&row.source) == AccountOrigin::Settings))
}

/// The accounts of the sandbox.
#[derive(Clone)]
pub struct Forms {
    /// At the phone network.
    pub network: Map<String, Value>,
    /// At the host of voice agents.
    pub host: Map<String, Value>,
}

/// Lets the engine dial through every account there is.
///
/// # Errors
/// When the store fails or the environment's account cannot be used.
pub async fn open(app: &AppState, workspace: &WorkspaceId, sandbox: Option<Forms>) -> anyhow::Result<()> {
    let rows = app.workspace(workspace).read(|tx| tx.carriers().all()).await?;
    for row in rows
        .iter()
        .filter(|row| AccountOrigin::parse(&row.source) == AccountOrigin::Settings)
    {
        open_stored(app, workspace, row);
    }
    let mut given = Vec::new();
    if let Some(twilio) = &app.config.twilio {
        given.push(Given::environment(
            "twilio",
            "Twilio (environment)",
            twilio_form(twilio),
        ));
    }
    if let Some(vapi) = &app.config.vapi {
        given.push(Given::environment("vapi", "Vapi (environment)", vapi_form(vapi)));
    }
    if let Some(forms) = sandbox {
        given.push(Given::sandbox("twilio", "Sandbox", forms.network));
        given.push(Given::sandbox("vapi", "Sandbox voice agents", forms.host));
    }
    for given in &given {
        open_given(app, workspace, &rows, given)
            .await
            .with_context(|| format!("the account “{}” cannot be used", given.name))?;
    }
    choose_default(app, workspace).await
}

/// An account whose credentials do not open any more must not keep the others from working.
fn open_stored(app: &AppState, workspace: &WorkspaceId, row: &CarrierAccountRow) {
    let Some(spec) = spec(&row.kind) else { return };
    let opened = Form::open(spec, &row.id, &row.config, &app.secrets)
        .map_err(|why| why.to_string())
        .and_then(|form| activate(app, workspace, row, &form).map_err(|why| why.to_string()));
    if let Err(message) = opened {
        tracing::error!(carrier.account = %row.id, error = message, "a carrier account cannot be used");
        app.carriers.note_health(
            &row.id,
            HealthNote {
                ok: false,
                checked_at: app.now(),
                message,
            },
        );
    }
}

/// An account that this start gives.
struct Given {
    kind: &'static str,
    origin: AccountOrigin,
    name: &'static str,
    form: Form,
}

impl Given {
    fn environment(kind: &'static str, name: &'static str, form: Map<String, Value>) -> Self {
        Self {
            kind,
            origin: AccountOrigin::Environment,
            name,
            form: Form::new(form),
        }
    }

    fn sandbox(kind: &'static str, name: &'static str, form: Map<String, Value>) -> Self {
        Self {
            kind,
            origin: AccountOrigin::Sandbox,
            name,
            form: Form::new(form),
        }
    }
}

/// Opens it; it keeps its id, which is part of the addresses that the carrier calls back.
async fn open_given(
    app: &AppState,
    workspace: &WorkspaceId,
    rows: &[CarrierAccountRow],
    given: &Given,
) -> anyhow::Result<()> {
    let Given {
        kind,
        origin,
        name,
        form,
    } = given;
    let spec = spec(kind).with_context(|| format!("the registry has no {kind}"))?;
    let now = app.now();
    let before = rows
        .iter()
        .find(|row| AccountOrigin::parse(&row.source) == *origin && row.kind == *kind);
    let id = before.map_or_else(
        || CarrierAccountId::from_bits(app.ids.next(now)),
        |row| row.id.clone(),
    );
    let row = CarrierAccountRow {
        kind: spec.kind.to_owned(),
        name: (*name).to_owned(),
        config: form.seal(spec, &id, &app.secrets)?,
        is_default: before.is_some_and(|row| row.is_default),
        source: origin.as_str().to_owned(),
        created_at: before.map_or(now, |row| row.created_at),
        updated_at: now,
        id,
    };
    if *origin == AccountOrigin::Sandbox {
        match *kind {
            "vapi" => app.carriers.set_sandbox_host(row.id.clone()),
            _ => app.carriers.set_sandbox(row.id.clone()),
        }
    }
    activate(app, workspace, &row, form)?;
    app.workspace(workspace)
        .write(move |tx| tx.carriers().put(&row))
        .await?;
    Ok(())
}

/// Exactly one of the accounts in use is the default.
async fn choose_default(app: &AppState, workspace: &WorkspaceId) -> anyhow::Result<()> {
    let Some(account) = app.engine.accounts().default_of(workspace) else {
        return Ok(());
    };
    if !account.is_default {
        let (id, now) = (account.id.clone(), app.now());
        app.workspace(workspace)
            .write(move |tx| tx.carriers().make_default(&id, now))
            .await?;
        prefer(app, workspace, &account.id);
    }
    Ok(())
}

/// The form of the account that the environment describes.
#[must_use]
pub fn twilio_form(options: &TwilioOptions) -> Map<String, Value> {
    let (api_key, api_secret) = options
        .api_key
        .as_ref()
        .map(|(key, secret)| (key, secret.reveal()))
        .unzip();
    let form = json!({
        "account_sid": options.account_sid,
        "auth_token": options.auth_token.reveal(),
        "phone_number": options.phone_number,
        "api_key": api_key,
        "api_secret": api_secret,
        "bridge": options.bridge.word(),
        "twiml_app_sid": options.twiml_app_sid,
        "api_base": options.api_base,
        "cps": options.cps.to_string(),
    });
    let form = form.as_object().cloned().unwrap_or_default();
    form.into_iter().filter(|(_, value)| !value.is_null()).collect()
}

/// The form of the host of voice agents that the environment describes.
#[must_use]
pub fn vapi_form(options: &VapiOptions) -> Map<String, Value> {
    let form = json!({
        "api_key": options.api_key.reveal(),
        "secret": options.secret.reveal(),
        "phone_number_id": options.phone_number_id,
        "assistant_id": options.assistant_id,
        "api_base": options.api_base,
    });
    let form = form.as_object().cloned().unwrap_or_default();
    form.into_iter().filter(|(_, value)| !value.is_null()).collect()
}
