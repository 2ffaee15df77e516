//! `GET /integrations`

use axum::Json;
use axum::extract::State;

use super::wire::{Integration, describe};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::ListPage;
use crate::http::problem::Problem;
use crate::integrations::{SPECS, accounts_of};

/// Lists every kind of service with its form and the account that is in use.
#[utoipa::path(get, path = "/integrations", tag = "Integrations", operation_id = "listIntegrations",
    responses((status = 200, description = "Kinds and accounts", body = ListPage<Integration>)))]
pub async fn list_integrations(
    State(app): State<AppState>,
    actor: Actor,
) -> Result<Json<ListPage<Integration>>, Problem> {
    actor.require(Operation::IntegrationsRead)?;
    let accounts = accounts_of(&app, &actor.workspace).await?;
    let items = SPECS.iter().map(|spec| describe(spec, &accounts)).collect();
    Ok(Json(ListPage::whole(items)))
}
