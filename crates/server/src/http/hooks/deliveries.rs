//! `GET /hooks/{id}/deliveries`, `POST /hooks/{id}/test` and `POST /hooks/deliveries/{id}/replay`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{DeliveryId, HookId};

use super::view::HookDelivery;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::{ListPage, PageQuery};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Lists the messages to a program, the newest first.
#[utoipa::path(get, path = "/hooks/{id}/deliveries", tag = "Integrations", operation_id = "listHookDeliveries",
    params(("id" = String, Path, description = "`hook_...`"), PageQuery),
    responses((status = 200, description = "A page of messages", body = ListPage<HookDelivery>)))]
pub async fn list_deliveries(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<HookId>,
    Query(query): Query<PageQuery>,
) -> Result<Json<ListPage<HookDelivery>>, Problem> {
    actor.require(Operation::IntegrationsRead)?;
    let page = query.request();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            if tx.hooks().get(&id)?.is_none() {
                return Ok(None);
            }
            tx.hooks().deliveries(&id, &page).map(Some)
        })
        .await?;
    let page = found.ok_or(ProblemCode::HookNotFound)?;
    Ok(Json(ListPage::of(page, None, HookDelivery::from)))
}

/// Sends a message to a program at once, to try whether it arrives.
#[utoipa::path(post, path = "/hooks/{id}/test", tag = "Integrations", operation_id = "testHook",
    params(("id" = String, Path, description = "`hook_...`")),
    responses((status = 200, description = "What became of it", body = HookDelivery),
        (status = 404, description = "No such program, or it is off")))]
pub async fn test_hook(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<HookId>,
) -> Result<Json<HookDelivery>, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    let sent = app.engine.test_hook(&actor.workspace, &id).await?;
    Ok(Json(sent.ok_or(ProblemCode::HookNotFound)?.into()))
}

/// Sends a message once more, whatever became of it.
#[utoipa::path(post, path = "/hooks/deliveries/{id}/replay", tag = "Integrations",
    operation_id = "replayHookDelivery", params(("id" = String, Path, description = "`dlv_...`")),
    responses((status = 200, description = "It is being sent", body = HookDelivery),
        (status = 404, description = "No such message")))]
pub async fn replay_delivery(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<DeliveryId>,
) -> Result<Json<HookDelivery>, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    let found = app.engine.replay_delivery(&actor.workspace, &id).await?;
    Ok(Json(found.ok_or(ProblemCode::HookNotFound)?.into()))
}
