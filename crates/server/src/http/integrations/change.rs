//! `PUT /integrations/{kind}`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use outdial_store::IntegrationRow;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::wire::{Integration, describe};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;
use crate::integrations::{
    IntegrationSpec, OPENAI, Origin, accounts_of, build_calendar, build_mailer, build_models, open_workspace,
    seal, spec,
};

/// A filled-in form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntegrationInput {
    /// The fields; a secret that is left out stays as it is.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
}

/// Enters or changes the account of a service; it is used from now on.
#[utoipa::path(put, path = "/integrations/{kind}", tag = "Integrations", operation_id = "putIntegration",
    params(("kind" = String, Path, description = "`calcom`, `resend`, `smtp` or `openai`")), request_body = IntegrationInput,
    responses((status = 200, description = "In use", body = Integration), (status = 404, description = "No such kind"),
        (status = 422, description = "A field cannot be used")))]
pub async fn put_integration(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
    Body(input): Body<IntegrationInput>,
) -> Result<Json<Integration>, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    let spec = spec(&kind).ok_or(ProblemCode::IntegrationNotFound)?;
    let accounts = accounts_of(&app, &actor.workspace).await?;
    let before = accounts
        .get(spec.kind)
        .filter(|(origin, _)| *origin == Origin::Settings)
        .map(|(_, form)| form.clone())
        .unwrap_or_default();
    let form = filled(spec, &before, input.values)?;
    let unusable = |(field, why): (&'static str, String)| {
        Problem::new(ProblemCode::IntegrationInvalid).field(field, "unusable", why)
    };
    match spec.kind {
        "calcom" => build_calendar(&app, &form).map(|_| ()).map_err(unusable)?,
        OPENAI => build_models(&app, &form).map(|_| ()).map_err(unusable)?,
        kind => build_mailer(&app, kind, &form).map(|_| ()).map_err(unusable)?,
    }
    if let Some(secret) = form.get("webhook_secret").filter(|_| spec.kind == "resend") {
        secret
            .parse::<outdial_integrations::hooks::HookSecret>()
            .map_err(|why| unusable(("webhook_secret", why.to_string())))?;
    }
    let row = IntegrationRow {
        kind: spec.kind.to_owned(),
        config: seal(&app, &actor.workspace, spec.kind, &form).map_err(|why| Problem::internal(&why))?,
        updated_at: app.now(),
    };
    let changed: Vec<&str> = spec
        .fields
        .iter()
        .filter(|field| before.get(field.key) != form.get(field.key))
        .map(|field| field.key)
        .collect();
    let entry = Entry::by(&actor)
        .subject(&spec.kind)
        .detail(json!({ "fields": changed }))
        .row(&app, "integration.changed");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.integrations().put(&row)?;
            tx.audit().add(&entry)
        })
        .await?;
    open_workspace(&app, &actor.workspace).await?;
    let accounts = accounts_of(&app, &actor.workspace).await?;
    Ok(Json(describe(spec, &accounts)))
}

/// What the form says with what the page sent laid over it: a secret that is left out stays, an empty field is removed.
fn filled(
    spec: &'static IntegrationSpec,
    before: &BTreeMap<String, String>,
    sent: Map<String, Value>,
) -> Result<BTreeMap<String, String>, Problem> {
    let mut form: BTreeMap<String, String> = before
        .iter()
        .filter(|(key, _)| spec.field(key).is_some_and(|field| field.secret) && !sent.contains_key(*key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let invalid = || Problem::new(ProblemCode::IntegrationInvalid);
    for (key, value) in sent {
        if spec.field(&key).is_none() {
            return Err(invalid().field(&key, "unknown", "There is no such field."));
        }
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Null => String::new(),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                return Err(invalid().field(&key, "no_text", "Write a text."));
            }
        };
        if !text.is_empty() {
            form.insert(key, text);
        }
    }
    let missing: Vec<_> = spec
        .fields
        .iter()
        .filter(|field| field.required && !form.contains_key(field.key))
        .collect();
    if missing.is_empty() {
        return Ok(form);
    }
    Err(missing.into_iter().fold(invalid(), |problem, field| {
        problem.field(field.key, "missing", format!("Fill in: {}.", field.help))
    }))
}
