//! Real time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use outdial_domain::Timestamp;

/// A running measurement.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "a measurement is about the real world")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// The present of the machine's monotonic clock.
#[expect(clippy::disallowed_methods, reason = "a measurement is about the real world")]
pub fn present() -> Instant {
    Instant::now()
}

/// The present, for rows that are written before the server starts.
#[expect(clippy::disallowed_methods, reason = "rows are to look as if made just now")]
pub fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
}
