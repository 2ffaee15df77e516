//! When a repeatable request may be repeated.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

/// How long to wait before the next try; `None` when it is time to give up.
///
/// `tries` were made so far. A wait that the carrier asks for is honoured or, if too long, handed to the caller.
/// The jitter is drawn from the request itself: different requests spread out, and tests repeat exactly.
pub(crate) fn next_wait(tries: u32, retry_after: Option<Duration>, request: &str) -> Option<Duration> {
    if tries >= TRIES_MAX {
        return None;
    }
    let backoff = FIRST_WAIT * 2u32.pow(tries.saturating_sub(1));
    let wait = jittered(backoff, request, tries).max(retry_after.unwrap_or_default());
    (wait <= WAIT_MAX).then_some(wait)
}

/// Between half of `wait` and all of it.
fn jittered(wait: Duration, request: &str, tries: u32) -> Duration {
    let mut hasher = DefaultHasher::new();
    (request, tries).hash(&mut hasher);
    let share = u32::try_from(hasher.finish() % 512).unwrap_or(0);
    wait * (512 + share) / 1_024
}

/// Tries in all; the caller has its own timers for longer troubles.
const TRIES_MAX: u32 = 3;
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// Somebody may be waiting for the answer; longer waits are the caller's to decide.
const WAIT_MAX: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let first = next_wait(1, None, "GET /a").unwrap();
        let second = next_wait(2, None, "GET /a").unwrap();
        assert!((125..=250).contains(&first.as_millis()), "{first:?}");
        assert!((250..=500).contains(&second.as_millis()), "{second:?}");
        assert_eq!(next_wait(3, None, "GET /a"), None);
    }

    #[test]
    fn a_wait_that_the_carrier_asks_for_is_honoured_or_handed_on() {
        assert_eq!(
            next_wait(1, Some(Duration::from_secs(1)), "GET /a"),
            Some(Duration::from_secs(1))
        );
        assert_eq!(next_wait(1, Some(Duration::from_secs(60)), "GET /a"), None);
    }
}
