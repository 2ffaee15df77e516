use std::collections::BTreeSet;

use outdial_carrier::{LegRef, RoomLeg, RoomNews, RoomRef, RoomReport, RoomSeat, RoomSnapshot};
use outdial_domain::ids::CallId;

use super::{Legs, Moved, Who};

fn leg(leg: &str, label: &str) -> RoomLeg {
    RoomLeg {
        leg: LegRef(leg.to_owned()),
        label: Some(label.to_owned()),
        muted: false,
        held: false,
    }
}

fn report(room: &str, sequence: u32, what: RoomNews) -> RoomReport {
    RoomReport {
        name: "room".to_owned(),
        room: RoomRef(room.to_owned()),
        sequence: Some(sequence),
        what,
    }
}

fn joined(sequence: u32, who: &str, label: &str) -> RoomReport {
    report("CF1", sequence, RoomNews::Joined(leg(who, label)))
}

fn left(sequence: u32, who: &str) -> RoomReport {
    let leg = LegRef(who.to_owned());
    report("CF1", sequence, RoomNews::Left { leg })
}

fn muted(sequence: u32, who: &str, muted: bool) -> RoomReport {
    let leg = RoomLeg {
        muted,
        ..leg(who, "agent-1")
    };
    report("CF1", sequence, RoomNews::Changed(leg))
}

/// What each report moves.
fn told(reports: &[RoomReport]) -> (Legs, Vec<Vec<Moved>>) {
    let mut legs = Legs::default();
    let moved = reports.iter().map(|report| legs.take(report)).collect();
    (legs, moved)
}

#[test]
fn the_two_come_and_go() {
    let (legs, moved) = told(&[
        joined(1, "A", "agent-1"),
        joined(2, "C", "callee"),
        left(3, "A"),
        joined(4, "B", "agent-2"),
        left(5, "C"),
    ]);
    assert_eq!(
        moved,
        [
            vec![Moved::Joined(Who::Agent)],
            vec![Moved::Joined(Who::Callee)],
            vec![Moved::Lost(Who::Agent)],
            vec![Moved::Returned(Who::Agent)],
            vec![Moved::Lost(Who::Callee)],
        ]
    );
    assert!(legs.is_here(Who::Agent) && !legs.is_here(Who::Callee));
}

#[test]
fn what_comes_twice_or_after_the_leave_moves_nothing() {
    let (legs, moved) = told(&[
        joined(1, "A", "agent-1"),
        joined(1, "A", "agent-1"),
        left(2, "A"),
        left(2, "A"),
        joined(1, "A", "agent-1"),
    ]);
    assert_eq!(moved.iter().flatten().count(), 2);
    assert!(!legs.is_here(Who::Agent));
    let (legs, moved) = told(&[left(2, "A"), joined(1, "A", "agent-1")]);
    assert!(moved.iter().all(Vec::is_empty) && !legs.is_here(Who::Agent));
}

#[test]
fn a_reload_whose_new_leg_is_quicker_than_the_old_ones_end_loses_nobody() {
    let (legs, moved) = told(&[joined(1, "A", "agent-1"), joined(2, "B", "agent-2"), left(3, "A")]);
    assert!(matches!(&moved[1][..], [Moved::Replaced(seat)] if seat.leg.as_str() == "A"));
    assert_eq!(moved[2], []);
    assert_eq!(legs.seat(Who::Agent).unwrap().leg.as_str(), "B");
    // The older leg's report is the later one: the newer leg counts all the same.
    let (legs, moved) = told(&[joined(2, "B", "agent-2"), joined(1, "A", "agent-1")]);
    assert!(matches!(&moved[1][..], [Moved::Replaced(seat)] if seat.leg.as_str() == "A"));
    assert_eq!(legs.seat(Who::Agent).unwrap().leg.as_str(), "B");
}

#[test]
fn the_latest_word_on_a_seat_counts_whenever_it_comes() {
    let (legs, moved) = told(&[
        joined(1, "A", "agent-1"),
        muted(3, "A", false),
        muted(2, "A", true),
    ]);
    assert_eq!(moved[1..], [[], []]);
    assert!(!legs.muted());
    // A change proves that the leg is there, though the report of its coming is late.
    let (legs, moved) = told(&[muted(2, "A", true), joined(1, "A", "agent-1")]);
    assert_eq!(moved, [vec![Moved::Joined(Who::Agent)], vec![]]);
    assert!(legs.muted());
}

#[test]
fn a_room_that_is_over_takes_everybody_with_it_and_takes_nobody_in() {
    let ended = report("CF1", 3, RoomNews::Ended);
    let (mut legs, moved) = told(&[
        joined(1, "A", "agent-1"),
        joined(2, "C", "callee"),
        ended,
        joined(1, "D", "agent-3"),
    ]);
    assert_eq!(moved[2], [Moved::Lost(Who::Agent), Moved::Lost(Who::Callee)]);
    assert_eq!(moved[3], []);
    let next = report("CF2", 1, RoomNews::Joined(leg("B", "agent-2")));
    assert_eq!(legs.take(&next), [Moved::Returned(Who::Agent)]);
    // The end of the earlier room is told again: it is not this one's.
    assert_eq!(legs.take(&report("CF1", 3, RoomNews::Ended)), []);
    assert!(legs.is_here(Who::Agent));
}

#[test]
fn strangers_are_nobody() {
    let (legs, moved) = told(&[joined(1, "S", "supervisor"), joined(2, "T", "agent-x")]);
    assert!(moved.iter().all(Vec::is_empty) && legs.known().is_empty());
}

#[test]
fn a_look_finds_who_was_missed_and_spares_who_came_meanwhile() {
    let mut legs = Legs::default();
    legs.take(&joined(1, "C", "callee"));
    let known = legs.known();
    assert_eq!(
        legs.compare(&known, &[]),
        [],
        "the carrier does not know the room yet"
    );
    legs.take(&joined(3, "B", "agent-2"));
    let found = RoomSnapshot {
        room: RoomRef("CF1".to_owned()),
        legs: vec![],
    };
    assert_eq!(legs.compare(&known, &[found]), [Moved::Lost(Who::Callee)]);
    assert!(legs.is_here(Who::Agent));
    let found = RoomSnapshot {
        room: RoomRef("CF1".to_owned()),
        legs: vec![leg("D", "callee")],
    };
    assert_eq!(
        legs.compare(&BTreeSet::new(), &[found]),
        [Moved::Returned(Who::Callee)]
    );
}

#[test]
fn a_callee_whose_talk_is_over_is_never_taken_for_the_next() {
    let (first, next) = (CallId::from_bits(1), CallId::from_bits(2));
    let mut legs = Legs::default();
    legs.take(&joined(1, "A", "agent-1"));
    assert_eq!(legs.await_callee(first.as_str()), []);
    assert_eq!(
        legs.take(&joined(2, "C", first.as_str())),
        [Moved::Joined(Who::Callee)]
    );
    let seat = |who: &str| RoomSeat {
        room: RoomRef("CF1".to_owned()),
        leg: LegRef(who.to_owned()),
    };
    assert_eq!(legs.await_callee(next.as_str()), [seat("C")], "still here");
    assert!(!legs.is_here(Who::Callee));
    assert_eq!(legs.take(&left(3, "C")), []);
    let late = joined(4, "D", first.as_str());
    assert_eq!(legs.take(&late), [Moved::Stray(seat("D"))]);
    assert_eq!(
        legs.take(&joined(5, "E", next.as_str())),
        [Moved::Joined(Who::Callee)],
        "a new one is no return"
    );
    assert!(legs.is_here(Who::Agent));
}
