//! `POST /hooks`, `PUT /hooks/{id}` and `DELETE /hooks/{id}`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::HookId;
use outdial_integrations::hooks::{HookSecret, check_url};
use outdial_store::HookRow;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::list::{hint, place};
use super::view::Hook;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};
use crate::integrations::open_workspace;
use crate::random;

/// A program that is to be told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HookInput {
    /// Where it listens: https, at a public address.
    url: String,
    /// Which events it is told of.
    events: Vec<String>,
    /// Whether it is told; true when absent.
    on: Option<bool>,
    /// Makes a new secret, which the answer shows.
    #[serde(default)]
    new_secret: bool,
}

/// Adds a program. The answer alone shows the secret that signs the messages to it.
#[utoipa::path(post, path = "/hooks", tag = "Integrations", operation_id = "createHook", request_body = HookInput,
    responses((status = 201, description = "Added", body = Hook),
        (status = 422, description = "The address or an event cannot be used")))]
pub async fn create_hook(
    State(app): State<AppState>,
    actor: Actor,
    Body(input): Body<HookInput>,
) -> Result<(StatusCode, Json<Hook>), Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    check(&app, &input)?;
    let now = app.now();
    let mut row = HookRow {
        id: HookId::from_bits(app.ids.next(now)),
        url: input.url.trim().to_owned(),
        events: input.events,
        is_on: input.on.unwrap_or(true),
        secret: String::new(),
        created_at: now,
        updated_at: now,
    };
    let secret = new_secret(&app, &mut row)?;
    let hook = store(&app, &actor, row, Some(secret), "hook.added").await?;
    Ok((StatusCode::CREATED, Json(hook)))
}

/// Changes a program; what waits for it goes to the new address.
#[utoipa::path(put, path = "/hooks/{id}", tag = "Integrations", operation_id = "changeHook",
    params(("id" = String, Path, description = "`hook_...`")), request_body = HookInput,
    responses((status = 200, description = "Changed", body = Hook), (status = 404, description = "No such program")))]
pub async fn change_hook(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<HookId>,
    Body(input): Body<HookInput>,
) -> Result<Json<Hook>, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    check(&app, &input)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.hooks().get(&id))
        .await?;
    let mut row = found.ok_or(ProblemCode::HookNotFound)?;
    row.url = input.url.trim().to_owned();
    row.events = input.events;
    row.is_on = input.on.unwrap_or(row.is_on);
    row.updated_at = app.now();
    let secret = if input.new_secret {
        Some(new_secret(&app, &mut row)?)
    } else {
        None
    };
    store(&app, &actor, row, secret, "hook.changed").await.map(Json)
}

/// Removes a program with the messages to it.
#[utoipa::path(delete, path = "/hooks/{id}", tag = "Integrations", operation_id = "removeHook",
    params(("id" = String, Path, description = "`hook_...`")),
    responses((status = 204, description = "Removed"), (status = 404, description = "No such program")))]
pub async fn remove_hook(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<HookId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({}))
        .row(&app, "hook.removed");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            if !tx.hooks().remove(&id)? {
                return Ok(Err(ProblemCode::HookNotFound));
            }
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await??;
    open_workspace(&app, &actor.workspace).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check(app: &AppState, input: &HookInput) -> Result<(), Problem> {
    let reach = app
        .engine
        .services()
        .config()
        .map_or(outdial_integrations::hooks::Reach::PublicOnly, |config| {
            config.hooks.reach()
        });
    if let Err(why) = check_url(&input.url, reach) {
        return Err(Problem::new(ProblemCode::HookInvalid).field("url", "unusable", why.to_string()));
    }
    if input.events.is_empty() {
        return Err(Problem::new(ProblemCode::HookInvalid).field(
            "events",
            "missing",
            "Choose at least one event.",
        ));
    }
    let known = |wanted: &String| {
        outdial_engine::EVENTS
            .iter()
            .any(|event| event.as_str() == wanted)
    };
    match input.events.iter().find(|event| !known(event)) {
        Some(unknown) => Err(Problem::new(ProblemCode::HookInvalid).field(
            "events",
            "unknown",
            format!("There is no event {unknown:?}."),
        )),
        None => Ok(()),
    }
}

fn new_secret(app: &AppState, row: &mut HookRow) -> Result<String, Problem> {
    let bytes: [u8; 32] = random::bytes().map_err(|why| Problem::internal(&why))?;
    let secret = HookSecret::of_bytes(&bytes).reveal();
    row.secret = app
        .secrets
        .seal(&place(row), &secret)
        .map_err(|why| Problem::internal(&why))?;
    Ok(secret)
}

async fn store(
    app: &AppState,
    actor: &Actor,
    row: HookRow,
    secret: Option<String>,
    what: &str,
) -> Result<Hook, Problem> {
    let entry = Entry::by(actor)
        .subject(&row.id)
        .detail(json!({ "events": row.events, "on": row.is_on }))
        .row(app, what);
    let stored = row.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.hooks().put(&stored)?;
            tx.audit().add(&entry)
        })
        .await?;
    open_workspace(app, &actor.workspace).await?;
    let hint = hint(app, &row);
    let mut hook = Hook::of(row, hint, None);
    hook.secret = secret;
    Ok(hook)
}
