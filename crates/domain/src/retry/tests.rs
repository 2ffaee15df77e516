use proptest::prelude::*;

use super::*;
use crate::call::Outcome;
use crate::time::Timestamp;

const NINE: Timestamp = Timestamp(1_700_000_000_000_000);

fn attempt(outcome: Outcome) -> Attempt {
    Attempt {
        outcome,
        disturbed: true,
        number_is_dead: false,
        attempts: 1,
        number: 0,
        numbers: 1,
        ended_at: NINE,
        dialed_at: NINE,
    }
}

fn rules(rule: RetryRule) -> RetryRules {
    RetryRules {
        no_answer: rule,
        busy: rule,
        failed: rule,
        machine: rule,
        voicemail_left: rule,
        abandoned: rule,
        disposition: rule,
    }
}

const PLAIN: RetryRule = RetryRule {
    attempts_max: 3,
    delay_minutes: 60,
    next_number: false,
    other_hour: false,
};

#[test]
fn each_outcome_is_followed_by_its_rule() {
    let again = Next::Again {
        due_at: NINE.plus_seconds(3_600),
        number: 0,
    };
    for (outcome, expected) in [
        (Outcome::NoAnswer, again),
        (Outcome::Busy, again),
        (Outcome::Failed, again),
        (Outcome::Machine, again),
        (Outcome::VoicemailLeft, again),
        (Outcome::Abandoned, again),
        (Outcome::Unknown, again),
        (Outcome::Completed, Next::Done),
        (Outcome::Blocked, Next::Done),
    ] {
        assert_eq!(next(&rules(PLAIN), &attempt(outcome)), expected, "{outcome:?}");
    }
}

#[test]
fn the_maximum_counts_all_calls_to_the_lead() {
    for (attempts, is_done) in [(1, false), (2, false), (3, true), (9, true)] {
        let last = Attempt {
            attempts,
            ..attempt(Outcome::NoAnswer)
        };
        assert_eq!(next(&rules(PLAIN), &last) == Next::Done, is_done, "{attempts}");
    }
}

#[test]
fn a_line_that_we_took_back_is_called_again_and_sooner_if_nobody_heard_it() {
    let rang = attempt(Outcome::Canceled);
    let silent = Attempt {
        disturbed: false,
        ..rang
    };
    let due = |attempt| match next(&RetryRules::default(), &attempt) {
        Next::Again { due_at, .. } => due_at,
        Next::Done => panic!("it is never done with"),
    };
    assert_eq!(due(rang), NINE.plus_seconds(600));
    assert_eq!(due(silent), NINE);
}

#[test]
fn the_next_number_follows_and_the_first_after_the_last() {
    let rule = RetryRule {
        next_number: true,
        ..PLAIN
    };
    for (number, expected) in [(0, 1), (1, 2), (2, 0)] {
        let last = Attempt {
            number,
            numbers: 3,
            ..attempt(Outcome::NoAnswer)
        };
        let Next::Again { number, .. } = next(&rules(rule), &last) else {
            panic!("it is called again");
        };
        assert_eq!(number, expected);
    }
}

#[test]
fn a_dead_number_gives_way_to_the_next_at_once_and_the_last_one_ends_it() {
    let first = Attempt {
        number_is_dead: true,
        numbers: 2,
        ..attempt(Outcome::Failed)
    };
    let expected = Next::Again {
        due_at: NINE,
        number: 1,
    };
    assert_eq!(next(&RetryRules::default(), &first), expected);
    assert_eq!(
        next(&RetryRules::default(), &Attempt { number: 1, ..first }),
        Next::Done
    );
}

proptest! {
    #[test]
    fn another_hour_is_at_least_three_hours_from_the_last(delay_minutes in 0..10_000_u32) {
        let rule = RetryRule { other_hour: true, delay_minutes, ..PLAIN };
        let Next::Again { due_at, .. } = next(&rules(rule), &attempt(Outcome::NoAnswer)) else {
            panic!("it is called again");
        };
        let of_day = (due_at.ms_since(NINE) / 1_000).rem_euclid(24 * 3_600);
        prop_assert!((3 * 3_600..=21 * 3_600).contains(&of_day), "{of_day}");
        prop_assert!(due_at >= NINE.plus_seconds(i64::from(delay_minutes) * 60));
        prop_assert!(due_at <= NINE.plus_seconds(i64::from(delay_minutes) * 60 + 6 * 3_600));
    }
}
