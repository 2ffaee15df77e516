//! What the tasks of two seats say to each other about a callee. They never wait for each other: each says its word and
//! goes on, and an answer is a word of its own.

use std::fmt;
use std::sync::Arc;

use outdial_domain::ids::CallId;
use outdial_domain::transfer::Event;
use tokio::sync::mpsc::error::TrySendError;

use crate::engine::Inner;
use crate::floor::seats::desk::{Order, SeatDesk};
use crate::floor::seats::guest::Guest;

/// One transfer of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::floor::seats) struct PassId(pub u128);

/// A callee who is given to a colleague.
pub(in crate::floor::seats) struct Gift {
    pub pass: PassId,
    pub from: Arc<SeatDesk>,
    pub guest: Arc<Guest>,
    /// As it was for the one who talked to the callee first.
    pub answer_to_audio_ms: i64,
}

/// What one seat's task says to another's.
pub(in crate::floor::seats) enum Word {
    /// To a colleague: talk with us about a callee.
    Consult {
        pass: PassId,
        from: Arc<SeatDesk>,
        of: CallId,
    },
    /// To a colleague: take the callee.
    Give(Gift),
    /// To a colleague: there is nothing to talk about any more.
    Withdraw { pass: PassId },
    /// From a colleague.
    Answer { pass: PassId, event: Event },
}

/// Says a word to a seat's task.
pub(in crate::floor::seats) fn tell(inner: &Arc<Inner>, desk: &Arc<SeatDesk>, word: Word) {
    match desk.orders.try_send(Order::Word(word)) {
        // A seat that is given up has no more to say to this; whoever waits for an answer waits for so long only.
        Ok(()) | Err(TrySendError::Closed(_)) => {}
        Err(TrySendError::Full(order)) => {
            let orders = desk.orders.clone();
            inner.begin(async move {
                // The same.
                let _ = orders.send(order).await;
            });
        }
    }
}

impl fmt::Display for PassId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}
