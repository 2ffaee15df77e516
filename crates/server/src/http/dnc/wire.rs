//! An entry as the API shows it.

use outdial_store::DncRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::audit::AuditActor;

/// A number that is never called.
#[derive(Debug, Serialize, ToSchema)]
pub struct DncEntry {
    /// `dnc_…`.
    pub id: String,
    /// E.164.
    pub phone: String,
    /// Formatted for reading.
    pub phone_display: String,
    /// Why, if somebody said.
    pub reason: Option<String>,
    /// Where it came from: `page`, `api`, `prompt`, ...
    pub source: String,
    /// Who added it.
    pub added_by: Option<AuditActor>,
    /// When.
    pub created_at: String,
}

impl From<DncRow> for DncEntry {
    fn from(row: DncRow) -> Self {
        Self {
            id: row.id.to_string(),
            phone: row.phone.e164().to_owned(),
            phone_display: row.phone.international(),
            reason: row.reason,
            source: row.source,
            added_by: Some(row.added_by.into()),
            created_at: row.created_at.to_string(),
        }
    }
}
