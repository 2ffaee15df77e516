//! How the questions are asked.

use crate::StoreError;
use crate::db::{Access, Scope};
use crate::store::Store;
use crate::work::Session;

/// The questions that concern every workspace; cheap to clone.
#[derive(Clone)]
pub struct System {
    store: Store,
}

/// A transaction for questions that concern every workspace.
pub struct SystemTx<'a> {
    pub(crate) session: &'a mut Session,
}

impl System {
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// Runs the closure in a transaction and answers once that is committed, as [`crate::Workspace::write`] does.
    ///
    /// # Errors
    /// The closure's own, or what the database said.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut SystemTx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.store
            .perform(Scope::System, Access::Write, move |session| {
                work(&mut SystemTx { session })
            })
            .await
    }

    /// Runs the closure on one unchanging state of the database; it cannot write.
    ///
    /// # Errors
    /// The closure's own, or what the database said.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut SystemTx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.store
            .perform(Scope::System, Access::Read, move |session| {
                work(&mut SystemTx { session })
            })
            .await
    }
}
