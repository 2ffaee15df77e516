//! Whether the other end is still there, when nobody says anything.

use std::time::Duration;

use tokio::time::Instant;

/// When something was last heard, and when a sign of life is to be asked for.
#[derive(Debug)]
pub(super) struct Pulse {
    heard_at: Instant,
    asked_at: Instant,
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    Nothing,
    /// Ask for a sign of life.
    Ask,
    /// There is none.
    GiveUp,
}

impl Pulse {
    pub fn new(now: Instant) -> Self {
        Self {
            heard_at: now,
            asked_at: now,
        }
    }

    pub fn heard(&mut self, now: Instant) {
        self.heard_at = now;
    }

    pub fn check(&mut self, now: Instant) -> Care {
        if now.duration_since(self.heard_at) >= GIVE_UP {
            return Care::GiveUp;
        }
        if now.duration_since(self.heard_at.max(self.asked_at)) >= ASK_EACH {
            self.asked_at = now;
            return Care::Ask;
        }
        Care::Nothing
    }
}

/// Address translation forgets connections after a minute at the earliest.
const ASK_EACH: Duration = Duration::from_secs(10);
/// Two signs of life were asked for and did not come.
const GIVE_UP: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_is_silent_is_asked_and_then_given_up() {
        let start = Instant::now();
        let at = |s| start + Duration::from_secs(s);
        let mut pulse = Pulse::new(start);
        let cares: Vec<_> = (1..=30).map(|s| pulse.check(at(s))).collect();
        assert_eq!(cares.iter().filter(|care| **care == Care::Ask).count(), 2);
        assert_eq!(cares.last(), Some(&Care::GiveUp));
        pulse.heard(at(30));
        assert_eq!(pulse.check(at(31)), Care::Nothing);
    }
}
