//! Who answered, told by rooms in motion.

use outdial_media::detect::{Params, Reason, Verdict};
use outdial_media::live::{Event, HubConfig, MediaHub, RoomHandle, RoomSettings, Subscription};
use outdial_media::{ParticipantId, RoomId};

use crate::support::caller::{Caller, beep, silence, voice};
use crate::support::wait;

fn hub() -> MediaHub {
    MediaHub::start(HubConfig::loopback(std::env::temp_dir())).unwrap()
}

fn open(hub: &MediaHub, detect: Option<Params>) -> RoomHandle {
    let settings = RoomSettings {
        detect,
        // The tests count by them how long nothing else comes.
        levels: true,
        ..RoomSettings::default()
    };
    hub.open(RoomId::new("r"), settings).unwrap()
}

/// The next verdict on the customer's phone, and when it was given.
#[track_caller]
fn told(events: &mut Subscription) -> (Verdict, Reason, u32) {
    let event = wait::event(events, |event| matches!(event, Event::Detected { .. }));
    let Event::Detected {
        who,
        verdict,
        confidence,
        reason,
        at_ms,
    } = event
    else {
        unreachable!()
    };
    assert_eq!(who, ParticipantId::new("customer"));
    assert!((0.0..=1.0).contains(&confidence), "{confidence}");
    (verdict, reason, at_ms)
}

/// Nothing more is told while levels come for over a second.
#[track_caller]
fn nothing_more(events: &mut Subscription) {
    for _ in 0..5 {
        let event = wait::event(events, |event| {
            matches!(event, Event::Levels(_) | Event::Detected { .. })
        });
        assert!(matches!(event, Event::Levels(_)), "{event:?}");
    }
}

#[test]
fn a_person_is_told_once_and_soon() {
    let hub = hub();
    let room = open(&hub, Some(Params::default()));
    let mut events = room.subscribe();
    let _caller = Caller::join(&room, "customer", [silence(400), voice(500)].concat());
    let (verdict, reason, at_ms) = told(&mut events);
    assert_eq!((verdict, reason), (Verdict::Human, Reason::ShortGreeting));
    // 400 ms before the greeting and 400 after it; the rest is what a busy machine's stream may lag and repeat.
    assert!((1_200..2_200).contains(&at_ms), "{at_ms}");
    nothing_more(&mut events);
}

#[test]
fn a_machine_is_told_and_then_that_it_records() {
    let hub = hub();
    let room = open(&hub, Some(Params::default()));
    let mut events = room.subscribe();
    let greeting = [silence(300), voice(3_200), silence(400), beep(400)].concat();
    let _caller = Caller::join(&room, "customer", greeting);
    let (verdict, _, machine_ms) = told(&mut events);
    assert_eq!(verdict, Verdict::Machine);
    let (verdict, reason, ready_ms) = told(&mut events);
    assert_eq!((verdict, reason), (Verdict::MachineReady, Reason::Beep));
    assert!(
        machine_ms < 3_500 && ready_ms > 4_300,
        "{machine_ms} and {ready_ms}"
    );
    nothing_more(&mut events);
}

#[test]
fn who_says_nothing_is_unknown_at_the_deadline() {
    let hub = hub();
    let params = Params {
        deadline_ms: 1_000,
        ..Params::default()
    };
    let room = open(&hub, Some(params));
    let mut events = room.subscribe();
    let _caller = Caller::join(&room, "customer", Vec::new());
    assert_eq!(
        told(&mut events),
        (Verdict::Unknown, Reason::InitialSilence, 1_000)
    );
}

#[test]
fn a_stream_that_replaces_another_is_the_same_phone() {
    let hub = hub();
    let room = open(&hub, Some(Params::default()));
    let mut events = room.subscribe();
    let first = Caller::join(&room, "customer", voice(60_000));
    wait::event(&mut events, |event| matches!(event, Event::Joined { .. }));
    for _ in 0..5 {
        wait::event(&mut events, |event| matches!(event, Event::Levels(_)));
    }
    let _second = Caller::join(&room, "customer", silence(20));
    drop(first);
    // Over a second of speech was heard on the first stream: alone it would be nobody, now it is a longer greeting.
    let (verdict, reason, _) = told(&mut events);
    assert_eq!((verdict, reason), (Verdict::Human, Reason::GreetingThenSilence));
}

#[test]
fn a_room_that_was_not_asked_tells_nothing() {
    let hub = hub();
    let room = open(&hub, None);
    let mut events = room.subscribe();
    let _caller = Caller::join(&room, "customer", [voice(500), silence(500)].concat());
    nothing_more(&mut events);
    nothing_more(&mut events);
}
