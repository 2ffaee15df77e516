//! What must hold at every moment, numbered so that a log line, a metric and a document can name it.
//!
//! [`check!`](crate::check) panics in tests, where a broken promise must stop the run. In production it tells the
//! hook that was registered at start, which counts the violation and stops dialling: a platform that can no longer
//! trust itself must not ring strangers' phones.

use std::fmt;
use std::sync::OnceLock;

use crate::call::{Call, State};

/// A promise that no code path may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invariant {
    /// Its number, never reused.
    pub number: u8,
    /// The promise.
    pub sentence: &'static str,
}

macro_rules! invariants {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $sentence:literal;)*) => {
        $($(#[$doc])* #[doc = $sentence] pub const $name: Invariant = Invariant { number: $number, sentence: $sentence };)*

        /// Every invariant, by number.
        pub const ALL: &[Invariant] = &[$($name),*];
    };
}

invariants! {
    INV_1 = 1, "A number has at most one live call in a workspace.";
    INV_2 = 2, "No call is dialled unless every rule allowed it at that moment, and the receipt is kept.";
    INV_3 = 3, "Every live answer is handled within its limit: a live call always has a deadline.";
    INV_4 = 4, "The projected share of abandoned calls stays within its budget.";
    INV_5 = 5, "Live calls and calls per second stay within the limits of account and workspace.";
    INV_6 = 6, "A call ends exactly once and stays ended.";
    INV_7 = 7, "Every ended call has an outcome.";
    INV_8 = 8, "A call is claimed in the store before the carrier is asked for it.";
    INV_9 = 9, "A claimed call goes back to being planned only when the carrier has shown no sign of it.";
    INV_10 = 10, "A call keeps the leg it has: one call never has two legs.";
    INV_11 = 11, "A report never moves a call back to an earlier state.";
    INV_12 = 12, "What is known of a call is never forgotten: not its ringing, its answer, its end or its price.";
    INV_13 = 13, "A webhook is verified before anything in it is believed.";
}

/// Told of every violation: which promise, and what was found.
pub type Hook = fn(&'static Invariant, fmt::Arguments<'_>);

static HOOK: OnceLock<Hook> = OnceLock::new();

/// Registers what happens on a violation in production; true when this was the first registration.
pub fn on_violation(hook: Hook) -> bool {
    HOOK.set(hook).is_ok()
}

/// Called by [`check!`](crate::check) in code built for tests.
///
/// # Panics
/// Always.
#[doc(hidden)]
pub fn fail(invariant: &Invariant, found: fmt::Arguments<'_>) -> ! {
    panic!(
        "invariant {} is broken: {} Found: {found}",
        invariant.number, invariant.sentence
    );
}

/// Called by [`check!`](crate::check) otherwise.
#[doc(hidden)]
pub fn report(invariant: &'static Invariant, found: fmt::Arguments<'_>) {
    if cfg!(any(test, feature = "panic-on-violation")) {
        fail(invariant, found);
    }
    if let Some(hook) = HOOK.get() {
        hook(invariant, found);
    }
}

/// Checks one invariant where its facts are at hand: `check!(INV_6, condition, "what was {found}")`. The value says
/// whether it holds.
#[macro_export]
macro_rules! check {
    ($invariant:ident, $holds:expr, $($found:tt)+) => {{
        let holds: bool = $holds;
        if !holds {
            if cfg!(test) {
                $crate::invariants::fail(&$crate::invariants::$invariant, format_args!($($found)+));
            } else {
                $crate::invariants::report(&$crate::invariants::$invariant, format_args!($($found)+));
            }
        }
        holds
    }};
}

/// Checks what must hold between a call and the same call after one event; true when all of it does.
pub fn check_transition(before: &Call, after: &Call) -> bool {
    let (from, to) = (before.state, after.state);
    let released = to == State::Planned && matches!(from, State::Dialing | State::Unknown);
    let ended_before = from.outcome().is_some();
    let kept_leg = before.facts.carrier_call_id.is_none()
        || before.facts.carrier_call_id == after.facts.carrier_call_id
        || is_renamed(before, after);
    let mut holds = check!(
        INV_6,
        !ended_before || to.outcome().is_some(),
        "{from:?} became {to:?}"
    );
    holds &= check!(
        INV_8,
        !to.is_live() || after.facts.claims > 0,
        "{to:?} without a claim"
    );
    holds &= check!(
        INV_9,
        !released || shows_no_leg(after),
        "{from:?} was released although the carrier has it"
    );
    holds &= check!(INV_10, kept_leg, "the leg changed in {to:?}");
    holds &= check!(
        INV_11,
        released || to.rank() >= from.rank(),
        "{from:?} became {to:?}"
    );
    holds
        & check!(
            INV_12,
            forgets_nothing(before, after),
            "facts were lost between {from:?} and {to:?}"
        )
}

/// Whether the leg is the same under another name: it was taken off the host of a voice agent, or given back.
fn is_renamed(before: &Call, after: &Call) -> bool {
    let named = |call: &Call, name: &str| call.facts.carrier_call_id.as_deref() == Some(name);
    match (&before.facts.host, &after.facts.host) {
        (None, Some(host)) => named(before, &host.leg),
        (Some(host), None) => named(after, &host.leg),
        (None, None) | (Some(_), Some(_)) => false,
    }
}

fn shows_no_leg(call: &Call) -> bool {
    let facts = &call.facts;
    facts.carrier_call_id.is_none()
        && facts.ringing_at.is_none()
        && !facts.was_answered()
        && facts.terminal.is_none()
}

fn forgets_nothing(before: &Call, after: &Call) -> bool {
    let (old, new) = (&before.facts, &after.facts);
    let kept = |was_known: bool, is_known: bool| !was_known || is_known;
    kept(old.ringing_at.is_some(), new.ringing_at.is_some())
        && kept(old.answered_at.is_some(), new.answered_at.is_some())
        && kept(old.bridged_at.is_some(), new.bridged_at.is_some())
        && kept(old.taken_back_at.is_some(), new.taken_back_at.is_some())
        && kept(old.abandoned_at.is_some(), new.abandoned_at.is_some())
        && kept(old.message_spoken_at.is_some(), new.message_spoken_at.is_some())
        && kept(old.verdict.is_some(), new.verdict.is_some())
        && kept(old.terminal.is_some(), new.terminal.is_some())
        && kept(old.cost.is_some(), new.cost.is_some())
        && kept(
            old.hang_up_requested_at.is_some(),
            new.hang_up_requested_at.is_some(),
        )
        && kept(old.called_off_at.is_some(), new.called_off_at.is_some())
        && new.claims >= old.claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Outcome;
    use crate::time::Timestamp;

    fn call(state: State) -> Call {
        let mut call = Call::planned(Timestamp(0));
        call.state = state;
        call.facts.claims = u32::from(state != State::Planned);
        call
    }

    #[test]
    fn the_numbers_are_the_positions() {
        for (index, invariant) in ALL.iter().enumerate() {
            assert_eq!(usize::from(invariant.number), index + 1, "{}", invariant.sentence);
        }
    }

    #[test]
    fn ordinary_transitions_hold() {
        for (from, to) in [
            (State::Planned, State::Dialing),
            (State::Dialing, State::Connected),
            (State::Unknown, State::Planned),
            (State::Ringing, State::Ended(Outcome::Busy)),
            (State::Ended(Outcome::Unknown), State::Ended(Outcome::Completed)),
        ] {
            let mut after = call(to);
            after.facts.claims = 1;
            assert!(check_transition(&call(from), &after), "{from:?} to {to:?}");
        }
    }

    #[test]
    #[should_panic(expected = "invariant 6 is broken")]
    fn an_ended_call_that_lives_again_is_caught() {
        check_transition(&call(State::Ended(Outcome::Busy)), &call(State::Ringing));
    }

    #[test]
    #[should_panic(expected = "invariant 8 is broken")]
    fn a_dial_without_a_claim_is_caught() {
        let mut dialing = call(State::Dialing);
        dialing.facts.claims = 0;
        check_transition(&call(State::Planned), &dialing);
    }

    #[test]
    #[should_panic(expected = "invariant 9 is broken")]
    fn a_release_of_a_call_that_the_carrier_has_is_caught() {
        let mut placed = call(State::Dialing);
        placed.facts.carrier_call_id = Some("CA1".to_owned());
        let mut released = placed.clone();
        released.state = State::Planned;
        check_transition(&placed, &released);
    }

    #[test]
    #[should_panic(expected = "invariant 10 is broken")]
    fn a_second_leg_is_caught() {
        let mut before = call(State::Ringing);
        before.facts.carrier_call_id = Some("CA1".to_owned());
        let mut after = before.clone();
        after.facts.carrier_call_id = Some("CA2".to_owned());
        check_transition(&before, &after);
    }

    #[test]
    #[should_panic(expected = "invariant 11 is broken")]
    fn a_step_back_is_caught() {
        check_transition(&call(State::Connected), &call(State::Ringing));
    }

    #[test]
    #[should_panic(expected = "invariant 12 is broken")]
    fn a_forgotten_answer_is_caught() {
        let mut before = call(State::Connected);
        before.facts.answered_at = Some(Timestamp(1));
        check_transition(&before, &call(State::Connected));
    }
}
