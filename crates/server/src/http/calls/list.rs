//! `GET /api/v1/calls`: the call log.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::query::CallQuery;
use super::view::CallView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// A page of the call log.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallPage {
    /// The calls, in the order asked for.
    pub items: Vec<CallView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How many calls match, when that is cheap to know.
    #[schema(required)]
    pub total: Option<u64>,
}

/// The call log: filtered, sorted, a page at a time.
#[utoipa::path(
    get, path = "/calls", tag = "Calls", operation_id = "listCalls", params(CallQuery),
    responses((status = 200, body = CallPage), (status = 400, description = "A filter makes no sense"))
)]
pub async fn list_calls(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<CallQuery>,
) -> Result<Json<CallPage>, Problem> {
    actor.require(Operation::CallsRead)?;
    let (filter, order, page) = (query.filter()?, query.order()?, query.page());
    // Counting what a search finds is searching once more, and the first page has told it.
    let is_counted = filter.q.is_none() || query.cursor.is_none();
    let (page, total) = app
        .store
        .workspace(actor.workspace.clone())
        .read(move |tx| {
            let total = if is_counted {
                tx.calls().count(&filter)?
            } else {
                None
            };
            Ok((tx.calls().list(&filter, order, &page)?, total))
        })
        .await?;
    let names = app.carrier_names(&actor.workspace);
    let items = page.items.iter().map(|row| CallView::of(row, &names)).collect();
    Ok(Json(CallPage {
        items,
        next_cursor: page.next_cursor,
        total,
    }))
}
