//! Puts the accounts of a workspace to use.

use std::collections::BTreeMap;
use std::sync::Arc;

use outdial_domain::ids::WorkspaceId;
use outdial_engine::LiveHook;
use outdial_integrations::calendar::{CalCom, CalComConfig, Calendar};
use outdial_integrations::language_model::chat::ChatModel;
use outdial_integrations::mail::{Mailer, Resend, ResendConfig, SenderAddress, Smtp};
use outdial_store::StoreError;
use outdial_voice::realtime::live::Endpoint;

use super::desk::WebhookSecrets;
use super::given::{Accounts, Origin, accounts_of};
use super::models::{OPENAI, build_models};
use crate::http::AppState;

/// The field of a form that cannot be used, and what to write.
pub type Unusable = (&'static str, String);

/// The calendar that a form describes.
///
/// # Errors
/// The field that cannot be used, and what to write.
pub fn build_calendar(
    app: &AppState,
    form: &BTreeMap<String, String>,
) -> Result<Arc<dyn Calendar>, Unusable> {
    let text = |key: &str| form.get(key).map_or("", String::as_str);
    let event_type = text("event_type_id").parse().map_err(|_| {
        (
            "event_type_id",
            "Write the number of the event type, e.g. 123456.".to_owned(),
        )
    })?;
    let base = base(form, "api_base", CalComConfig::BASE_URL)?;
    let config = CalComConfig::new(base, text("api_key"), event_type);
    Ok(Arc::new(CalCom::new(config, app.integrations.client.clone())))
}

/// The way to send mail that a form describes, and who writes.
///
/// # Errors
/// The field that cannot be used, and what to write.
pub fn build_mailer(
    app: &AppState,
    kind: &str,
    form: &BTreeMap<String, String>,
) -> Result<(Arc<dyn Mailer>, SenderAddress), Unusable> {
    let text = |key: &str| form.get(key).map_or("", String::as_str);
    let from: SenderAddress = text("from")
        .parse()
        .map_err(|_| ("from", "Write it like Acme <office@example.com>.".to_owned()))?;
    if kind == "smtp" {
        let smtp = Smtp::new(text("url")).map_err(|why| ("url", why.to_string()))?;
        return Ok((Arc::new(smtp), from));
    }
    let config = ResendConfig {
        base_url: base(form, "api_base", ResendConfig::BASE_URL)?,
        api_key: text("api_key").to_owned(),
    };
    Ok((
        Arc::new(Resend::new(config, app.integrations.client.clone())),
        from,
    ))
}

/// The address of a server in a field of a form, or the usual one where nobody names another.
///
/// # Errors
/// The field, and what to write.
pub(super) fn base(
    form: &BTreeMap<String, String>,
    field: &'static str,
    usual: &str,
) -> Result<String, Unusable> {
    let given = form
        .get(field)
        .map(String::as_str)
        .filter(|text| !text.is_empty());
    let Some(text) = given else {
        return Ok(usual.to_owned());
    };
    crate::config::BaseUrl::parse(text)
        .map(|base| base.as_str().trim_end_matches('/').to_owned())
        .ok_or_else(|| (field, "Write an http(s) address.".to_owned()))
}

/// Puts every account and every program of a workspace to use, as they are stored and given now.
///
/// # Errors
/// What the store said.
pub async fn open_workspace(app: &AppState, workspace: &WorkspaceId) -> Result<(), StoreError> {
    let accounts = accounts_of(app, workspace).await?;
    let calendar = accounts.get("calcom").and_then(|(_, form)| {
        build_calendar(app, form)
            .map_err(|why| unusable("calcom", why))
            .ok()
    });
    // What somebody entered goes before what was given otherwise; of two alike Resend reports more.
    let mut mailers: Vec<_> = ["resend", "smtp"]
        .into_iter()
        .filter_map(|kind| {
            accounts
                .get(kind)
                .map(|(origin, form)| (*origin as u8, kind, form))
        })
        .collect();
    mailers.sort_by_key(|(origin, _, _)| *origin);
    let mailer = mailers.into_iter().find_map(|(_, kind, form)| {
        build_mailer(app, kind, form)
            .map_err(|why| unusable(kind, why))
            .ok()
    });
    let (mailer, from) = mailer.unzip();
    let secret = |kind: &str| {
        let form = accounts.get(kind).map(|(_, form)| form);
        form.and_then(|form| form.get("webhook_secret").cloned())
    };
    app.integrations.set_secrets(
        workspace,
        WebhookSecrets {
            calcom: secret("calcom"),
            resend: secret("resend").and_then(|text| text.parse().ok()),
        },
    );
    let hooks = live_hooks(app, workspace).await?;
    let (speech_model, text_model) = open_models(app, workspace, &accounts);
    app.engine.services().change(workspace, |services| {
        services.calendar = calendar;
        services.mailer = mailer;
        services.from = from;
        services.hooks = hooks.into();
        services.speech_model = speech_model;
        services.text_model = text_model;
    });
    Ok(())
}

/// Says that an account is passed over.
fn unusable(kind: &str, (field, why): Unusable) {
    tracing::error!(integration.kind = kind, field, error = %why, "an account of a service cannot be used");
}

/// Puts the models of a workspace to use: one reads commands, one talks aloud, one in writing. An account that names no
/// model for speech leaves that to the stand-in, where the phone network is simulated.
fn open_models(
    app: &AppState,
    workspace: &WorkspaceId,
    accounts: &Accounts,
) -> (Option<Arc<Endpoint>>, Option<Arc<ChatModel>>) {
    let build =
        |form: &BTreeMap<String, String>| build_models(app, form).map_err(|why| unusable(OPENAI, why)).ok();
    let account = accounts.get(OPENAI);
    let models = account.and_then(|(_, form)| build(form));
    // The stand-in cannot read: its answer would only be in the way of the grammar's.
    let reads = account.is_some_and(|(origin, _)| *origin != Origin::Sandbox);
    let (reader, text, speech) = match models {
        Some(models) => (Some(models.reader), Some(models.text), models.speech),
        None => (None, None, None),
    };
    app.integrations
        .set_language_model(workspace, reader.filter(|_| reads));
    let simulated = || build(app.integrations.sandbox().get(OPENAI)?)?.speech;
    (speech.or_else(simulated).map(Arc::new), text.map(Arc::new))
}

async fn live_hooks(app: &AppState, workspace: &WorkspaceId) -> Result<Vec<LiveHook>, StoreError> {
    let rows = app.workspace(workspace).read(|tx| tx.hooks().all()).await?;
    let live = rows.into_iter().filter(|row| row.is_on).filter_map(|row| {
        let place = format!("{}/secret", row.id);
        let secret = app.secrets.open(&place, &row.secret).ok();
        let Some(secret) = secret.and_then(|text| text.parse().ok()) else {
            tracing::error!(hook.id = %row.id, "the secret of a program does not open; it is told of nothing");
            return None;
        };
        Some(LiveHook {
            id: row.id,
            url: row.url,
            events: row.events,
            secret,
        })
    });
    Ok(live.collect())
}
