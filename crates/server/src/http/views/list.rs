//! `GET /views`

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::{SavedView, VIEWS_MAX};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Which page's views.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ViewQuery {
    /// The page, such as `leads`.
    page: String,
}

/// The saved views of a page.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedViews {
    /// The asker's own and the shared ones, the oldest first.
    pub items: Vec<SavedView>,
}

/// The views of a page: the asker's own and the shared ones.
#[utoipa::path(get, path = "/views", tag = "Leads", operation_id = "listViews", params(ViewQuery),
    responses((status = 200, description = "The views", body = SavedViews)))]
pub async fn list_views(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<ViewQuery>,
) -> Result<Json<SavedViews>, Problem> {
    actor.require(Operation::ViewsRead)?;
    let owner = actor.id.clone();
    let rows = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.views().of_page(&query.page, &owner, VIEWS_MAX))
        .await?;
    Ok(Json(SavedViews {
        items: rows.iter().map(|row| SavedView::of(row, &actor)).collect(),
    }))
}
