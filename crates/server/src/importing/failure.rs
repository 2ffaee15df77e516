//! How work on an import ends before it is done.

use outdial_domain::list::ImportFileError;
use outdial_store::StoreError;

/// How work on an import ends before it is done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// Somebody wants it no more, or in another way.
    #[error("it was stopped")]
    Stopped,
    /// The process ends; the next one goes on.
    #[error("the process ends")]
    Ending,
    /// It cannot be done, whoever tries it.
    #[error("{0}")]
    Hopeless(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ImportFileError> for Failure {
    fn from(why: ImportFileError) -> Self {
        Self::Hopeless(why.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(why: std::io::Error) -> Self {
        Self::Hopeless(format!("The file cannot be read or written on the server: {why}"))
    }
}
