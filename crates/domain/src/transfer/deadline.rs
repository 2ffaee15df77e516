//! What time does to a transfer: each wait has an end.

use super::event::Action;
use super::failure::{End, Failure};
use super::state::{Ctx, Limits, Phase, Transfer};
use super::step::{Step, Why, failed, ignored};
use crate::time::Timestamp;

impl Transfer {
    /// When to look at it again if nothing happens.
    #[must_use]
    pub fn deadline(&self, limits: &Limits) -> Option<Timestamp> {
        match &self.phase {
            Phase::Calling | Phase::Ringing => Some(self.began_at.plus_ms(limits.answer_ms)),
            Phase::Consulting { .. } | Phase::Joined => {
                Some(self.third.lost_since()?.plus_ms(limits.third_ms))
            }
            Phase::Handing => Some(self.since.plus_ms(limits.hand_ms)),
            Phase::Over(_) => None,
        }
    }
}

pub(super) fn on_deadline(transfer: Transfer, ctx: &Ctx<'_>) -> Step {
    if transfer.deadline(ctx.limits).is_none_or(|at| at > ctx.now) {
        return ignored(transfer, Why::NotYet);
    }
    let why = match &transfer.phase {
        Phase::Calling | Phase::Ringing => Failure::NoAnswer,
        Phase::Consulting { .. } | Phase::Joined => Failure::Lost,
        Phase::Handing => Failure::NotTaken,
        Phase::Over(End::Completed | End::Cancelled | End::Failed(_)) => {
            return ignored(transfer, Why::TooLate);
        }
    };
    failed(
        transfer,
        why,
        vec![Action::LetThirdGo, Action::UnholdCallee],
        ctx.now,
    )
}
