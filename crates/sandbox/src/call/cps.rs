//! The queue in front of the network: so many calls leave it per second.

use std::time::Duration;

use tokio::time::Instant;

/// Gives each call its turn.
#[derive(Debug)]
pub(crate) struct CpsQueue {
    gap: Duration,
    next: Option<Instant>,
}

impl CpsQueue {
    pub(crate) fn new(calls_per_second: f64) -> Self {
        let rate = calls_per_second.clamp(SLOWEST, FASTEST);
        Self {
            gap: Duration::from_secs_f64(1.0 / rate),
            next: None,
        }
    }

    /// When the call accepted now is dialled, and how many milliseconds it waits until then.
    pub(crate) fn turn(&mut self) -> (Instant, u64) {
        let now = Instant::now();
        let turn = self.next.map_or(now, |next| next.max(now));
        self.next = Some(turn + self.gap);
        let wait = turn.saturating_duration_since(now).as_millis();
        (turn, u64::try_from(wait).unwrap_or(u64::MAX))
    }

    pub(crate) fn clear(&mut self) {
        self.next = None;
    }
}

/// A call in a quarter of an hour; keeps a rate of zero from stopping the queue for ever.
const SLOWEST: f64 = 0.001;
const FASTEST: f64 = 1_000_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn turns_are_spaced_and_unused_ones_do_not_pile_up() {
        let mut queue = CpsQueue::new(2.0);
        assert_eq!([queue.turn().1, queue.turn().1, queue.turn().1], [0, 500, 1_000]);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!([queue.turn().1, queue.turn().1], [0, 500]);
    }
}
