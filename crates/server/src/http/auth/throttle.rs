//! Slows down guessing: after a few failures, each further attempt has to wait longer.
//!
//! Counted per address and per account, whether or not the account exists, so that the answer tells nothing.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Mutex;

use outdial_domain::Timestamp;

/// Whether an attempt may be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Go,
    /// Not for so many seconds.
    Wait {
        /// Seconds until the next attempt.
        seconds: u64,
    },
}

/// Counts failed sign-ins.
#[derive(Debug, Default)]
pub struct LoginThrottle {
    failures: Mutex<BTreeMap<Key, Failures>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Address(IpAddr),
    Account(String),
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl LoginThrottle {
    /// Asks leave for an attempt and counts it as failed until [`LoginThrottle::succeeded`] says otherwise,
    /// so that many attempts at once cannot slip through together.
    pub fn begin(&self, address: IpAddr, account: &str, now: Timestamp) -> Verdict {
        let mut failures = self
            .failures
            .lock()
            .expect("no code panics while it holds this lock");
        let keys = keys(address, account);
        let wait_ms = keys
            .iter()
            .filter_map(|key| {
                let failures = failures.get(key)?;
                Some(
                    failures
                        .last
                        .plus_ms(penalty_ms(key, failures.count))
                        .ms_since(now),
                )
            })
            .max()
            .unwrap_or(0);
        if wait_ms > 0 {
            let seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1_000);
            return Verdict::Wait { seconds };
        }
        if failures.len() >= REMEMBERED_MAX {
            forget_old(&mut failures, now);
        }
        for key in keys {
            let entry = failures.entry(key).or_insert(Failures { count: 0, last: now });
            if now.ms_since(entry.last) > FORGET_AFTER_MS {
                entry.count = 0;
            }
            entry.count += 1;
            entry.last = now;
        }
        Verdict::Go
    }

    /// The attempt was right: the account starts afresh, the address loses the failure that was counted.
    pub fn succeeded(&self, address: IpAddr, account: &str) {
        let mut failures = self
            .failures
            .lock()
            .expect("no code panics while it holds this lock");
        let [by_address, by_account] = keys(address, account);
        failures.remove(&by_account);
        if let Some(entry) = failures.get_mut(&by_address) {
            entry.count = entry.count.saturating_sub(1);
        }
    }
}

fn keys(address: IpAddr, account: &str) -> [Key; 2] {
    // One household of IPv6 addresses is one guesser.
    let address = match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut segments = v6.segments();
            segments[4..].fill(0);
            IpAddr::from(segments)
        }
        v4 @ IpAddr::V4(_) => v4,
    };
    [Key::Address(address), Key::Account(account.to_lowercase())]
}

/// Nothing for the first failures, then doubling up to the longest wait.
fn penalty_ms(key: &Key, count: u32) -> i64 {
    let free = match key {
        Key::Address(_) => FREE_PER_ADDRESS,
        Key::Account(_) => FREE_PER_ACCOUNT,
    };
    match count.checked_sub(free) {
        None => 0,
        Some(beyond) => (1_000_i64 << beyond.min(12)).min(LONGEST_WAIT_MS),
    }
}

/// Makes room: what is over its penalty goes first, and when all are fresh, the oldest half.
fn forget_old(failures: &mut BTreeMap<Key, Failures>, now: Timestamp) {
    failures.retain(|_, entry| now.ms_since(entry.last) <= FORGET_AFTER_MS);
    if failures.len() >= REMEMBERED_MAX {
        let mut times: Vec<_> = failures.values().map(|entry| entry.last).collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let median = *median;
        failures.retain(|_, entry| entry.last > median);
    }
}

const FREE_PER_ACCOUNT: u32 = 5;
/// An office shares one address.
const FREE_PER_ADDRESS: u32 = 20;
/// Long enough to make guessing hopeless, short enough that nobody is locked out for the day.
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1_000;
const FORGET_AFTER_MS: i64 = 60 * 60 * 1_000;
const REMEMBERED_MAX: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9));
    const START: Timestamp = Timestamp(1_000_000_000);

    fn fail(throttle: &LoginThrottle, times: u32, account: &str, now: Timestamp) -> Verdict {
        let mut verdict = Verdict::Go;
        for _ in 0..times {
            verdict = throttle.begin(HERE, account, now);
        }
        verdict
    }

    #[test]
    fn the_sixth_guess_has_to_wait_and_the_wait_doubles() {
        let throttle = LoginThrottle::default();
        assert_eq!(fail(&throttle, 5, "a@x.org", START), Verdict::Go);
        assert_eq!(fail(&throttle, 1, "A@X.org", START), Verdict::Wait { seconds: 1 });
        let later = START.plus_seconds(1);
        assert_eq!(fail(&throttle, 1, "a@x.org", later), Verdict::Go);
        assert_eq!(fail(&throttle, 1, "a@x.org", later), Verdict::Wait { seconds: 2 });
    }

    #[test]
    fn many_accounts_from_one_address_are_slowed_too() {
        let throttle = LoginThrottle::default();
        for account in 0..FREE_PER_ADDRESS {
            assert_eq!(fail(&throttle, 1, &account.to_string(), START), Verdict::Go);
        }
        assert_eq!(fail(&throttle, 1, "another", START), Verdict::Wait { seconds: 1 });
    }

    #[test]
    fn success_clears_the_account() {
        let throttle = LoginThrottle::default();
        fail(&throttle, 5, "a@x.org", START);
        throttle.succeeded(HERE, "a@x.org");
        assert_eq!(fail(&throttle, 5, "a@x.org", START), Verdict::Go);
    }

    #[test]
    fn the_wait_is_never_longer_than_named() {
        assert_eq!(
            penalty_ms(&Key::Account(String::new()), u32::MAX),
            LONGEST_WAIT_MS
        );
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = LoginThrottle::default();
        for n in 0..30_000_u32 {
            throttle.begin(
                IpAddr::from(n.to_be_bytes()),
                &n.to_string(),
                START.plus_ms(n.into()),
            );
        }
        assert!(throttle.failures.lock().unwrap().len() <= REMEMBERED_MAX + 2);
    }
}
