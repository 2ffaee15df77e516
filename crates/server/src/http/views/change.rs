//! `PATCH /views/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::ViewId;
use outdial_store::{StoreError, ViewRow};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::{SavedView, name, refuse_huge, refuse_others};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What to change; absent fields stay.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ViewChange {
    /// Shown to people.
    name: Option<String>,
    /// The page's URL query.
    query: Option<String>,
    /// The columns shown, in their order.
    columns: Option<Vec<String>>,
    /// Whether everybody sees it; for managers and administrators.
    shared: Option<bool>,
}

/// Changes a view: one's own, or a shared one when one may share.
#[utoipa::path(patch, path = "/views/{id}", tag = "Leads", operation_id = "changeView",
    params(("id" = String, Path, description = "`view_...`")), request_body = ViewChange,
    responses((status = 200, description = "Changed", body = SavedView), (status = 404, description = "No such view"),
        (status = 422, description = "A field makes no sense")))]
pub async fn change_view(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ViewId>,
    Body(change): Body<ViewChange>,
) -> Result<Json<SavedView>, Problem> {
    actor.require(Operation::ViewsWrite)?;
    if change.shared.is_some() {
        actor.require(Operation::ViewsShare)?;
    }
    let named = change.name.as_deref().map(name).transpose()?;
    refuse_huge(
        change.query.as_deref().unwrap_or_default(),
        change.columns.as_deref().unwrap_or_default(),
    )?;
    let now = app.now();
    let entry = Entry::by(&actor).subject(&id).row(&app, "view.changed");
    let asker = actor.clone();
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.views().get(&id)? else {
                return Ok(Err(ProblemCode::ViewNotFound.into()));
            };
            if let Err(problem) = refuse_others(&row, &asker) {
                return Ok(Err(problem));
            }
            row.name = named.unwrap_or(row.name);
            row.query = change.query.unwrap_or(row.query);
            row.columns = change.columns.unwrap_or(row.columns);
            row.shared = change.shared.unwrap_or(row.shared);
            row.updated_at = now;
            tx.views().put(&row)?;
            tx.audit().add(&entry)?;
            Ok::<Result<ViewRow, Problem>, StoreError>(Ok(row))
        })
        .await??;
    Ok(Json(SavedView::of(&row, &actor)))
}
