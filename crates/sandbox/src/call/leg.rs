//! One call as everybody may look at it; only its own task moves it on.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use outdial_domain::Timestamp;
use tokio::sync::{mpsc, watch};

use super::status::{CallStatus, EndedBy};
use super::terms::{StatusHook, Terms};
use crate::audio::Line;
use crate::ledger::AttemptId;
use crate::lock::lock;
use crate::perform::Script;

/// How a call came about, in Twilio's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    OutboundApi,
    OutboundDial,
    /// Somebody calls the application.
    Inbound,
}

/// What the API and other calls may ask of a call.
#[derive(Debug)]
pub(crate) enum Order {
    /// Drop what you are doing and perform this.
    Perform(Box<Script>),
    /// End.
    HangUp(EndedBy),
    /// End, unless somebody has answered.
    CallOff,
    /// End so many milliseconds after the answer at the latest.
    Limit { ms: u64 },
}

/// One call.
#[derive(Debug)]
pub(crate) struct Leg {
    pub sid: String,
    pub to: String,
    pub from: String,
    pub direction: Direction,
    pub parent: Option<String>,
    /// The how-manieth call to this number.
    pub attempt: u32,
    pub created_at: Timestamp,
    pub queue_ms: u64,
    pub terms: Terms,
    pub entry: AttemptId,
    pub status: watch::Sender<CallStatus>,
    pub line: Line,
    orders: mpsc::Sender<Order>,
    facts: Mutex<LegFacts>,
    next_callback: AtomicU32,
    next_fetch: AtomicU32,
    next_stream: AtomicU32,
    /// The highest callback that has been brought or lost, plus one.
    callbacks_done: watch::Sender<u32>,
}

/// What becomes known about a call in time.
#[derive(Debug, Clone, Default)]
pub(crate) struct LegFacts {
    pub updated_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub answered_by: Option<&'static str>,
    pub price_micros: Option<i64>,
    pub recording_sid: Option<String>,
    /// Reported status events so far, subscribed to or not.
    pub events: u32,
    /// A status callback set by a later update.
    pub status_override: Option<StatusHook>,
    /// Asked for by a later update.
    pub fallback_override: Option<super::terms::Hook>,
}

/// What a new leg starts from.
pub(crate) struct NewLeg {
    pub sid: String,
    pub to: String,
    pub from: String,
    pub direction: Direction,
    pub parent: Option<String>,
    pub attempt: u32,
    pub created_at: Timestamp,
    pub queue_ms: u64,
    pub terms: Terms,
    pub entry: AttemptId,
}

impl Direction {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::OutboundApi => "outbound-api",
            Self::OutboundDial => "outbound-dial",
            Self::Inbound => "inbound",
        }
    }
}

impl Leg {
    pub(crate) fn new(new: NewLeg) -> (Self, mpsc::Receiver<Order>) {
        let (orders, inbox) = mpsc::channel(ORDERS_WAITING);
        let leg = Self {
            sid: new.sid,
            to: new.to,
            from: new.from,
            direction: new.direction,
            parent: new.parent,
            attempt: new.attempt,
            created_at: new.created_at,
            queue_ms: new.queue_ms,
            terms: new.terms,
            entry: new.entry,
            status: watch::Sender::new(CallStatus::Queued),
            line: Line::default(),
            orders,
            facts: Mutex::new(LegFacts {
                updated_at: new.created_at,
                ..LegFacts::default()
            }),
            next_callback: AtomicU32::new(0),
            next_fetch: AtomicU32::new(0),
            next_stream: AtomicU32::new(0),
            callbacks_done: watch::Sender::new(0),
        };
        (leg, inbox)
    }

    /// Who is at the far end.
    pub(crate) fn far_end(&self) -> &str {
        match self.direction {
            Direction::OutboundApi | Direction::OutboundDial => &self.to,
            Direction::Inbound => &self.from,
        }
    }

    pub(crate) fn status(&self) -> CallStatus {
        *self.status.borrow()
    }

    pub(crate) fn facts(&self) -> LegFacts {
        lock(&self.facts).clone()
    }

    pub(crate) fn change<T>(&self, now: Timestamp, change: impl FnOnce(&mut LegFacts) -> T) -> T {
        let mut facts = lock(&self.facts);
        facts.updated_at = now;
        change(&mut facts)
    }

    /// Passes an order on; false when the call is over or drowned in orders.
    pub(crate) fn order(&self, order: Order) -> bool {
        self.orders.try_send(order).is_ok()
    }

    /// Waits until nothing more can happen to the call.
    pub(crate) async fn over(&self) {
        // The sender lives in this very struct, so the wait cannot fail.
        let _ = self.status.subscribe().wait_for(|status| status.is_over()).await;
    }

    /// Seconds from answer to end, rounded up as they are billed; `None` while it lasts.
    pub(crate) fn talk_seconds(&self) -> Option<u64> {
        let facts = lock(&self.facts);
        let ended = facts.ended_at?;
        let ms = facts.answered_at.map_or(0, |answered| ended.ms_since(answered));
        Some(u64::try_from(ms).unwrap_or(0).div_ceil(1_000))
    }

    pub(crate) fn next_callback(&self) -> u32 {
        self.next_callback.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn next_fetch(&self) -> u32 {
        self.next_fetch.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn next_stream(&self) -> u32 {
        self.next_stream.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn callback_sent(&self, order: u32) {
        self.callbacks_done.send_if_modified(|done| {
            let news = order + 1 > *done;
            *done = (*done).max(order + 1);
            news
        });
    }

    /// Waits until a callback later than `order` has been brought.
    pub(crate) async fn callback_sent_after(&self, order: u32) {
        // As above, the sender outlives the wait.
        let _ = self
            .callbacks_done
            .subscribe()
            .wait_for(|done| *done > order + 1)
            .await;
    }
}

/// More orders than this at one time are not met in practice; the API answers 429.
const ORDERS_WAITING: usize = 8;
