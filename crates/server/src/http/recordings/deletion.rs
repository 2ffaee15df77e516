//! That a recording is gone, as the API says it.

use outdial_store::{DeletedBy, Deletion};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::{Problem, ProblemCode};

/// That a recording is gone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordingDeleted {
    /// When.
    pub at: String,
    /// Why.
    pub by: RecordingDeletedBy,
}

/// Why a recording is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordingDeletedBy {
    /// It was older than the workspace keeps recordings.
    Retention,
    /// Somebody deleted it.
    Person,
}

impl RecordingDeleted {
    /// The deletion as the API shows it.
    #[must_use]
    pub fn of(deletion: Deletion) -> Self {
        Self {
            at: deletion.at.to_string(),
            by: match deletion.by {
                DeletedBy::Retention => RecordingDeletedBy::Retention,
                DeletedBy::Person => RecordingDeletedBy::Person,
            },
        }
    }
}

/// The answer to whoever wants to hear it.
pub(super) fn gone(deletion: Deletion) -> Problem {
    let at = deletion.at;
    Problem::new(ProblemCode::RecordingDeleted).detail(match deletion.by {
        DeletedBy::Retention => {
            format!("It was deleted by retention at {at}: it was older than the workspace keeps recordings.")
        }
        DeletedBy::Person => format!("Somebody deleted it at {at}; the audit log says who."),
    })
}
