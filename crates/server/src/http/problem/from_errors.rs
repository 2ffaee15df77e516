//! How failures of the store are answered.

use outdial_store::StoreError;

use super::code::ProblemCode;
use super::document::Problem;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::BadCursor => Self::new(ProblemCode::CursorInvalid),
            StoreError::Conflict { what } => Self::new(ProblemCode::RevisionConflict)
                .detail(format!("This {what} was changed in the meantime; load it again.")),
            StoreError::Duplicate { what } => {
                Self::new(ProblemCode::RevisionConflict).detail(format!("This {what} exists already."))
            }
            StoreError::Unavailable { .. } | StoreError::Collision { .. } | StoreError::Uncertain { .. } => {
                tracing::warn!(%error, "the database is not available");
                Self::new(ProblemCode::StorageUnavailable).retry_after_s(1)
            }
            StoreError::Full => {
                tracing::error!(%error, "the database is full");
                Self::new(ProblemCode::StorageFull)
            }
            StoreError::Closed => Self::new(ProblemCode::ServerStopping).retry_after_s(2),
            StoreError::LineBusy
            | StoreError::Abandoned { .. }
            | StoreError::ReadOnly { .. }
            | StoreError::Corrupt { .. }
            | StoreError::TooNew { .. }
            | StoreError::Migration { .. }
            | StoreError::Panicked { .. }
            | StoreError::Unsupported { .. }
            | StoreError::File { .. }
            | StoreError::Database { .. } => Self::internal(&error),
        }
    }
}

impl From<crate::http::auth::PasswordError> for Problem {
    fn from(error: crate::http::auth::PasswordError) -> Self {
        Self::internal(&error)
    }
}

impl From<getrandom::Error> for Problem {
    fn from(error: getrandom::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<crate::secrets::SecretsError> for Problem {
    fn from(error: crate::secrets::SecretsError) -> Self {
        Self::internal(&error)
    }
}
