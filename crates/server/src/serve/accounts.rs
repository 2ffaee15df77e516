//! Which carrier accounts exist at start: the environment's, those of the settings page, or the sandbox.

use anyhow::Context as _;
use outdial_carrier::registry::spec;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_store::CarrierAccountRow;
use serde_json::{Map, Value, json};

use crate::carriers::{AccountOrigin, Form, HealthNote, activate, prefer};
use crate::config::TwilioOptions;
use crate::http::AppState;

/// Whether calls will go to the sandbox: nobody gave credentials anywhere.
///
/// # Errors
/// When the store fails.
pub async fn needs_sandbox(app: &AppState, workspace: &WorkspaceId) -> anyhow::Result<bool> {
    if app.config.twilio.is_some() {
        return Ok(false);
    }
    let rows = app.workspace(workspace).read(|tx| tx.carriers().all()).await?;
    Ok(!rows
        .iter()
        .any(|row| AccountOrigin::parse(&row.source) == AccountOrigin::Settings))
}

/// Lets the engine dial through every account there is.
///
/// # Errors
/// When the store fails or the environment's account cannot be used.
pub async fn open(
    app: &AppState,
    workspace: &WorkspaceId,
    sandbox: Option<Map<String, Value>>,
) -> anyhow::Result<()> {
    let rows = app.workspace(workspace).read(|tx| tx.carriers().all()).await?;
    for row in rows
        .iter()
        .filter(|row| AccountOrigin::parse(&row.source) == AccountOrigin::Settings)
    {
        open_stored(app, workspace, row);
    }
    if let Some(twilio) = &app.config.twilio {
        let form = Form::new(twilio_form(twilio));
        open_given(
            app,
            workspace,
            &rows,
            AccountOrigin::Environment,
            "Twilio (environment)",
            &form,
        )
        .await
        .context("the Twilio account of the environment cannot be used")?;
    }
    if let Some(form) = sandbox {
        let form = Form::new(form);
        open_given(app, workspace, &rows, AccountOrigin::Sandbox, "Sandbox", &form).await?;
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

/// An account that this start gives; it keeps its id, which is part of the addresses that the carrier calls back.
async fn open_given(
    app: &AppState,
    workspace: &WorkspaceId,
    rows: &[CarrierAccountRow],
    origin: AccountOrigin,
    name: &str,
    form: &Form,
) -> anyhow::Result<()> {
    let spec = spec("twilio").context("the registry has no Twilio")?;
    let now = app.now();
    let before = rows
        .iter()
        .find(|row| AccountOrigin::parse(&row.source) == origin);
    let id = before.map_or_else(
        || CarrierAccountId::from_bits(app.ids.next(now)),
        |row| row.id.clone(),
    );
    let row = CarrierAccountRow {
        kind: spec.kind.to_owned(),
        name: name.to_owned(),
        config: form.seal(spec, &id, &app.secrets)?,
        is_default: before.is_some_and(|row| row.is_default),
        source: origin.as_str().to_owned(),
        created_at: before.map_or(now, |row| row.created_at),
        updated_at: now,
        id,
    };
    if origin == AccountOrigin::Sandbox {
        app.carriers.set_sandbox(row.id.clone());
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
