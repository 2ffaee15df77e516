//! Telling a page what becomes of its call, and ending the call when the page is gone for good.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::interval;

use super::softphone::Softphone;
use super::wire;
use crate::call::{CallStatus, EndedBy, Order};
use crate::lock::lock;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Looks after a browser's call until it is over.
    pub(super) fn attend(self: &Arc<Self>, phone: Arc<Softphone>) {
        let sandbox = Arc::clone(self);
        self.spawn(async move {
            until_over(&phone).await;
            lock(&sandbox.softphones).remove(&phone.leg.sid);
            phone.tell(wire::hangup(&phone.leg.sid));
            phone.link.stop();
        });
    }
}

async fn until_over(phone: &Softphone) {
    let mut status = phone.leg.status.subscribe();
    // What it is already counts as news.
    status.mark_changed();
    let mut looks = interval(LOOK_EVERY);
    let mut answered = false;
    loop {
        tokio::select! {
            biased;
            changed = status.changed() => {
                let now = *status.borrow_and_update();
                if changed.is_err() || now.is_over() {
                    return;
                }
                if now == CallStatus::InProgress && !answered {
                    answered = true;
                    let sdp = lock(&phone.answer).clone();
                    phone.tell(wire::answer(&phone.leg.sid, &sdp, &phone.reconnect));
                }
            }
            _ = looks.tick() => {
                if phone.is_abandoned() {
                    phone.leg.order(Order::HangUp(EndedBy::Callee));
                }
            }
        }
    }
}

const LOOK_EVERY: Duration = Duration::from_millis(500);
