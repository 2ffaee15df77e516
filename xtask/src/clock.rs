//! Real time, for measuring how long a step or a restart took.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A running measurement.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "this tool measures the real world")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// A number that differs from run to run, for seeds that are printed and can be given again.
#[expect(
    clippy::disallowed_methods,
    reason = "a fresh seed needs a source outside the program"
)]
pub fn fresh_seed() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::from(since_epoch.subsec_nanos()) ^ (since_epoch.as_secs() << 20) ^ u64::from(std::process::id())
}

/// Asks again and again until there is an answer or the time is up.
pub fn wait_for<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let watch = Stopwatch::start();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if watch.elapsed() >= limit {
            return None;
        }
        std::thread::sleep(ASK_AGAIN_AFTER);
    }
}

/// Short enough that a measured restart is not blurred by it.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(5);
