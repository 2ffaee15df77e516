//! A call on the lines of the Twilio account: a leg there, held by the agent until it is over or redirected.

use std::sync::Arc;

use tokio::sync::watch;

use crate::call::{CallStatus, Direction, EndedBy, Leg, Order, Placement, Terms};
use crate::perform::{Hold, Script};
use crate::sandbox::Sandbox;

/// The leg of a call at Twilio.
pub(super) struct Line {
    pub(super) leg: Arc<Leg>,
    hold: Arc<Hold>,
}

impl Line {
    /// Rings somebody.
    pub(super) fn place(sandbox: &Arc<Sandbox>, to: &str, from: &str) -> Self {
        let hold = Arc::new(Hold::default());
        let leg = sandbox.place(Placement {
            to: to.to_owned(),
            from: from.to_owned(),
            direction: Direction::OutboundApi,
            parent: None,
            terms: Terms::default(),
            script: Script::Held(Arc::clone(&hold)),
        });
        Self { leg, hold }
    }

    /// Waits until the leg stands like this, or is over.
    pub(super) async fn until(&self, is_there: impl Fn(CallStatus) -> bool) -> CallStatus {
        let mut status: watch::Receiver<CallStatus> = self.leg.status.subscribe();
        // The leg keeps the sender, so the wait cannot fail.
        let found = status
            .wait_for(|status| is_there(*status) || status.is_over())
            .await;
        found.map_or(CallStatus::Failed, |status| *status)
    }

    /// Waits until the agent has the callee no more; the answer is Vapi's word for it.
    pub(super) async fn until_lost(&self) -> &'static str {
        tokio::select! {
            biased;
            () = self.hold.until_lost() => "phone-call-provider-closed-websocket",
            () = self.leg.over() => "customer-ended-call",
        }
    }

    /// The agent is done with the callee; whoever was redirected is somebody else's.
    pub(super) fn leave(&self) {
        if self.hold.is_lost() {
            return;
        }
        if self.leg.status() == CallStatus::InProgress {
            self.hold.finish();
        } else {
            // A call that is over takes no orders.
            let _ = self.leg.order(Order::HangUp(EndedBy::Api));
        }
    }
}
