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

/// The last signs of the secret of a program.
pub fn hint(app: &AppState, row: &HookRow) -> String {
    let secret = app.secrets.open(&place(row), &row.secret).unwrap_or_default();
    last_signs(&secret)
}

/// The last signs of a secret, by which people tell it from another; of a short one nothing, because too little of it
/// would stay secret.
fn last_signs(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().collect();
    if signs.len() < SIGNS_MIN {
        return String::new();
    }
    signs[signs.len() - HINT_SIGNS..].iter().collect()
}

/// The place to which the secret of a program belongs.
pub fn place(row: &HookRow) -> String {
    format!("{}/secret", row.id)
}

const HINT_SIGNS: usize = 4;
/// Four times what is shown.
const SIGNS_MIN: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_secret_the_last_four_signs_are_shown_and_of_a_short_one_nothing() {
        let table = [
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "LaSw"),
            ("0123456789abcdef", "cdef"),
            ("0123456789abcde", ""),
            ("", ""),
        ];
        for (secret, hint) in table {
            assert_eq!(last_signs(secret), hint, "{secret}");
        }
    }
}
