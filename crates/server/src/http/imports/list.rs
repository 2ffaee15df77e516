//! `GET /imports` and `GET /imports/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::ImportId;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::ImportView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::PageQuery;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// A page of imports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPage {
    /// The imports, the newest first, without their rows.
    pub items: Vec<ImportView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Imports, the newest first, without their rows.
#[utoipa::path(get, path = "/imports", tag = "Leads", operation_id = "listImports", params(PageQuery),
    responses((status = 200, description = "A page of imports", body = ImportPage)))]
pub async fn list_imports(
    State(app): State<AppState>,
    actor: Actor,
    Query(page): Query<PageQuery>,
) -> Result<Json<ImportPage>, Problem> {
    actor.require(Operation::ImportsRead)?;
    let page = page.request();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.imports().list(&page))
        .await?;
    Ok(Json(ImportPage {
        items: page
            .items
            .iter()
            .map(|row| ImportView::brief(row, &app.imports))
            .collect(),
        next_cursor: page.next_cursor,
    }))
}

/// One import.
#[utoipa::path(get, path = "/imports/{id}", tag = "Leads", operation_id = "readImport",
    params(("id" = String, Path, description = "`imp_...`")),
    responses((status = 200, description = "The import", body = ImportView),
        (status = 404, description = "No such import")))]
pub async fn read_import(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ImportId>,
) -> Result<Json<ImportView>, Problem> {
    actor.require(Operation::ImportsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.imports().get(&id))
        .await?;
    let row = found.ok_or(ProblemCode::ImportNotFound)?;
    Ok(Json(ImportView::of(&row, &app.imports)))
}
