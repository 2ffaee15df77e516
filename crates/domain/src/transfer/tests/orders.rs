use proptest::prelude::*;

use super::super::*;
use super::cases::{KINDS, LIMITS, START, ctx, events};

/// Who waits with music, and who is still to be let go, as far as the shell was told.
#[derive(Default)]
struct Told {
    callee_held: bool,
    third_held: bool,
    called: bool,
    let_go: bool,
    freed: usize,
}

impl Told {
    fn take(&mut self, actions: &[Action]) {
        for action in actions {
            match action {
                Action::HoldCallee => self.callee_held = true,
                Action::UnholdCallee => self.callee_held = false,
                Action::HoldThird => self.third_held = true,
                Action::UnholdThird => self.third_held = false,
                Action::CallThird => self.called = true,
                Action::LetThirdGo => self.let_go = true,
                // Whoever is moved into another room is neither muted nor held there.
                Action::HandOver => {}
                Action::FreeAgent => self.freed += 1,
            }
        }
    }
}

proptest! {
    /// Whatever happens in whatever order: the callee is with the agent, with the third, or gone; the third is let go
    /// unless the callee is with them; the agent is never alone with two who wait; every wait ends by itself.
    #[test]
    fn in_any_order_the_callee_is_with_somebody_and_the_third_is_not_forgotten(
        (kind, whom) in prop::sample::select(KINDS.to_vec()),
        story in prop::collection::vec(
            (0i64..20, prop::sample::select(events().into_iter().map(|(_, event)| event).collect::<Vec<_>>())),
            0..40,
        ),
    ) {
        let mut now = START;
        let begun = begin(kind, whom, now);
        let (mut transfer, mut told) = (begun.transfer, Told::default());
        told.take(&begun.actions);
        for (seconds, event) in story {
            now = now.plus_seconds(seconds);
            let before = transfer.clone();
            let callee_left = matches!(event, Event::CalleeGone | Event::AgentGone | Event::Recovered);
            let answer = step(transfer, event, &ctx(now));
            transfer = answer.transfer;
            match answer.effect {
                Effect::Applied => {}
                Effect::Ignored(_) | Effect::Refused(_) => {
                    prop_assert_eq!(&before, &transfer);
                    prop_assert!(answer.actions.is_empty());
                }
            }
            told.take(&answer.actions);
            prop_assert!(!transfer.is_live() || transfer.third.lost_since().is_none()
                || transfer.deadline(&LIMITS).is_some(), "each wait has an end: {:?}", transfer);
            match &transfer.phase {
                Phase::Calling | Phase::Ringing => prop_assert!(told.callee_held && told.called),
                Phase::Consulting { with: Side::Third } => prop_assert!(told.callee_held && !told.third_held),
                Phase::Consulting { with: Side::Callee } => prop_assert!(!told.callee_held && told.third_held),
                Phase::Joined => prop_assert!(!told.callee_held && !told.third_held),
                Phase::Handing => {}
                Phase::Over(End::Completed) => prop_assert_eq!(told.freed, 1),
                Phase::Over(End::Cancelled | End::Failed(_)) => {
                    prop_assert!(told.let_go);
                    prop_assert!(before.phase == transfer.phase || callee_left || !told.callee_held,
                        "whoever is with the agent again hears them");
                }
            }
        }
        // Left alone, a transfer that waits comes to its end, and one that does not wait is two or three who talk.
        for _ in 0..4 {
            let Some(at) = transfer.deadline(&LIMITS) else { break };
            now = now.max(at);
            transfer = step(transfer, Event::DeadlinePassed, &ctx(now)).transfer;
        }
        let talks = matches!(transfer.phase, Phase::Consulting { .. } | Phase::Joined);
        prop_assert!(!transfer.is_live() || (talks && transfer.third.is_here()), "{:?}", transfer);
    }
}
