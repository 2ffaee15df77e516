//! Where the time comes from: the machine's clock in production, tokio's clock in tests and simulations.

use std::time::{SystemTime, UNIX_EPOCH};

use outdial_domain::Timestamp;

/// A source of wall-clock time.
pub trait Clock: Send + Sync {
    /// The present.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that starts at a given point and advances with tokio's time, so that a paused runtime is virtual time.
#[derive(Debug, Clone)]
pub struct TokioClock {
    start: Timestamp,
    /// The store's threads ask for the time, too, and only the runtime knows its own.
    runtime: tokio::runtime::Handle,
    since: tokio::time::Instant,
}

impl TokioClock {
    /// A clock that shows `start` now.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            start,
            runtime: tokio::runtime::Handle::current(),
            since: tokio::time::Instant::now(),
        }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        let _inside = self.runtime.enter();
        let elapsed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp(self.start.0.saturating_add(elapsed))
    }
}

/// Sleeps until a wall-clock point as `clock` shows it; returns at once when it has passed.
pub async fn sleep_until(clock: &dyn Clock, at: Timestamp) {
    let wait_us = at.0.saturating_sub(clock.now().0);
    if let Ok(wait_us) = u64::try_from(wait_us) {
        // Timers round down; one more millisecond keeps a wake-up from coming just before its time.
        tokio::time::sleep(std::time::Duration::from_micros(wait_us) + WAKE_SLACK).await;
    }
}

const WAKE_SLACK: std::time::Duration = std::time::Duration::from_millis(1);
