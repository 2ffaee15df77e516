//! What a service reports of mails that it took.

use outdial_domain::ids::WorkspaceId;
use outdial_integrations::mail::{MailEvent, MailNews};
use outdial_store::{MailState, StoreError, SuppressionReason};
use serde_json::json;

use crate::engine::Engine;
use crate::hooks::{HookEvent, announce};

impl Engine {
    /// Takes in what a service reports of a mail; `false` when it was reported before, or is about nobody's mail.
    ///
    /// # Errors
    /// When the store fails; then the report is to come again.
    pub async fn mail_news(&self, workspace: &WorkspaceId, news: MailNews) -> Result<bool, StoreError> {
        let inner = self.inner.clone();
        let now = self.now();
        self.inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let Some(mut row) = tx.mails().by_provider_id(&news.provider_id)? else {
                    return Ok(false);
                };
                if !tx.mails().see_message("mail", &news.dedupe, now)? {
                    return Ok(false);
                }
                let reason = match news.event {
                    MailEvent::Bounced => Some(SuppressionReason::Bounced),
                    MailEvent::Complained => Some(SuppressionReason::Complained),
                    MailEvent::Sent
                    | MailEvent::Delivered
                    | MailEvent::Delayed
                    | MailEvent::BouncedForNow
                    | MailEvent::Failed
                    | MailEvent::Other => None,
                };
                if let Some(reason) = reason {
                    tx.mails().suppress(&row.to, reason, now)?;
                }
                let state = match (news.event, row.state) {
                    // Reports come in any order; a complaint says most, and nothing takes it back.
                    (MailEvent::Complained, _) | (_, MailState::Complained) => MailState::Complained,
                    (MailEvent::Bounced | MailEvent::BouncedForNow, _) | (_, MailState::Bounced) => {
                        MailState::Bounced
                    }
                    (MailEvent::Delivered, _) => MailState::Delivered,
                    (MailEvent::Failed, MailState::Sent) => MailState::Failed,
                    (MailEvent::Sent | MailEvent::Delayed | MailEvent::Failed | MailEvent::Other, state) => {
                        state
                    }
                };
                if let Some(why) = news.reason {
                    row.last_error = Some(why);
                }
                let went_wrong = state != row.state
                    && matches!(
                        state,
                        MailState::Bounced | MailState::Complained | MailState::Failed
                    );
                row.state = state;
                row.updated_at = now;
                tx.mails().update(&row)?;
                if went_wrong {
                    announce(
                        tx,
                        &inner.services,
                        inner.ids.as_ref(),
                        HookEvent::MailFailed,
                        now,
                        || {
                            json!({ "mail_id": row.id, "kind": row.kind, "lead_id": row.lead_id,
                                "state": row.state.as_str(), "reason": row.last_error })
                        },
                    )?;
                }
                Ok(true)
            })
            .await
    }
}
