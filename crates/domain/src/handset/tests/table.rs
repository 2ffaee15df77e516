use proptest::prelude::*;

use super::super::step::WAITS_MS;
use super::super::*;
use crate::time::Timestamp;

const START: Timestamp = Timestamp(1_000_000_000);

pub fn ctx(now: Timestamp, need: Need) -> Ctx {
    Ctx { now, need }
}

/// The phone after a story of (millisecond, event), and how often it was rung.
fn told(need: Need, story: &[(i64, Event)]) -> (Handset, usize) {
    let begun = begin();
    let (mut handset, mut rung) = (begun.handset, usize::from(begun.action.is_some()));
    for (ms, event) in story {
        let answer = step(handset, event.clone(), &ctx(START.plus_ms(*ms), need));
        handset = answer.handset;
        rung += usize::from(answer.action.is_some());
    }
    (handset, rung)
}

fn over() -> Event {
    Event::Over { why: Problem::HungUp }
}

#[test]
fn a_phone_is_rung_once_and_stays() {
    let story = [
        (1, Event::Rings),
        (2, Event::Here),
        (3, Event::Here),
        (4, Event::RingAsked),
    ];
    let (handset, rung) = told(Need::Needed, &story);
    assert_eq!((handset.phase, rung), (Phase::Here, 1));
}

#[test]
fn a_phone_that_drops_is_rung_again_and_less_often_each_time() {
    let mut story = vec![(0, Event::Here)];
    let mut now = 0;
    for wait in WAITS_MS {
        story.push((now, over()));
        let (handset, _) = told(Need::Needed, &story);
        assert_eq!(handset.deadline(), Some(START.plus_ms(now + wait)));
        story.push((now + wait - 1, Event::DeadlinePassed));
        now += wait;
        story.push((now, Event::DeadlinePassed));
    }
    let (handset, rung) = told(Need::Needed, &story);
    assert_eq!((handset.phase, rung), (Phase::Calling, 1 + WAITS_MS.len()));
    story.push((now, over()));
    let (handset, _) = told(Need::Needed, &story);
    assert_eq!(handset.problem().as_deref(), Some("Your phone was hung up."));
    story.push((now, Event::RingAsked));
    assert_eq!(told(Need::Needed, &story).1, 2 + WAITS_MS.len());
}

#[test]
fn a_phone_that_was_never_picked_up_or_whose_agent_pauses_is_left_in_peace() {
    let why = Problem::NoAnswer;
    let (handset, rung) = told(Need::Needed, &[(1, Event::Over { why: why.clone() })]);
    assert_eq!((handset.phase, rung), (Phase::Gone { why }, 1));
    let story = [(1, Event::Here), (2, over()), (60_000, Event::DeadlinePassed)];
    let (handset, rung) = told(Need::Idle, &story);
    assert!(matches!(handset.phase, Phase::Gone { .. }));
    assert_eq!(rung, 1);
}

fn event() -> impl Strategy<Value = Event> {
    prop::sample::select(vec![
        Event::Rings,
        Event::Here,
        over(),
        Event::RingAsked,
        Event::DeadlinePassed,
    ])
}

proptest! {
    /// Whatever happens in whatever order: a phone is rung only when its last call is over.
    #[test]
    fn in_any_order_a_phone_is_rung_by_one_call_at_a_time(
        story in prop::collection::vec((0i64..20_000, event(), any::<bool>()), 0..60),
    ) {
        let begun = begin();
        let (mut handset, mut lives) = (begun.handset, 1);
        let mut now = START;
        for (ms, event, is_needed) in story {
            now = now.plus_ms(ms);
            let need = if is_needed { Need::Needed } else { Need::Idle };
            if matches!(event, Event::Over { .. }) {
                lives = 0;
            }
            let answer = step(handset, event, &ctx(now, need));
            handset = answer.handset;
            lives += usize::from(answer.action.is_some());
            prop_assert!(lives <= 1, "{:?}", handset);
            prop_assert!(handset.tries as usize <= WAITS_MS.len());
        }
    }
}
