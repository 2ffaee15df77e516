//! What is about to be sent, and when.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep_until};

/// Events that wait for their time, in their order.
#[derive(Debug, Default)]
pub(super) struct Programme {
    waiting: VecDeque<(Duration, Value)>,
    last: Option<Instant>,
}

impl Programme {
    /// Adds an event that comes so long after the one before it.
    pub fn add(&mut self, gap: Duration, event: Value) {
        if self.waiting.is_empty() {
            self.last = Some(Instant::now());
        }
        self.waiting.push_back((gap, event));
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The next event, once it is due; never when there is none. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Value {
        let due = match (self.waiting.front(), self.last) {
            (Some((gap, _)), Some(last)) => last + *gap,
            _ => std::future::pending().await,
        };
        sleep_until(due).await;
        self.last = Some(due);
        match self.waiting.pop_front() {
            Some((_, event)) => event,
            None => std::future::pending().await,
        }
    }
}
