//! Turning many durations into the few figures that people compare.

use std::time::Duration;

/// Measured durations, sorted.
#[derive(Debug)]
pub struct Durations(Vec<Duration>);

impl Durations {
    /// Sorts what was measured.
    pub fn new(mut measured: Vec<Duration>) -> Self {
        measured.sort_unstable();
        Self(measured)
    }

    /// The duration that so many percent do not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let Some(last) = self.0.len().checked_sub(1) else {
            return Duration::ZERO;
        };
        let rank = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0[rank.min(last)]
    }

    /// "p50 1.2 ms, p99 7.9 ms, worst 12.0 ms".
    pub fn describe(&self) -> String {
        format!(
            "p50 {}, p99 {}, worst {}",
            ms(self.percentile(50)),
            ms(self.percentile(99)),
            ms(self.percentile(100))
        )
    }
}

/// A duration in milliseconds with one decimal.
pub fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1_000.0)
}

/// A figure beside what it should be.
pub fn report(what: &str, figure: &str, aim: &str) {
    println!("{what:44} {figure:44} aim: {aim}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let durations = Durations::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(durations.percentile(50), Duration::from_millis(100));
        assert_eq!(durations.percentile(99), Duration::from_millis(198));
        assert_eq!(durations.percentile(100), Duration::from_millis(200));
        assert_eq!(Durations::new(Vec::new()).percentile(99), Duration::ZERO);
    }
}
