//! `GET /clips`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::ClipView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// Every clip.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClipList {
    /// By name.
    pub items: Vec<ClipView>,
}

/// Every clip of the workspace, by name.
#[utoipa::path(get, path = "/clips", tag = "Rooms", operation_id = "listClips",
    responses((status = 200, body = ClipList)))]
pub async fn list_clips(State(app): State<AppState>, actor: Actor) -> Result<Json<ClipList>, Problem> {
    actor.require(Operation::ClipsRead)?;
    let rows = app
        .workspace(&actor.workspace)
        .read(|tx| tx.clips().list(CLIPS_MAX))
        .await?;
    Ok(Json(ClipList {
        items: rows.iter().map(ClipView::of).collect(),
    }))
}

/// As many as a workspace may have.
pub(super) const CLIPS_MAX: u32 = 200;
