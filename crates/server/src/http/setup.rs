//! The first administrator: `GET` and `POST /setup`, and the one-time link that leads there.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use outdial_domain::ids::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::audit::Entry;
use super::auth::{Client, Role, Verdict, require_same_origin};
use super::problem::{Problem, ProblemCode};
use super::request::Body;
use super::session::{Begun, Session, begin};
use super::users::NewUser;
use crate::first_run::{first_workspace, setup_token};
use crate::workspace_settings;

/// The operations of the first start.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(needed, set_up))
}

/// Whether the first administrator is still missing.
#[derive(Serialize, ToSchema)]
pub struct SetupState {
    /// Whether set-up is to be done, with the link that the server printed at its start.
    needed: bool,
}

/// The first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// From the link that the server printed at its start.
    token: String,
    /// Sign-in name.
    email: String,
    /// At least 10 characters.
    password: String,
    /// Name shown to others.
    name: String,
    /// Name of the workspace.
    workspace_name: Option<String>,
}

/// Tells whether the first administrator is still missing.
#[utoipa::path(get, path = "/setup", tag = "Session", operation_id = "readSetup",
    responses((status = 200, description = "Whether set-up is to be done", body = SetupState)))]
async fn needed(State(app): State<AppState>) -> Result<Json<SetupState>, Problem> {
    let exists = app.store.system().read(|tx| tx.any_user_exists()).await?;
    Ok(Json(SetupState { needed: !exists }))
}

/// Makes the first administrator and signs in.
#[utoipa::path(post, path = "/setup", tag = "Session", operation_id = "setUp", request_body = SetupRequest,
    responses((status = 201, description = "Made, and signed in", body = Session)))]
async fn set_up(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    Body(request): Body<SetupRequest>,
) -> Result<impl IntoResponse, Problem> {
    require_same_origin(&headers, &app.base_url)?;
    if let Verdict::Wait { seconds } = app.login_throttle.begin(client.address, "set-up", app.now()) {
        return Err(Problem::new(ProblemCode::AuthThrottled).retry_after_s(seconds));
    }
    setup_token::check(&app.store, &request.token).await?;
    let workspace_name = request.workspace_name.filter(|name| !name.trim().is_empty());
    let workspace_name = workspace_name
        .map(|name| super::users::check_name(&name))
        .transpose()?;
    let new = NewUser {
        email: request.email,
        name: request.name,
        role: Role::Admin,
        password: request.password,
    };
    let user = new
        .into_row(&app.passwords, UserId::from_bits(app.new_bits()), app.now())
        .await?;
    let workspace = first_workspace(&app.store).await?;
    setup_token::take(&app.store, &request.token).await?;
    let entry = Entry::by_user(&user, client)
        .subject(&user.id)
        .row(&app, "setup.done");
    let stored = user.clone();
    app.workspace(&workspace)
        .write(move |tx| {
            tx.users().insert(&stored)?;
            tx.audit().add(&entry)
        })
        .await?;
    if let Some(name) = workspace_name {
        let (mut settings, revision) = workspace_settings::with_revision(&app, &workspace).await?;
        settings.workspace_name = name;
        let entry = Entry::by_system().row(&app, "settings.changed");
        workspace_settings::replace(&app, &workspace, &settings, revision, entry).await?;
    }
    app.login_throttle.succeeded(client.address, "set-up");
    let Begun { session, cookie } = begin(&app, &workspace, &user, client, &headers).await?;
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(session)))
}
