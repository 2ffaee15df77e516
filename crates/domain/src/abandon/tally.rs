//! What one call adds to its campaign's counts. Counts are kept by difference: what the call counts for after an event,
//! less what it counted for before. So a report that comes twice counts once, and one that corrects another corrects
//! the counts.

use crate::call::{AmdVerdict, Call, Outcome, State, Treatment};
use crate::time::Timestamp;

/// What calls came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Calls that were dialled.
    pub dialed: i64,
    /// Calls that somebody or something answered.
    pub answered: i64,
    /// Machines that answered.
    pub machines: i64,
    /// People who answered.
    pub live_answers: i64,
    /// Those of them for whom nobody was free.
    pub abandoned: i64,
    /// Those of them who talked to an agent, or heard the message.
    pub talks: i64,
    /// Messages left on machines.
    pub voicemails: i64,
    /// How long was talked.
    pub talk_ms: i64,
}

impl Tally {
    /// What a call counts for.
    #[must_use]
    pub fn of(call: &Call, treatment: Treatment) -> Self {
        let facts = &call.facts;
        let dialed = facts.claims > 0 && call.state != State::Planned;
        let answered = dialed && facts.was_answered();
        let is_machine = facts.verdict.is_some_and(AmdVerdict::is_machine);
        let outcome = call.state.outcome();
        let talked = answered
            && match treatment {
                Treatment::Agent => facts.was_talked(),
                Treatment::Message | Treatment::VoiceAgent => outcome == Some(Outcome::Completed),
            };
        let abandoned =
            answered && !talked && (facts.abandoned_at.is_some() || outcome == Some(Outcome::Abandoned));
        Self {
            dialed: dialed.into(),
            answered: answered.into(),
            machines: (answered && is_machine && !talked && !abandoned).into(),
            live_answers: (talked || abandoned).into(),
            abandoned: abandoned.into(),
            talks: talked.into(),
            voicemails: (outcome == Some(Outcome::VoicemailLeft)).into(),
            talk_ms: if talked { facts.talk_ms().unwrap_or(0) } else { 0 },
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            dialed: self.dialed + other.dialed,
            answered: self.answered + other.answered,
            machines: self.machines + other.machines,
            live_answers: self.live_answers + other.live_answers,
            abandoned: self.abandoned + other.abandoned,
            talks: self.talks + other.talks,
            voicemails: self.voicemails + other.voicemails,
            talk_ms: self.talk_ms + other.talk_ms,
        }
    }

    /// What has been added since `before`.
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self {
            dialed: self.dialed - before.dialed,
            answered: self.answered - before.answered,
            machines: self.machines - before.machines,
            live_answers: self.live_answers - before.live_answers,
            abandoned: self.abandoned - before.abandoned,
            talks: self.talks - before.talks,
            voicemails: self.voicemails - before.voicemails,
            talk_ms: self.talk_ms - before.talk_ms,
        }
    }
}

/// The day to which a call is counted, in days since 1970 (UTC): the day on which it was written down, which never
/// changes.
#[must_use]
pub fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY_US)
}

const DAY_US: i64 = 24 * 3_600 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(outcome: Outcome, change: impl FnOnce(&mut Call)) -> Call {
        let mut call = Call::planned(Timestamp(0));
        call.facts.claims = 1;
        call.facts.answered_at = Some(Timestamp(1));
        call.state = State::Ended(outcome);
        change(&mut call);
        call
    }

    fn of(call: &Call) -> (i64, i64, i64, i64, i64) {
        let tally = Tally::of(call, Treatment::Agent);
        (
            tally.answered,
            tally.machines,
            tally.live_answers,
            tally.abandoned,
            tally.talks,
        )
    }

    #[test]
    fn each_answer_counts_once_for_what_it_was() {
        let talk = ended(Outcome::Completed, |call| {
            call.facts.bridged_at = Some(Timestamp(2));
        });
        assert_eq!(of(&talk), (1, 0, 1, 0, 1));
        assert_eq!(of(&ended(Outcome::Abandoned, |_| {})), (1, 0, 1, 1, 0));
        let machine = ended(Outcome::Machine, |call| {
            call.facts.verdict = Some(AmdVerdict::Machine);
        });
        assert_eq!(of(&machine), (1, 1, 0, 0, 0));
        let rang_out = ended(Outcome::NoAnswer, |call| call.facts.answered_at = None);
        assert_eq!(of(&rang_out), (0, 0, 0, 0, 0));
    }

    #[test]
    fn an_abandoned_person_counts_before_the_call_is_over() {
        let mut waiting = ended(Outcome::Abandoned, |call| {
            call.facts.abandoned_at = Some(Timestamp(2));
        });
        waiting.state = State::Waiting;
        assert_eq!(of(&waiting), (1, 0, 1, 1, 0));
    }

    #[test]
    fn a_verdict_that_comes_late_corrects_the_account() {
        let before = ended(Outcome::Abandoned, |_| {});
        let after = ended(Outcome::Machine, |call| {
            call.facts.verdict = Some(AmdVerdict::Machine);
        });
        let change = Tally::of(&after, Treatment::Agent).since(Tally::of(&before, Treatment::Agent));
        assert_eq!(
            (change.live_answers, change.abandoned, change.machines),
            (-1, -1, 1)
        );
        assert_eq!(change.answered, 0);
    }

    #[test]
    fn days_begin_at_midnight_in_utc() {
        assert_eq!(day_of(Timestamp(0)), 0);
        assert_eq!(day_of(Timestamp(DAY_US - 1)), 0);
        assert_eq!(day_of(Timestamp(-1)), -1);
    }
}
