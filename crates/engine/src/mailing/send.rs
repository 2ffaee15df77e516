//! Mails that somebody asks for: tests, and mails of the outbox once more.

use outdial_domain::ids::{MailId, WorkspaceId};
use outdial_domain::mail::{MailAddress, MailKind, MailTemplate};
use outdial_integrations::mail::{MailError, OutgoingMail};
use outdial_store::{MailRow, MailState, StoreError};

use crate::engine::Engine;

/// Why a test mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendTestError {
    /// There is nothing to send it with.
    #[error("No mail service is set up, or no sender is named.")]
    NoService,
    /// The service did not take it.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Sends a mail of a kind to an address at once, with made-up values.
    ///
    /// # Errors
    /// When it was not taken.
    pub async fn send_test_mail(
        &self,
        workspace: &WorkspaceId,
        kind: MailKind,
        template: Option<MailTemplate>,
        to: MailAddress,
    ) -> Result<(), SendTestError> {
        let template = match template {
            Some(template) => template,
            None => {
                let rows = self.inner.store.workspace(workspace.clone());
                rows.read(move |tx| super::write::words_of(tx, kind)).await?.0
            }
        };
        let services = self.inner.services.of(workspace);
        let (Some(mailer), Some(from)) = (services.mailer, services.from) else {
            return Err(SendTestError::NoService);
        };
        let preview = self.preview_mail(workspace, kind, template, None).await?;
        let Some(preview) = preview else {
            return Err(SendTestError::NoService);
        };
        let id = MailId::from_bits(self.inner.ids.next(self.now()));
        let mail = OutgoingMail {
            id: id.to_string(),
            from,
            to,
            subject: format!("[Test] {}", preview.words.subject),
            text: preview.words.text,
            html: preview.words.html,
            unsubscribe_url: None,
            invite: None,
        };
        mailer.send(&mail, id.as_str()).await?;
        Ok(())
    }

    /// Puts a mail that was given up, suppressed or called off back into the outbox. `None` when there is none; the
    /// row as it was when it cannot be sent again.
    ///
    /// # Errors
    /// What the store said.
    pub async fn retry_mail(
        &self,
        workspace: &WorkspaceId,
        id: &MailId,
    ) -> Result<Option<Result<MailRow, MailRow>>, StoreError> {
        let (id, now) = (id.clone(), self.now());
        let found = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let Some(mut row) = tx.mails().get(&id)? else {
                    return Ok(None);
                };
                let again = match row.state {
                    MailState::Failed | MailState::Bounced | MailState::Suppressed | MailState::Cancelled => {
                        true
                    }
                    MailState::Waiting => false,
                    MailState::Sending | MailState::Sent | MailState::Delivered | MailState::Complained => {
                        false
                    }
                };
                if !again && row.state != MailState::Waiting {
                    return Ok(Some(Err(row)));
                }
                if again {
                    row.round += 1;
                    row.tries = 0;
                }
                row.state = MailState::Waiting;
                row.next_at = Some(now);
                row.updated_at = now;
                tx.mails().update(&row)?;
                Ok(Some(Ok(row)))
            })
            .await?;
        self.inner.mails_due.set_if_earlier(now);
        Ok(found)
    }

    /// Calls off a mail that waits. `None` when there is none; the row as it was when it does not wait.
    ///
    /// # Errors
    /// What the store said.
    pub async fn cancel_mail(
        &self,
        workspace: &WorkspaceId,
        id: &MailId,
    ) -> Result<Option<Result<MailRow, MailRow>>, StoreError> {
        let (id, now) = (id.clone(), self.now());
        self.inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let Some(mut row) = tx.mails().get(&id)? else {
                    return Ok(None);
                };
                if row.state != MailState::Waiting {
                    return Ok(Some(Err(row)));
                }
                row.state = MailState::Cancelled;
                row.next_at = None;
                row.updated_at = now;
                tx.mails().update(&row)?;
                Ok(Some(Ok(row)))
            })
            .await
    }
}
