//! When calling hours are open wherever a phone may be.

use crate::settings::CallingWindow;
use crate::time::Timestamp;

use super::candidates::ZoneCandidates;
use super::clock::WallClock;

/// Whether the window is open in every candidate zone at `now`; without candidates only a whole day is open.
#[must_use]
pub fn is_open(window: CallingWindow, candidates: &ZoneCandidates, now: Timestamp) -> bool {
    next_opening(window, candidates, now) == Some(now)
}

/// The first instant from `now` on at which the window is open in every candidate zone; absent when there is none
/// within [`HORIZON_DAYS`].
#[must_use]
pub fn next_opening(window: CallingWindow, candidates: &ZoneCandidates, now: Timestamp) -> Option<Timestamp> {
    if window == CallingWindow::WHOLE_DAY {
        return Some(now);
    }
    let rules: Option<Vec<_>> = candidates.zones().iter().map(|zone| zone.rules()).collect();
    let mut clocks: Vec<_> = rules?
        .into_iter()
        .map(|rules| WallClock::new(rules, now))
        .collect();
    if clocks.is_empty() {
        return None;
    }
    let horizon = now.plus_seconds(HORIZON_DAYS * 24 * 60 * 60);
    let mut at = now;
    // Nothing can be open everywhere before the last of the zones opens, so each round may skip to that instant.
    while at <= horizon {
        let mut latest = at;
        for clock in &mut clocks {
            latest = latest.max(clock.next_open(window, at)?);
        }
        if latest == at {
            return Some(at);
        }
        at = latest;
    }
    None
}

/// Hours repeat daily except for changes of the clock. An opening that only a change of season will bring is months
/// away; for somebody who asked for a call that is never, and the rule says so.
pub const HORIZON_DAYS: i64 = 8;
