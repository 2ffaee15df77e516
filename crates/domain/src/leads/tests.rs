use proptest::prelude::*;

use super::*;
use crate::Timestamp;
use crate::call::Outcome;
use crate::ids::CallId;

fn call(number: u128) -> CallId {
    CallId::from_bits(number)
}

fn claimed(number: u128) -> LeadEvent {
    LeadEvent::Claimed {
        call: call(number),
        at: Timestamp(1_000 + i64::try_from(number).unwrap_or(0)),
    }
}

fn ended(number: u128, outcome: Outcome) -> LeadEvent {
    LeadEvent::CallEnded {
        call: call(number),
        outcome,
    }
}

fn said(number: Option<u128>, code: &str, callback_at: Option<i64>) -> LeadEvent {
    let set = Dispositions::default();
    let said = set
        .find(code)
        .map_or(Said::TakenBack, |disposition| Said::Now(disposition.said()));
    LeadEvent::Disposed {
        call: number.map(call),
        said,
        callback_at: callback_at.map(Timestamp),
    }
}

fn after(events: &[LeadEvent]) -> Standing {
    events
        .iter()
        .cloned()
        .fold(Standing::new(), |standing, event| step(standing, event).0)
}

#[test]
fn a_lead_follows_its_calls_and_its_agents() {
    use LeadStatus::{Callback, Called, Calling, Closed, New};
    let table: [(&[LeadEvent], LeadStatus, u32); 13] = [
        (&[], New, 0),
        (&[claimed(1)], Calling, 1),
        (&[claimed(1), ended(1, Outcome::NoAnswer)], Called, 1),
        (
            &[
                claimed(1),
                ended(1, Outcome::Completed),
                said(Some(1), "not_interested", None),
            ],
            Closed,
            1,
        ),
        (&[claimed(1), said(Some(1), "not_interested", None)], Calling, 1),
        (
            &[
                claimed(1),
                said(Some(1), "not_interested", None),
                ended(1, Outcome::Completed),
            ],
            Closed,
            1,
        ),
        (
            &[
                claimed(1),
                ended(1, Outcome::Completed),
                said(Some(1), "callback_requested", Some(5)),
            ],
            Callback,
            1,
        ),
        // A promised callback that nobody answers is still owed.
        (
            &[
                said(None, "follow_up", Some(5)),
                claimed(1),
                ended(1, Outcome::NoAnswer),
            ],
            Callback,
            1,
        ),
        // A time alone is a promise too.
        (
            &[
                claimed(1),
                ended(1, Outcome::Completed),
                said(Some(1), "connected", Some(5)),
            ],
            Callback,
            1,
        ),
        (
            &[
                said(None, "callback_requested", Some(5)),
                claimed(1),
                ended(1, Outcome::Completed),
                said(Some(1), "connected", None),
            ],
            Called,
            1,
        ),
        // Claimed again after the carrier lost it: one attempt.
        (
            &[claimed(1), LeadEvent::Released { call: call(1) }, claimed(1)],
            Calling,
            1,
        ),
        (
            &[
                claimed(1),
                ended(1, Outcome::Busy),
                claimed(2),
                ended(2, Outcome::Busy),
            ],
            Called,
            2,
        ),
        (&[said(None, "not_interested", None)], Closed, 0),
    ];
    for (events, status, attempts) in table {
        let standing = after(events);
        assert_eq!(
            (standing.status, standing.call_attempts),
            (status, attempts),
            "{events:?}"
        );
    }
}

#[test]
fn news_of_an_older_call_leaves_the_lead_alone() {
    let standing = after(&[claimed(1), claimed(2)]);
    for late in [
        ended(1, Outcome::Completed),
        said(Some(1), "not_interested", None),
        LeadEvent::Released { call: call(1) },
    ] {
        assert_eq!(
            step(standing.clone(), late),
            (standing.clone(), LeadEffect::OlderCall)
        );
    }
}

#[test]
fn an_outcome_that_becomes_known_better_replaces_the_first() {
    let standing = after(&[
        claimed(1),
        ended(1, Outcome::Completed),
        ended(1, Outcome::Machine),
    ]);
    assert_eq!(standing.last_outcome, Some(Outcome::Machine));
}

fn any_event() -> impl Strategy<Value = LeadEvent> {
    let number = 1_u128..4;
    let codes = prop::sample::select(vec!["connected", "follow_up", "not_interested", "gone"]);
    prop_oneof![
        number.clone().prop_map(claimed),
        (number.clone(), prop::sample::select(Outcome::ALL.to_vec()))
            .prop_map(|(number, outcome)| ended(number, outcome)),
        number
            .clone()
            .prop_map(|number| LeadEvent::Released { call: call(number) }),
        (prop::option::of(number), codes, prop::option::of(1_i64..9))
            .prop_map(|(number, code, at)| said(number, code, at)),
    ]
}

proptest! {
    #[test]
    fn an_event_twice_is_an_event_once(events in prop::collection::vec(any_event(), 0..12)) {
        let mut standing = Standing::new();
        for event in events {
            standing = step(standing, event.clone()).0;
            prop_assert_eq!(&step(standing.clone(), event).0, &standing);
        }
    }

    #[test]
    fn a_lead_is_new_only_while_nobody_dialled_it(events in prop::collection::vec(any_event(), 0..12)) {
        let standing = after(&events);
        let dialled = events.iter().any(|event| matches!(event, LeadEvent::Claimed { .. }));
        prop_assert_eq!(standing.call_attempts > 0, dialled);
        if standing.status == LeadStatus::New {
            prop_assert!(!dialled);
        }
        prop_assert_eq!(standing.last_call_id.is_some(), dialled);
    }
}

#[test]
fn the_default_dispositions_can_be_used() {
    let set = Dispositions::default();
    assert_eq!(set.validate(), []);
    let labels: Vec<_> = set
        .0
        .iter()
        .map(|disposition| disposition.label.as_str())
        .collect();
    assert_eq!(
        labels,
        [
            "Connected",
            "Voicemail",
            "No Answer",
            "Busy",
            "Wrong Number",
            "Callback Requested",
            "Not Interested",
            "Follow Up"
        ]
    );
}

#[test]
fn a_set_that_cannot_be_used_says_why() {
    let one = |code: &str, label: &str, is_final, callback| Disposition {
        code: code.to_owned(),
        label: label.to_owned(),
        is_final,
        do_not_call: false,
        callback,
        retry: false,
    };
    let table = [
        (vec![], "out_of_range"),
        (vec![one("Not Good", "x", false, false)], "code_invalid"),
        (vec![one("", "x", false, false)], "code_invalid"),
        (vec![one("a", " ", false, false)], "label_invalid"),
        (vec![one("a", "x", true, true)], "contradiction"),
        (
            vec![one("a", "x", false, false), one("a", "y", false, false)],
            "code_taken",
        ),
    ];
    for (set, code) in table {
        let found: Vec<_> = Dispositions(set)
            .validate()
            .into_iter()
            .map(|error| error.code)
            .collect();
        assert_eq!(found, [code]);
    }
}

#[test]
fn words_read_back_as_themselves() {
    for status in LeadStatus::ALL {
        assert_eq!(status.as_str().parse(), Ok(status));
    }
    assert!("open".parse::<LeadStatus>().is_err());
    for resolution in [Resolution::Open, Resolution::Callback, Resolution::Closed] {
        assert_eq!(Resolution::from_word(resolution.as_str()), Some(resolution));
    }
}

fn settled(number: u128, result: LeadResult) -> LeadEvent {
    LeadEvent::Settled {
        call: Some(call(number)),
        outcome: Some(Outcome::Completed),
        result,
    }
}

#[test]
fn every_result_leads_out_of_calling() {
    use LeadStatus::{Callback, Called, Closed};
    for (result, expected) in [
        (LeadResult::Scheduled, Closed),
        (LeadResult::NotInterested, Closed),
        (LeadResult::DoNotCall, Closed),
        (LeadResult::Callback, Callback),
        (LeadResult::Talked, Called),
        (LeadResult::NoAnswer, Called),
        (LeadResult::Voicemail, Called),
        (LeadResult::Busy, Called),
        (LeadResult::Failed, Called),
        (LeadResult::Canceled, Called),
    ] {
        let standing = after(&[claimed(1), settled(1, result)]);
        assert_eq!(standing.status, expected, "{result:?}");
        assert_eq!(standing.result, Some(result));
        assert_eq!(
            after(&[claimed(1), settled(1, result), settled(1, result)]),
            standing
        );
    }
}

#[test]
fn a_result_of_an_older_call_changes_nothing_and_reopening_forgets_it() {
    let now_calling = after(&[claimed(1), settled(1, LeadResult::NoAnswer), claimed(2)]);
    let (same, effect) = step(now_calling.clone(), settled(1, LeadResult::Scheduled));
    assert_eq!((&same, effect), (&now_calling, LeadEffect::OlderCall));

    let reopened = after(&[claimed(1), settled(1, LeadResult::Scheduled), LeadEvent::Reopened]);
    assert_eq!((reopened.status, reopened.result), (LeadStatus::New, None));
}

#[test]
fn a_promise_holds_when_the_call_that_keeps_it_reaches_nobody() {
    let standing = after(&[
        claimed(1),
        said(Some(1), "callback_requested", Some(9_000)),
        settled(1, LeadResult::Callback),
        claimed(2),
        settled(2, LeadResult::NoAnswer),
    ]);
    assert_eq!(standing.status, LeadStatus::Callback);
    assert_eq!(standing.callback_at, Some(Timestamp(9_000)));
}
