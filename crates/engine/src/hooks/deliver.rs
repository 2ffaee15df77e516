//! Sends what is written down, until programs have taken it or it is given up.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::{DeliveryId, HookId, WorkspaceId};
use outdial_store::{DeliveryRow, DeliveryState, StoreError};
use serde_json::json;

use super::announce::{HookEvent, body};
use crate::engine::{Engine, Inner};
use crate::follow_up::{attend, pause_after};

impl Engine {
    /// Sends a message to a program to try whether it arrives; `false` when there is no such program, or it is off.
    ///
    /// # Errors
    /// What the store said.
    pub async fn test_hook(
        &self,
        workspace: &WorkspaceId,
        hook: &HookId,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        let services = self.inner.services.of(workspace);
        if !services.hooks.iter().any(|live| live.id == *hook) {
            return Ok(None);
        }
        let now = self.now();
        let row = DeliveryRow {
            id: DeliveryId::from_bits(self.inner.ids.next(now)),
            hook_id: hook.clone(),
            event: HookEvent::Test.as_str().to_owned(),
            body: body(HookEvent::Test, now, &json!({ "message": "This is a test." })),
            state: DeliveryState::Waiting,
            tries: 0,
            status: None,
            last_error: None,
            // Nobody else is to send it meanwhile.
            next_at: Some(now.plus_ms(LEASE_MS)),
            created_at: now,
            updated_at: now,
        };
        let written = row.clone();
        self.inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| tx.hooks().enqueue(&written))
            .await?;
        deliver(&self.inner, workspace, row).await.map(Some)
    }

    /// Sends a message once more, whatever became of it; `false` when there is none.
    ///
    /// # Errors
    /// What the store said.
    pub async fn replay_delivery(
        &self,
        workspace: &WorkspaceId,
        id: &DeliveryId,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        let (id, now) = (id.clone(), self.now());
        let found = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let Some(mut row) = tx.hooks().delivery(&id)? else {
                    return Ok(None);
                };
                row.state = DeliveryState::Waiting;
                row.tries = 0;
                row.next_at = Some(now);
                row.updated_at = now;
                tx.hooks().update(&row)?;
                Ok(Some(row))
            })
            .await?;
        self.inner.services.deliveries_due.set_if_earlier(now);
        Ok(found)
    }
}

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    attend(
        inner,
        "messages to programs",
        |inner| &inner.services.deliveries_due,
        LOOK_AGAIN_MS,
        round,
    )
    .await;
}

async fn round(inner: Arc<Inner>) -> Result<Option<Timestamp>, StoreError> {
    let inner = &inner;
    loop {
        let now = inner.clock.now();
        let until = now.plus_ms(LEASE_MS);
        let due = inner
            .store
            .system()
            .write(move |tx| tx.lease_deliveries(now, until, BATCH))
            .await?;
        if due.is_empty() {
            return inner.store.system().read(|tx| tx.next_delivery()).await;
        }
        let sent = due
            .into_iter()
            .map(|(workspace, row)| async move { deliver(inner, &workspace, row).await });
        for result in futures_util::future::join_all(sent).await {
            result?;
        }
        if inner.stop.is_cancelled() {
            return Ok(None);
        }
    }
}

async fn deliver(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    mut row: DeliveryRow,
) -> Result<DeliveryRow, StoreError> {
    let services = inner.services.of(workspace);
    let hook = services.hooks.iter().find(|hook| hook.id == row.hook_id);
    let (Some(hook), Some(config)) = (hook, inner.services.config()) else {
        // Switched off or removed since.
        row.state = DeliveryState::Failed;
        row.next_at = None;
        row.last_error = Some("the program is switched off".to_owned());
        return note(inner, workspace, row).await;
    };
    let now = inner.clock.now();
    let sent = config
        .hooks
        .deliver(&hook.url, &hook.secret, row.id.as_str(), now, row.body.clone())
        .await;
    row.tries += 1;
    match sent {
        Ok(answer) => {
            row.state = DeliveryState::Delivered;
            row.status = Some(u32::from(answer.status));
            row.last_error = None;
            row.next_at = None;
        }
        Err(why) => {
            row.status = why.status.map(u32::from);
            row.last_error = Some(why.why);
            match pause_after(row.tries, &PAUSES_S) {
                Some(pause) if why.again => row.next_at = Some(inner.clock.now().plus_seconds(pause)),
                Some(_) | None => {
                    row.state = DeliveryState::Failed;
                    row.next_at = None;
                    tracing::warn!(hook.id = %row.hook_id, delivery.id = %row.id, "a program did not take a message");
                }
            }
        }
    }
    note(inner, workspace, row).await
}

async fn note(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    mut row: DeliveryRow,
) -> Result<DeliveryRow, StoreError> {
    row.updated_at = inner.clock.now();
    let written = row.clone();
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| tx.hooks().update(&written))
        .await?;
    Ok(row)
}

const BATCH: u32 = 16;
/// Longer than one message may take.
const LEASE_MS: i64 = 60_000;
/// Messages are written in the transactions of others, who may not wake this loop.
const LOOK_AGAIN_MS: i64 = 10_000;
/// How long after each failure the next try comes: for two days in all.
const PAUSES_S: [i64; 8] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 86_400];
