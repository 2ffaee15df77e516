//! `GET /carriers`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::{CarrierAccount, CarrierKind, describe, kinds};
use crate::carriers::AccountOrigin;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// The accounts, and what kinds there could be.
#[derive(Serialize, ToSchema)]
pub struct CarrierList {
    /// The accounts.
    items: Vec<CarrierAccount>,
    /// Every kind of carrier, with its form.
    kinds: Vec<CarrierKind>,
}

/// Lists carrier accounts and the forms for new ones.
#[utoipa::path(get, path = "/carriers", tag = "Carriers", operation_id = "listCarriers",
    responses((status = 200, description = "Accounts and forms", body = CarrierList)))]
pub async fn list(State(app): State<AppState>, actor: Actor) -> Result<Json<CarrierList>, Problem> {
    actor.require(Operation::CarriersRead)?;
    let rows = app
        .workspace(&actor.workspace)
        .read(|tx| tx.carriers().all())
        .await?;
    // Rows of the environment and the sandbox outlive the start that made them; only what runs is an account now.
    let here = |row: &outdial_store::CarrierAccountRow| {
        AccountOrigin::parse(&row.source) == AccountOrigin::Settings
            || app.engine.accounts().find(&actor.workspace, &row.id).is_some()
    };
    let items = rows
        .iter()
        .filter(|row| here(row))
        .map(|row| describe(&app, &actor.workspace, row))
        .collect();
    Ok(Json(CarrierList {
        items,
        kinds: kinds(),
    }))
}
