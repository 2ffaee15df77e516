//! Connection overrides: the `#rc=2&rp=ct,5xx` part that Twilio reads off a webhook URL.

use std::time::Duration;

use super::client::WebhookFailure;

/// How one URL wants to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overrides {
    pub connect: Duration,
    pub read: Duration,
    /// All tries together.
    pub total: Duration,
    pub retries: u32,
    on: RetryOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct RetryOn {
    status_4xx: bool,
    status_5xx: bool,
    connect: bool,
    read: bool,
}

impl Default for Overrides {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(5_000),
            read: CEILING,
            total: CEILING,
            retries: 1,
            on: RetryOn {
                connect: true,
                ..RetryOn::default()
            },
        }
    }
}

impl Overrides {
    /// The overrides in a URL's fragment; what is absent or out of range keeps its default.
    pub(crate) fn of(url: &str) -> Self {
        let mut chosen = Self::default();
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        for (key, value) in fragment.split('&').filter_map(|pair| pair.split_once('=')) {
            match key {
                "ct" => chosen.connect = millis(value, 10_000).unwrap_or(chosen.connect),
                "rt" => chosen.read = millis(value, 15_000).unwrap_or(chosen.read),
                "tt" => chosen.total = millis(value, 15_000).unwrap_or(chosen.total),
                "rc" => chosen.retries = value.parse().ok().filter(|n| *n <= 5).unwrap_or(chosen.retries),
                "rp" => chosen.on = RetryOn::read(value),
                _ => {}
            }
        }
        chosen
    }

    pub(crate) fn retries_status(&self, status: u16) -> bool {
        match status {
            400..500 => self.on.status_4xx,
            500..600 => self.on.status_5xx,
            _ => false,
        }
    }

    pub(crate) fn retries_failure(&self, failure: &WebhookFailure) -> bool {
        match failure {
            WebhookFailure::Connect(_) => self.on.connect,
            WebhookFailure::ReadTimeout(_) => self.on.read,
            WebhookFailure::Broken(_) | WebhookFailure::BadUrl(_) => false,
        }
    }
}

impl RetryOn {
    fn read(list: &str) -> Self {
        let has = |word: &str| list.split(',').any(|item| item == word || item == "all");
        Self {
            status_4xx: has("4xx"),
            status_5xx: has("5xx"),
            connect: has("ct"),
            read: has("rt"),
        }
    }
}

fn millis(value: &str, most: u64) -> Option<Duration> {
    let ms: u64 = value.parse().ok()?;
    (100..=most).contains(&ms).then(|| Duration::from_millis(ms))
}

/// Nothing that has to do with voice waits longer.
const CEILING: Duration = Duration::from_millis(15_000);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_fragment_only_a_failed_connection_is_tried_again() {
        let plain = Overrides::of("https://example.com/x?a=1");
        assert_eq!(plain, Overrides::default());
        assert!(plain.retries_failure(&WebhookFailure::Connect(String::new())));
        assert!(!plain.retries_failure(&WebhookFailure::ReadTimeout(1)));
        assert!(!plain.retries_status(500));
    }

    #[test]
    fn the_fragment_overrides_within_limits() {
        let chosen = Overrides::of("https://example.com/x#rc=3&rp=rt,5xx&rt=900&ct=50");
        assert_eq!(chosen.retries, 3);
        assert_eq!(chosen.read, Duration::from_millis(900));
        assert_eq!(chosen.connect, Duration::from_secs(5), "50 ms is below the least");
        assert!(chosen.retries_status(503) && !chosen.retries_status(404));
        assert!(!chosen.retries_failure(&WebhookFailure::Connect(String::new())));
    }
}
