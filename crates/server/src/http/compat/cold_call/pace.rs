//! How often a client may ask within a minute, for each operation.

use std::collections::BTreeMap;
use std::sync::Mutex;

use outdial_domain::Timestamp;

/// What was asked of late.
#[derive(Debug, Default)]
pub struct Pace {
    windows: Mutex<BTreeMap<(String, Operation), Window>>,
}

/// What has a limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    Initiate,
    Join,
    Control,
    End,
    Status,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    since: Timestamp,
    count: u32,
}

impl Operation {
    fn per_minute(self) -> u32 {
        match self {
            Self::Initiate => 10,
            Self::Join | Self::End => 20,
            Self::Control => 30,
            Self::Status => 60,
        }
    }
}

impl Pace {
    /// Counts a request, or says after how many milliseconds the next one is welcome.
    pub(super) fn take(&self, who: &str, what: Operation, now: Timestamp) -> Result<(), i64> {
        let mut windows = self
            .windows
            .lock()
            .expect("no code panics while it holds this lock");
        if windows.len() >= WINDOWS_MAX {
            windows.retain(|_, window| now.ms_since(window.since) < MINUTE_MS);
        }
        let window = windows
            .entry((who.to_owned(), what))
            .or_insert(Window { since: now, count: 0 });
        let age_ms = now.ms_since(window.since);
        if !(0..MINUTE_MS).contains(&age_ms) {
            *window = Window { since: now, count: 0 };
        }
        if window.count >= what.per_minute() {
            return Err(MINUTE_MS - now.ms_since(window.since));
        }
        window.count += 1;
        Ok(())
    }
}

const MINUTE_MS: i64 = 60_000;
const WINDOWS_MAX: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_call_of_a_minute_waits_for_the_next() {
        let (pace, start) = (Pace::default(), Timestamp(0));
        for _ in 0..10 {
            assert_eq!(pace.take("key_1", Operation::Initiate, start), Ok(()));
        }
        let later = start.plus_ms(20_000);
        assert_eq!(pace.take("key_1", Operation::Initiate, later), Err(40_000));
        assert_eq!(pace.take("key_2", Operation::Initiate, later), Ok(()));
        assert_eq!(pace.take("key_1", Operation::Status, later), Ok(()));
        let next = start.plus_ms(60_000);
        assert_eq!(pace.take("key_1", Operation::Initiate, next), Ok(()));
    }
}
