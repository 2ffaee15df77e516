//! Sends what is written, until a service has taken it or it is given up.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_integrations::mail::{MailError, OutgoingInvite, OutgoingMail};
use outdial_store::{MailRow, MailState, StoreError};

use crate::engine::Inner;
use crate::follow_up::{attend, pause_after};

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    attend(
        inner,
        "the outbox of mails",
        |inner| &inner.mails_due,
        LOOK_AGAIN_MS,
        round,
    )
    .await;
}

async fn round(inner: Arc<Inner>) -> Result<Option<Timestamp>, StoreError> {
    loop {
        let now = inner.clock.now();
        let until = now.plus_ms(LEASE_MS);
        let due = inner
            .store
            .system()
            .write(move |tx| tx.lease_mails(now, until, BATCH))
            .await?;
        if due.is_empty() {
            return inner.store.system().read(|tx| tx.next_mail()).await;
        }
        // One after the other: services allow a few mails a second.
        for (workspace, row) in due {
            if inner.stop.is_cancelled() {
                return Ok(None);
            }
            post(&inner, &workspace, row).await?;
        }
    }
}

async fn post(inner: &Arc<Inner>, workspace: &WorkspaceId, mut row: MailRow) -> Result<(), StoreError> {
    let address = row.to.clone();
    let rows = inner.store.workspace(workspace.clone());
    let suppressed = rows.read(move |tx| tx.mails().suppression(&address)).await?;
    let now = inner.clock.now();
    row.state = MailState::Waiting;
    if let Some(suppressed) = suppressed {
        row.state = MailState::Suppressed;
        row.next_at = None;
        row.last_error = Some(suppressed.reason.as_str().to_owned());
        return note(inner, workspace, row).await;
    }
    let services = inner.services.of(workspace);
    let (Some(mailer), Some(from)) = (services.mailer, services.from) else {
        row.last_error = Some("No mail service is set up, or no sender is named.".to_owned());
        if now.ms_since(row.created_at) > WAIT_FOR_SERVICE_MS {
            row.state = MailState::Failed;
            row.next_at = None;
        } else {
            row.next_at = Some(now.plus_ms(NO_SERVICE_PAUSE_MS));
        }
        return note(inner, workspace, row).await;
    };
    let mail = OutgoingMail {
        id: row.id.to_string(),
        from,
        to: row.to.clone(),
        subject: row.words.subject.clone(),
        text: row.words.text.clone(),
        html: row.words.html.clone(),
        unsubscribe_url: row.unsubscribe_url.clone(),
        invite: row.invite.as_ref().map(|invite| OutgoingInvite {
            ics: invite.ics.clone(),
            method: if invite.method == "CANCEL" {
                "CANCEL"
            } else {
                "REQUEST"
            },
        }),
    };
    let key = format!("{}/{}", row.id, row.round);
    let sent = mailer.send(&mail, &key).await;
    let now = inner.clock.now();
    row.tries += 1;
    match sent {
        Ok(sent) => {
            row.state = MailState::Sent;
            row.provider_id = sent.provider_id;
            row.sent_at = Some(now);
            row.next_at = None;
            row.last_error = None;
        }
        Err(MailError::Passing { why, wait }) => {
            row.last_error = Some(why);
            match pause_after(row.tries, &PAUSES_S) {
                Some(pause) => {
                    let wait = wait
                        .and_then(|wait| i64::try_from(wait.as_secs()).ok())
                        .unwrap_or(0);
                    row.next_at = Some(now.plus_seconds(wait.max(pause)));
                }
                None => give_up(&mut row),
            }
        }
        Err(MailError::Final(why)) => {
            row.last_error = Some(why);
            give_up(&mut row);
        }
    }
    note(inner, workspace, row).await
}

fn give_up(row: &mut MailRow) {
    tracing::warn!(mail.id = %row.id, mail.kind = %row.kind, tries = row.tries, "a mail was given up");
    row.state = MailState::Failed;
    row.next_at = None;
}

async fn note(inner: &Arc<Inner>, workspace: &WorkspaceId, mut row: MailRow) -> Result<(), StoreError> {
    row.updated_at = inner.clock.now();
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| tx.mails().update(&row))
        .await
}

const BATCH: u32 = 8;
/// Longer than handing over a batch may take.
const LEASE_MS: i64 = 8 * 50_000;
/// Mails are written in the transactions of others, who may wake this loop before they are stored.
const LOOK_AGAIN_MS: i64 = 10_000;
const NO_SERVICE_PAUSE_MS: i64 = 5 * 60_000;
/// After this long a mail comes too late to be of use.
const WAIT_FOR_SERVICE_MS: i64 = 3 * 24 * 60 * 60_000;
/// How long after each failure the next try comes; the keys of services hold for a day, and so do the tries.
const PAUSES_S: [i64; 7] = [10, 60, 300, 900, 3_600, 10_800, 21_600];
