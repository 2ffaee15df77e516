//! `GET /lists/{id}/errors` and `/errors.csv`: the rows that became no leads.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use outdial_domain::ids::ListId;
use outdial_store::{ListState, PageRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::ListLineError;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::csv;
use crate::http::page::PageQuery;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// A page of rows that became no leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListErrorPage {
    /// The rows, in the order of the list.
    pub items: Vec<ListLineError>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How many there are.
    pub total: u64,
}

/// The rows of a list that became no leads, with what is wrong with them.
#[utoipa::path(get, path = "/lists/{id}/errors", tag = "Leads", operation_id = "listErrors",
    params(("id" = String, Path, description = "`list_...`"), PageQuery),
    responses((status = 200, description = "A page of rows", body = ListErrorPage), (status = 404, description = "No such list")))]
pub async fn list_errors(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ListId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<ListErrorPage>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let page = page.request();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            if !is_shown(tx, &id)? {
                return Ok(None);
            }
            let page = tx.lists().errors(&id, &page)?;
            Ok(Some(ListErrorPage {
                items: page.items.into_iter().map(ListLineError::from).collect(),
                next_cursor: page.next_cursor,
                total: tx.lists().error_count(&id)?,
            }))
        })
        .await?;
    found.map(Json).ok_or_else(|| ProblemCode::ListNotFound.into())
}

/// The same as a file, to be mended and imported again (UTF-8 with a byte-order mark, so that spreadsheets read
/// it). Cells that a spreadsheet would take for a formula are written with a leading apostrophe.
#[utoipa::path(get, path = "/lists/{id}/errors.csv", tag = "Leads", operation_id = "downloadListErrors",
    params(("id" = String, Path, description = "`list_...`")),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, description = "No such list")))]
pub async fn download_errors(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ListId>,
) -> Result<Response, Problem> {
    actor.require(Operation::LeadsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            if !is_shown(tx, &id)? {
                return Ok(None);
            }
            // No larger than the list that was sent, which is bounded.
            let mut text = csv::line(&HEAD);
            let mut page = PageRequest::first(PAGE);
            loop {
                let part = tx.lists().errors(&id, &page)?;
                part.items.iter().for_each(|error| {
                    let line = error.line.to_string();
                    text.push_str(&csv::line(&[&line, &error.code, &error.message, &error.raw]));
                });
                if part.next_cursor.is_none() {
                    return Ok(Some(text));
                }
                page.cursor = part.next_cursor;
            }
        })
        .await?;
    let Some(text) = found else {
        return Err(ProblemCode::ListNotFound.into());
    };
    Ok(csv::file("errors.csv", &text))
}

fn is_shown(tx: &mut outdial_store::Tx<'_>, id: &ListId) -> Result<bool, outdial_store::StoreError> {
    let list = tx.lists().get(id)?;
    Ok(list.is_some_and(|list| list.state != ListState::Importing))
}

const HEAD: [&str; 4] = ["line", "code", "message", "raw"];
const PAGE: u32 = 1_000;
