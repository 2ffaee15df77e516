//! `GET /lists` and `GET /lists/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::ListId;
use outdial_store::ListState;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::wire::LeadList;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::PageQuery;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Which lists.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The ones that were put away instead of the ones in use.
    archived: Option<bool>,
    /// How many items, 1 to 200; 50 when absent.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of lists.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadListPage {
    /// The lists, the newest first.
    pub items: Vec<LeadList>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Lists of leads, the newest first.
#[utoipa::path(get, path = "/lists", tag = "Leads", operation_id = "listLists", params(ListQuery),
    responses((status = 200, description = "A page of lists", body = LeadListPage)))]
pub async fn list_lists(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<ListQuery>,
) -> Result<Json<LeadListPage>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let state = if query.archived.unwrap_or(false) {
        ListState::Archived
    } else {
        ListState::Ready
    };
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    }
    .request();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let page = tx.lists().list(state, &page)?;
            let mut items = Vec::with_capacity(page.items.len());
            for row in page.items {
                let counts = tx.lists().counts(&row.id)?;
                items.push(LeadList::of(&row, counts));
            }
            Ok(LeadListPage {
                items,
                next_cursor: page.next_cursor,
            })
        })
        .await?;
    Ok(Json(page))
}

/// One list.
#[utoipa::path(get, path = "/lists/{id}", tag = "Leads", operation_id = "readList",
    params(("id" = String, Path, description = "`list_...`")),
    responses((status = 200, description = "The list", body = LeadList), (status = 404, description = "No such list")))]
pub async fn read_list(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ListId>,
) -> Result<Json<LeadList>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let row = tx.lists().get(&id)?;
            let Some(row) = row.filter(|row| row.state != ListState::Importing) else {
                return Ok(None);
            };
            let counts = tx.lists().counts(&row.id)?;
            Ok(Some(LeadList::of(&row, counts)))
        })
        .await?;
    found.map(Json).ok_or_else(|| ProblemCode::ListNotFound.into())
}
