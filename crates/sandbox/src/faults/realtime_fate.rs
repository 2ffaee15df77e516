//! What becomes of one session with a speech model.

use super::callback_fate::keyed;
use super::fault_set::Faults;
use crate::people::MsRange;

/// What becomes of one session with a speech model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RealtimeFate {
    /// It is cut off after so long.
    pub cut_after_ms: Option<u64>,
    /// What is sent is half of it first.
    pub malformed: bool,
    /// Answers come so much later.
    pub slow_ms: u64,
}

impl Faults {
    /// The fate of the `nth` session.
    pub(crate) fn realtime_fate(&self, seed: u64, nth: u64) -> RealtimeFate {
        let mut draw = keyed(seed, "realtime", &[&nth.to_string()]);
        RealtimeFate {
            cut_after_ms: self.cut_realtime.drawn(&mut draw, USUAL_LIFE),
            malformed: draw.chance(self.halve_realtime.value()),
            slow_ms: self.slow_realtime.drawn(&mut draw, USUAL_SLOWNESS).unwrap_or(0),
        }
    }
}

/// In the middle of a talk.
const USUAL_LIFE: MsRange = MsRange::between(3_000, 30_000);
const USUAL_SLOWNESS: MsRange = MsRange::between(1_000, 4_000);
