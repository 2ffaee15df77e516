//! Callbacks whose answer does not matter: status, detection, recording and conference events.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

use super::courier::Letter;
use crate::call::Leg;
use crate::ledger::CallbackEntry;
use crate::sandbox::Sandbox;

/// What a callback is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackKind {
    /// A change of a call's status.
    Status,
    /// The verdict of asynchronous machine detection.
    Amd,
    /// A recording is ready.
    Recording,
    /// Something happened in a conference.
    Conference,
    /// A media stream began, ended or failed.
    Stream,
}

/// One callback about a leg.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub kind: CallbackKind,
    /// What happened, in Twilio's word.
    pub event: String,
    pub sequence: Option<u32>,
    pub method: String,
    pub url: String,
    pub params: Vec<(String, String)>,
}

impl CallbackKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Amd => "amd",
            Self::Recording => "recording",
            Self::Conference => "conference",
            Self::Stream => "stream",
        }
    }
}

impl Sandbox {
    /// Sends a callback in the background, subject to the faults switched on.
    pub(crate) fn tell(self: &Arc<Self>, leg: &Arc<Leg>, notice: Notice) {
        let order = leg.next_callback();
        let nth = leg.attempt.to_string();
        let place = order.to_string();
        let key = [notice.kind.as_str(), leg.far_end(), &nth, &place, &notice.event];
        let fate = self.faults().callback_fate(self.seed, &key);
        if fate.lost {
            self.note_callback(leg, &notice, 0, "dropped by fault");
            leg.callback_sent(order);
            return;
        }
        if fate.doubled {
            self.send_later(leg, order, notice.clone(), fate.delay_ms, false);
        }
        self.send_later(leg, order, notice, fate.delay_ms, fate.overtaken);
    }

    fn send_later(
        self: &Arc<Self>,
        leg: &Arc<Leg>,
        order: u32,
        notice: Notice,
        delay_ms: u64,
        overtaken: bool,
    ) {
        let (sandbox, leg) = (Arc::clone(self), Arc::clone(leg));
        self.spawn(async move {
            sleep(Duration::from_millis(delay_ms)).await;
            if overtaken {
                // Whether something overtook it or the wait ran out, it goes now.
                let _ = timeout(HELD_BACK_AT_MOST, leg.callback_sent_after(order)).await;
            }
            sandbox.deliver(&leg, order, &notice).await;
        });
    }

    async fn deliver(&self, leg: &Leg, order: u32, notice: &Notice) {
        let letter = Letter {
            method: notice.method.clone(),
            url: notice.url.clone(),
            params: notice.params.clone(),
            idempotency_token: self.mint().sid("", &[&leg.sid, &order.to_string()]),
        };
        let delivery = self.bring(&letter).await;
        let result = match delivery.outcome {
            Ok(reply) => reply.status.to_string(),
            Err(failure) => failure.to_string(),
        };
        self.note_callback(leg, notice, delivery.tries, &result);
        leg.callback_sent(order);
    }

    fn note_callback(&self, leg: &Leg, notice: &Notice, tries: u32, result: &str) {
        let entry = CallbackEntry {
            at: self.now(),
            kind: notice.kind,
            event: notice.event.clone(),
            sequence: notice.sequence,
            tries,
            result: result.to_owned(),
        };
        self.ledger
            .change(leg.entry, |attempt| attempt.callbacks.push(entry));
    }
}

/// A reordered callback waits this long for another one to overtake it.
const HELD_BACK_AT_MOST: Duration = Duration::from_secs(8);
