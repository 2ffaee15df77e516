//! `POST /views`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ViewId;
use outdial_store::ViewRow;
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::{SavedView, VIEWS_MAX, name, refuse_huge};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Body;

/// A view to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// The page that it belongs to: `leads`.
    page: String,
    /// Shown to people.
    name: String,
    /// The page's URL query.
    query: String,
    /// The columns shown, in their order.
    columns: Vec<String>,
    /// Whether everybody sees it; for managers and administrators.
    #[serde(default)]
    shared: bool,
}

/// Keeps a view.
#[utoipa::path(post, path = "/views", tag = "Leads", operation_id = "createView", request_body = NewView,
    responses((status = 201, description = "Kept", body = SavedView), (status = 422, description = "A field makes no sense")))]
pub async fn create_view(
    State(app): State<AppState>,
    actor: Actor,
    Body(new): Body<NewView>,
) -> Result<(StatusCode, Json<SavedView>), Problem> {
    actor.require(Operation::ViewsWrite)?;
    if new.shared {
        actor.require(Operation::ViewsShare)?;
    }
    if !PAGES.contains(&new.page.as_str()) {
        return Err(Problem::invalid_field(
            "page",
            format!("use one of {}", PAGES.join(", ")),
        ));
    }
    refuse_huge(&new.query, &new.columns)?;
    let now = app.now();
    let row = ViewRow {
        id: ViewId::from_bits(app.ids.next(now)),
        page: new.page,
        name: name(&new.name)?,
        query: new.query,
        columns: new.columns,
        shared: new.shared,
        owner: actor.id.clone(),
        owner_name: actor.name.clone(),
        created_at: now,
        updated_at: now,
    };
    let entry = Entry::by(&actor).subject(&row.id).row(&app, "view.created");
    let (stored, owner) = (row.clone(), actor.id.clone());
    let kept = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let there = tx.views().of_page(&stored.page, &owner, VIEWS_MAX)?;
            if there.len() >= usize::try_from(VIEWS_MAX).unwrap_or(usize::MAX) {
                return Ok(false);
            }
            tx.views().put(&stored)?;
            tx.audit().add(&entry)?;
            Ok(true)
        })
        .await?;
    if !kept {
        return Err(Problem::invalid_field(
            "name",
            format!("there are {VIEWS_MAX} views already"),
        ));
    }
    Ok((StatusCode::CREATED, Json(SavedView::of(&row, &actor))))
}

/// The pages that have views.
const PAGES: [&str; 1] = ["leads"];
