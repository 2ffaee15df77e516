//! Where the beat takes its time from.

use std::time::{Duration, Instant};

/// A clock that only moves forward, and can be waited on by a thread.
pub trait Clock: Send + Sync + 'static {
    /// The present.
    fn now(&self) -> Instant;

    /// Returns at that time or a little later; at once when it has passed.
    fn sleep_until(&self, at: Instant);
}

/// The machine's monotonic clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place of this crate that reads the machine's clock"
    )]
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep_until(&self, at: Instant) {
        let left = at.saturating_duration_since(self.now());
        if left > Duration::ZERO {
            std::thread::sleep(left);
        }
    }
}
