//! What the room's call does.

use outdial_domain::call::{self, State};
use outdial_domain::room::Event;

use super::run::Task;
use crate::dialler::feed;

impl Task {
    /// The call has moved.
    pub(super) async fn follow_call(&mut self) {
        let Some(row) = self.calls.borrow_and_update().clone() else {
            return;
        };
        self.changed();
        let state = row.call.state;
        if state == State::Planned && row.call.due_at > self.inner.clock.now().plus_ms(PATIENCE_MS) {
            // A rule or the carrier wants it much later, and the agent is here now.
            self.feed(Event::NotPlanned).await;
            self.hang_up().await;
            return;
        }
        self.bridge(state).await;
        self.doubt();
        self.feed(Event::CallMoved { state }).await;
    }

    /// Tells the call that its callee talks to somebody. A stream may be quicker than the report of the answer.
    pub(super) async fn bridge(&mut self, state: State) {
        let is_answered = match state {
            State::Waiting | State::Connected | State::Voicemail => true,
            State::Planned | State::Dialing | State::Unknown | State::Ringing | State::Ended(_) => false,
        };
        if !self.bridge_due || !is_answered {
            return;
        }
        match feed(
            &self.inner,
            &self.workspace,
            &self.row.call_id,
            call::Event::Bridged,
        )
        .await
        {
            Ok(()) => self.bridge_due = false,
            Err(why) => {
                tracing::warn!(call.id = %self.row.call_id, error = %why, "that a call is talked on could not be stored");
            }
        }
    }
}

/// An agent who waits in silence waits no longer than this for a call that was put off.
const PATIENCE_MS: i64 = 20_000;
