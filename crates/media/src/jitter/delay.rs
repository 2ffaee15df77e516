//! How unevenly packets arrive, and how much audio in store would cover it.
//!
//! A packet's transit is its arrival less its timestamp, and means nothing but in comparison: the least transit of the
//! last seconds is a packet that was not held up, and the excess over it is how long a packet was. A histogram of the
//! excess that slowly forgets gives the target: the delay that nearly all packets keep to. The least transit is taken
//! over a sliding window, so that a clock that runs at another speed than ours does not look like delay.

use std::time::Duration;

/// Learns from arrivals.
#[derive(Debug, Clone)]
pub(super) struct DelayEstimate {
    clock_rate: f64,
    /// The timestamp of the last packet without its wraps, and as it came.
    unwrapped: Option<(i64, u32)>,
    last_transit_ms: f64,
    /// The least transit of this window and of the one before.
    least_ms: [f64; 2],
    window_ends: Duration,
    histogram: [f32; BUCKETS],
    jitter_ms: f64,
}

impl DelayEstimate {
    pub(super) fn new(clock_rate: u32) -> Self {
        Self {
            clock_rate: f64::from(clock_rate),
            unwrapped: None,
            last_transit_ms: 0.0,
            least_ms: [f64::INFINITY; 2],
            window_ends: Duration::ZERO,
            histogram: [0.0; BUCKETS],
            jitter_ms: 0.0,
        }
    }

    /// Takes in an arrival.
    pub(super) fn arrived(&mut self, timestamp: u32, at: Duration) {
        let media = self.unwrap(timestamp);
        #[expect(
            clippy::cast_precision_loss,
            reason = "timestamps of years fit the digits of a double"
        )]
        let transit_ms = at.as_secs_f64() * 1_000.0 - media as f64 * 1_000.0 / self.clock_rate;
        if self.least_ms[0].is_finite() {
            let change = (transit_ms - self.last_transit_ms).abs().min(LONGEST_MS);
            self.jitter_ms += (change - self.jitter_ms) / 16.0;
        }
        self.last_transit_ms = transit_ms;
        self.note_least(transit_ms, at);
        self.note_excess(transit_ms - self.least_ms[0].min(self.least_ms[1]));
    }

    /// Forgets how arrivals relate to timestamps, for a stream that starts anew; the histogram stays.
    pub(super) fn restart(&mut self) {
        self.unwrapped = None;
        self.least_ms = [f64::INFINITY; 2];
    }

    /// How much to keep in store, in milliseconds: what covers nearly all packets and the tick between two frames.
    pub(super) fn target_ms(&self) -> f32 {
        let total: f32 = self.histogram.iter().sum();
        let mut missing = total * (1.0 - COVERED);
        let mut bucket = BUCKETS - 1;
        while bucket > 0 && missing >= self.histogram[bucket] {
            missing -= self.histogram[bucket];
            bucket -= 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "forty buckets")]
        let excess = bucket as f32 * BUCKET_MS;
        (excess + LEAST_TARGET_MS).min(GREATEST_TARGET_MS)
    }

    pub(super) fn jitter_ms(&self) -> f32 {
        narrow(self.jitter_ms)
    }

    fn unwrap(&mut self, timestamp: u32) -> i64 {
        let media = match self.unwrapped {
            None => i64::from(timestamp),
            Some((media, last)) => media + i64::from(timestamp.wrapping_sub(last).cast_signed()),
        };
        self.unwrapped = Some((media, timestamp));
        media
    }

    fn note_least(&mut self, transit_ms: f64, at: Duration) {
        if at >= self.window_ends {
            self.least_ms = [f64::INFINITY, self.least_ms[0]];
            self.window_ends = at + WINDOW;
        }
        self.least_ms[0] = self.least_ms[0].min(transit_ms);
    }

    fn note_excess(&mut self, excess_ms: f64) {
        for share in &mut self.histogram {
            *share *= REMEMBERED;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and a cast of a large float saturates"
        )]
        let bucket = ((excess_ms - ROUNDING_MS).max(0.0) / f64::from(BUCKET_MS)).ceil() as usize;
        self.histogram[bucket.min(BUCKETS - 1)] += 1.0;
    }
}

fn narrow(value: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds for people to read")]
    let narrow = value as f32;
    narrow
}

/// Fine enough that a quiet network costs no more than a few milliseconds.
const BUCKET_MS: f32 = 5.0;
const BUCKETS: usize = 41;

/// Clocks are read in whole microseconds and less.
const ROUNDING_MS: f64 = 0.1;

/// The share of packets that the target waits for; the rest is concealed.
const COVERED: f32 = 0.97;

/// A frame may be asked for just before its packet comes, however even the arrivals are.
const LEAST_TARGET_MS: f32 = 20.0;

/// Beyond this people talk into each other's words, and a gap is the lesser evil.
const GREATEST_TARGET_MS: f32 = 200.0;

/// Half of what is remembered is from the last 7 s or so of packets.
const REMEMBERED: f32 = 0.998;

/// The least transit is that of the last 5 to 10 s.
const WINDOW: Duration = Duration::from_secs(5);

/// A pause of the sender is not jitter.
const LONGEST_MS: f64 = 1_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn after(arrivals: impl Iterator<Item = (u32, u64)>) -> DelayEstimate {
        let mut estimate = DelayEstimate::new(8_000);
        for (timestamp, at_us) in arrivals {
            estimate.arrived(timestamp, Duration::from_micros(at_us));
        }
        estimate
    }

    #[test]
    fn even_arrivals_need_the_least_store() {
        let estimate = after((0..500).map(|n| (n * 160, u64::from(n) * 20_000)));
        assert!(estimate.target_ms() < 20.1);
        assert!(estimate.jitter_ms() < 0.1);
    }

    #[test]
    fn the_target_covers_nearly_all_packets() {
        let estimate =
            after((0..500).map(|n| (n * 160, u64::from(n) * 20_000 + u64::from(n * 7 % 10) * 6_000)));
        assert!(
            (69.0..81.0).contains(&estimate.target_ms()),
            "{}",
            estimate.target_ms()
        );
        assert!(estimate.jitter_ms() > 10.0);
    }

    #[test]
    fn one_late_packet_in_a_hundred_does_not_delay_the_rest() {
        let estimate = after((0..500).map(|n| {
            let held = if n % 100 == 50 { 150_000 } else { 0 };
            (n * 160, u64::from(n) * 20_000 + held)
        }));
        assert!(estimate.target_ms() < 20.1);
    }

    #[test]
    fn a_clock_of_another_speed_does_not_look_like_delay() {
        // Five minutes, 200 ppm slow: 60 ms in all, and never more than 2 ms in a window.
        let estimate = after((0..15_000).map(|n| (n * 160, u64::from(n) * 20_004)));
        assert!(estimate.target_ms() <= 25.1, "{}", estimate.target_ms());
    }

    #[test]
    fn a_timestamp_that_wraps_is_no_jump() {
        let estimate = after((0..100).map(|n| {
            (
                0_u32.wrapping_sub(8_000).wrapping_add(n * 160),
                u64::from(n) * 20_000,
            )
        }));
        assert!(estimate.jitter_ms() < 0.1);
    }

    #[test]
    fn an_absurd_network_has_a_bounded_target() {
        let estimate = after((0..500).map(|n| (n * 160, u64::from(n) * 20_000 + u64::from(n % 5) * 400_000)));
        assert!(estimate.target_ms() <= GREATEST_TARGET_MS);
    }
}
