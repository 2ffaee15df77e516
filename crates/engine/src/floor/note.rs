//! What happens in a room, as part of its call's timeline.

use std::sync::Arc;

use outdial_domain::ids::{CallId, EventId, WorkspaceId};
use outdial_store::{Actor, EventSource, NewEvent, StoreError};
use serde_json::{Value, json};

use crate::engine::Inner;

/// Something that happened in a room.
pub(super) struct Happening {
    pub what: &'static str,
    pub by: Option<Actor>,
    pub detail: Value,
}

impl Happening {
    pub(super) fn of(what: &'static str) -> Self {
        Self {
            what,
            by: None,
            detail: Value::Null,
        }
    }

    pub(super) fn by(mut self, actor: &Actor) -> Self {
        self.by = Some(actor.clone());
        self
    }

    pub(super) fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }
}

/// Puts it into the timeline, if the call is written down. The talk does not depend on it, so a failure is only logged.
pub(super) async fn note(inner: &Arc<Inner>, workspace: &WorkspaceId, call: &CallId, what: Happening) {
    let (call_id, now) = (call.clone(), inner.clock.now());
    let id = EventId::from_bits(inner.ids.next(now));
    let source = match what.by {
        Some(_) => EventSource::User,
        None => EventSource::Engine,
    };
    let event = json!({ "event": "room", "what": what.what }).to_string();
    let raw = json!({ "by": what.by, "detail": what.detail }).to_string();
    let written = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            if tx.calls().get(&call_id)?.is_none() {
                return Ok::<_, StoreError>(());
            }
            tx.events().append(&NewEvent {
                id: &id,
                call_id: &call_id,
                at: now,
                source,
                dedupe_key: None,
                event: &event,
                effect: "applied",
                why: None,
                raw: Some(&raw),
            })?;
            Ok(())
        })
        .await;
    if let Err(why) = written {
        tracing::warn!(call.id = %call, error = %why, "a room's event could not be stored");
    }
}
