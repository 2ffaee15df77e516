//! A person wants no more mails.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::mail::MailAddress;
use outdial_store::{StoreError, SuppressionReason};

use crate::engine::Engine;

impl Engine {
    /// Whose link this is, if it is one of ours.
    #[must_use]
    pub fn unsubscribe_link(&self, token: &str) -> Option<(WorkspaceId, MailAddress)> {
        self.inner.services.config()?.link_key.verify(token)
    }

    /// Writes no more to an address; what waits for it is not sent.
    ///
    /// # Errors
    /// What the store said.
    pub async fn suppress_mail(
        &self,
        workspace: &WorkspaceId,
        address: MailAddress,
        reason: SuppressionReason,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        self.inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| tx.mails().suppress(&address, reason, now))
            .await
    }
}
