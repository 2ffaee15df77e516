//! What becomes of one callback.

use super::fault_set::{Faults, TimedFault};
use crate::draw::Draw;
use crate::people::MsRange;

/// What becomes of one callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CallbackFate {
    pub lost: bool,
    pub doubled: bool,
    pub delay_ms: u64,
    pub overtaken: bool,
}

impl Faults {
    /// The fate of the callback that `key` names.
    pub(crate) fn callback_fate(&self, seed: u64, key: &[&str]) -> CallbackFate {
        let mut draw = keyed(seed, "callback", key);
        CallbackFate {
            lost: draw.chance(self.drop_callback.value()),
            doubled: draw.chance(self.double_callback.value()),
            delay_ms: self.delay_callback.drawn(&mut draw, USUAL_DELAY).unwrap_or(0),
            overtaken: draw.chance(self.reorder_callbacks.value()),
        }
    }

    /// Whether the TwiML fetch that `key` names hangs.
    pub(crate) fn fetch_hangs(&self, seed: u64, key: &[&str]) -> bool {
        keyed(seed, "fetch", key).chance(self.hang_on_twiml_fetch.value())
    }
}

impl TimedFault {
    /// How long the fault lasts, if it happens.
    pub(crate) fn drawn(self, draw: &mut Draw, usual: MsRange) -> Option<u64> {
        draw.chance(self.probability.value())
            .then(|| draw.ms(self.ms.unwrap_or(usual)))
    }
}

pub(super) fn keyed(seed: u64, about: &str, key: &[&str]) -> Draw {
    let mut parts = vec!["fault", about];
    parts.extend_from_slice(key);
    Draw::keyed(seed, &parts)
}

const USUAL_DELAY: MsRange = MsRange::between(200, 5_000);
