//! What people do to calls and runs that exist already.

use outdial_domain::call::{Event, State};
use outdial_domain::ids::{CallId, RunId, WorkspaceId};
use outdial_store::{Actor, CallRow, EventSource, RunRow, RunState, StoreError, Tx};

use crate::engine::{Engine, Inner};
use crate::receive::{Incoming, Reception, receive};

impl Engine {
    /// Ends a call: one that waits is called off, a live one is hung up at the carrier. `None`: no such call.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hang_up(
        &self,
        workspace: &WorkspaceId,
        call_id: &CallId,
        by: Actor,
    ) -> Result<Option<CallRow>, StoreError> {
        let (inner, id) = (self.inner.clone(), call_id.clone());
        let reception = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| receive(tx, &hang_up_by(id, &by), &inner.surroundings()))
            .await?;
        let row = match &reception {
            Reception::Answered { row, .. } => Some(row.as_ref().clone()),
            Reception::Duplicate | Reception::NoSuchCall => None,
        };
        self.inner.follow(workspace, reception);
        Ok(row)
    }

    /// Ends every live call and calls off every one that waits; says how many of each.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hang_up_all(&self, workspace: &WorkspaceId, by: Actor) -> Result<Ended, StoreError> {
        let waiting = self.call_off(workspace, None, by.clone()).await?;
        let live = self
            .end_each(workspace, by, |tx| Ok(ids(tx.calls().live(LIVE_MAX)?)))
            .await?;
        Ok(Ended { live, waiting })
    }

    /// Calls off what waits: of one run, or of the whole workspace. Live calls go on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn call_off(
        &self,
        workspace: &WorkspaceId,
        run: Option<RunId>,
        by: Actor,
    ) -> Result<u32, StoreError> {
        let mut total = 0;
        loop {
            let run = run.clone();
            let ended = self
                .end_each(workspace, by.clone(), move |tx| {
                    Ok(ids(tx.calls().planned(run.as_ref(), BATCH)?))
                })
                .await?;
            total += ended;
            if ended < BATCH {
                return Ok(total);
            }
        }
    }

    /// Pauses, resumes or cancels a run. `None`: no such run.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_run_state(
        &self,
        workspace: &WorkspaceId,
        run: &RunId,
        state: RunState,
        by: Actor,
    ) -> Result<Option<RunRow>, StoreError> {
        let (id, now) = (run.clone(), self.inner.clock.now());
        let changed = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| tx.runs().set_state(&id, state, now))
            .await?;
        if changed.is_none() {
            return Ok(None);
        }
        if state == RunState::Canceled {
            self.call_off(workspace, Some(run.clone()), by).await?;
        }
        self.inner.changes.run(workspace, run.clone());
        self.inner.dial_wake.notify_one();
        let id = run.clone();
        self.inner
            .store
            .workspace(workspace.clone())
            .read(move |tx| tx.runs().get(&id))
            .await
    }

    async fn end_each(
        &self,
        workspace: &WorkspaceId,
        by: Actor,
        which: impl FnOnce(&mut Tx<'_>) -> Result<Vec<CallId>, StoreError> + Send + 'static,
    ) -> Result<u32, StoreError> {
        let inner = self.inner.clone();
        let receptions = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| end_each_in(tx, &inner, &by, which))
            .await?;
        let count = u32::try_from(receptions.len()).unwrap_or(u32::MAX);
        for reception in receptions {
            self.inner.follow(workspace, reception);
        }
        Ok(count)
    }
}

/// How many calls were ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Calls that were live.
    pub live: u32,
    /// Calls that waited.
    pub waiting: u32,
}

fn end_each_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    by: &Actor,
    which: impl FnOnce(&mut Tx<'_>) -> Result<Vec<CallId>, StoreError>,
) -> Result<Vec<Reception>, StoreError> {
    which(tx)?
        .into_iter()
        .map(|id| receive(tx, &hang_up_by(id, by), &inner.surroundings()))
        .collect()
}

fn hang_up_by(call_id: CallId, by: &Actor) -> Incoming {
    Incoming {
        call_id,
        leg: None,
        event: Event::HangUpRequested,
        source: EventSource::User,
        dedupe_key: None,
        raw: Some(serde_json::json!({ "by": by }).to_string().into()),
    }
}

fn ids(rows: Vec<CallRow>) -> Vec<CallId> {
    rows.into_iter().map(|row| row.id).collect()
}

/// Whether a call can still be ended.
#[must_use]
pub fn can_end(state: State) -> bool {
    !matches!(state, State::Ended(_))
}

const BATCH: u32 = 500;
/// More live calls than any workspace may have.
const LIVE_MAX: u32 = 20_000;
