//! A clip as the API shows it.

use outdial_store::ClipRow;
use serde::Serialize;
use utoipa::ToSchema;

/// A short sound.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Clip)]
pub struct ClipView {
    /// `clip_...`
    pub id: String,
    /// The name people gave it.
    pub name: String,
    /// How long it is.
    pub duration_ms: i64,
}

impl ClipView {
    /// The clip as the API shows it.
    #[must_use]
    pub fn of(row: &ClipRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            duration_ms: row.duration_ms,
        }
    }
}
