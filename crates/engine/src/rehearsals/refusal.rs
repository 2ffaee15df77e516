//! Why a rehearsal does not go on.

use outdial_integrations::language_model::ModelError;
use outdial_store::StoreError;

/// Why a rehearsal does not go on.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalRefusal {
    /// The workspace has no language model.
    #[error("no language model is set up")]
    NoTextModel,
    /// There is no such lead.
    #[error("there is no such lead")]
    NoSuchLead,
    /// What is sent is no rehearsal that can go on.
    #[error("{0}")]
    BadLines(String),
    /// The model did not answer, or its answer is none.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
