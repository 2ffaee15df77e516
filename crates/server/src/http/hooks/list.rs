//! `GET /hooks`

use axum::Json;
use axum::extract::State;
use outdial_store::{HookRow, PageRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::Hook;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// The programs, and what they can be told of.
#[derive(Debug, Serialize, ToSchema)]
pub struct HookList {
    /// The programs.
    items: Vec<Hook>,
    /// Every event that a program can be told of.
    events: Vec<&'static str>,
}

/// Lists the programs that are told of what happens here.
#[utoipa::path(get, path = "/hooks", tag = "Integrations", operation_id = "listHooks",
    responses((status = 200, description = "The programs", body = HookList)))]
pub async fn list_hooks(State(app): State<AppState>, actor: Actor) -> Result<Json<HookList>, Problem> {
    actor.require(Operation::IntegrationsRead)?;
    let rows = app
        .workspace(&actor.workspace)
        .read(|tx| {
            let mut found = Vec::new();
            for row in tx.hooks().all()? {
                let last = tx.hooks().deliveries(&row.id, &PageRequest::first(1))?;
                found.push((row, last.items.into_iter().next()));
            }
            Ok(found)
        })
        .await?;
    let items = rows
        .into_iter()
        .map(|(row, last)| {
            let hint = hint(&app, &row);
            Hook::of(row, hint, last)
        })
        .collect();
    Ok(Json(HookList {
        items,
        events: outdial_engine::EVENTS
            .iter()
            .map(|event| event.as_str())
            .collect(),
    }))
}

/// The last signs of a secret.
pub fn hint(app: &AppState, row: &HookRow) -> String {
    let secret = app.secrets.open(&place(row), &row.secret).unwrap_or_default();
    let signs: Vec<char> = secret.chars().collect();
    let last: String = signs[signs.len().saturating_sub(HINT_SIGNS)..].iter().collect();
    format!("…{last}")
}

/// The place to which the secret of a program belongs.
pub fn place(row: &HookRow) -> String {
    format!("{}/secret", row.id)
}

const HINT_SIGNS: usize = 4;
