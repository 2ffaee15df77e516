//! Modes in which people start the calls.

use super::facts::Facts;
use super::pacer::{Answer, Order, Pacer};

/// Nothing is dialled by itself.
pub(super) enum ByHand {
    Manual,
    Preview,
}

impl Pacer for ByHand {
    fn pace(&mut self, facts: &Facts<'_>) -> Answer {
        let sentence = match self {
            Self::Manual => "Agents choose whom they call.",
            Self::Preview => "Agents look at a lead first and start each call themselves.",
        };
        Answer {
            order: Order::AskAgain {
                at: facts.now.plus_seconds(60),
            },
            // What an agent started is never called off here.
            lines_allowed: u32::MAX,
            sentence: sentence.to_owned(),
        }
    }
}
