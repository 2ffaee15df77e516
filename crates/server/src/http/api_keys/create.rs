//! `POST /api-keys`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::Timestamp;
use outdial_domain::ids::ApiKeyId;
use outdial_store::ApiKeyRow;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::wire::ApiKey;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation, Role, new_key, scopes};
use crate::http::problem::Problem;
use crate::http::request::Body;

/// A key to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRequest {
    /// Name of the program that will use it.
    pub name: String,
    /// The most that the key may do; `manager` when neither role nor scopes are given.
    pub role: Option<Role>,
    /// Only these scopes; all of the role's when absent or empty.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Days until it ends by itself; never when absent.
    pub expires_in_days: Option<u32>,
}

/// A new key; the only time that it is shown.
#[derive(Serialize, ToSchema)]
pub struct NewApiKey {
    /// What the program sends as `Authorization: Bearer`.
    pub key: String,
    /// The key's description.
    pub api_key: ApiKey,
}

/// Makes a key and shows it once.
#[utoipa::path(post, path = "/api-keys", tag = "API keys", operation_id = "createApiKey",
    request_body = KeyRequest, responses((status = 201, description = "Made", body = NewApiKey)))]
pub async fn create(
    State(app): State<AppState>,
    actor: Actor,
    Body(request): Body<KeyRequest>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    actor.require(Operation::ApiKeysWrite)?;
    let now = app.now();
    let (key, row) = make(&request, ApiKeyId::from_bits(app.ids.next(now)), now)?;
    let detail = json!({"name": row.name, "role": row.role.as_str(), "scopes": row.scopes});
    let entry = Entry::by(&actor)
        .subject(&row.id)
        .detail(detail)
        .row(&app, "api_key.created");
    let stored = row.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.api_keys().insert(&stored)?;
            tx.audit().add(&entry)
        })
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(NewApiKey {
            key,
            api_key: row.into(),
        }),
    ))
}

/// The key and the row that is stored of it.
///
/// # Errors
/// When the name or a scope cannot be accepted.
pub fn make(request: &KeyRequest, id: ApiKeyId, now: Timestamp) -> Result<(String, ApiKeyRow), Problem> {
    let name = crate::http::users::check_name(&request.name)?;
    let known = scopes();
    if let Some(unknown) = request
        .scopes
        .iter()
        .find(|scope| !known.contains(&scope.as_str()))
    {
        let known = known.join(", ");
        return Err(Problem::invalid_field(
            "scopes",
            format!("`{unknown}` is not a scope; there are {known}."),
        ));
    }
    if request
        .expires_in_days
        .is_some_and(|days| !(1..=DAYS_MAX).contains(&days))
    {
        return Err(Problem::invalid_field(
            "expires_in_days",
            format!("Write 1 to {DAYS_MAX} days."),
        ));
    }
    // Scopes alone mean exactly those scopes, whichever role they belong to.
    let role = request.role.unwrap_or(if request.scopes.is_empty() {
        Role::Manager
    } else {
        Role::Admin
    });
    let new = new_key()?;
    let row = ApiKeyRow {
        id,
        name,
        prefix: new.prefix,
        key_hash: new.hash,
        scopes: request.scopes.clone(),
        role: role.into(),
        created_at: now,
        last_used_at: None,
        expires_at: request
            .expires_in_days
            .map(|days| now.plus_seconds(i64::from(days) * 86_400)),
        revoked_at: None,
    };
    Ok((new.key, row))
}

const DAYS_MAX: u32 = 3_650;
