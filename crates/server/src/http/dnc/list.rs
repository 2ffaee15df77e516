//! `GET /dnc`

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire::DncEntry;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::{ListPage, PageQuery};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DncQuery {
    /// Digits of the number, or words of the reason.
    q: Option<String>,
    /// How many items, 1 to 200; 50 when absent.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists numbers that are never called, newest first.
#[utoipa::path(get, path = "/dnc", tag = "Do not call", operation_id = "listDnc", params(DncQuery),
    responses((status = 200, description = "A page of the list", body = ListPage<DncEntry>)))]
pub async fn list(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<DncQuery>,
) -> Result<Json<ListPage<DncEntry>>, Problem> {
    actor.require(Operation::DncRead)?;
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    }
    .request();
    let wanted = query
        .q
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    let (page, total) = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let total = if wanted.is_none() {
                Some(tx.dnc().count()?)
            } else {
                None
            };
            Ok((tx.dnc().list(wanted.as_deref(), &page)?, total))
        })
        .await?;
    Ok(Json(ListPage::of(page, total, DncEntry::from)))
}
