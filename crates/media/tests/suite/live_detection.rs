//! Who answered, told by rooms in motion.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use outdial_media::detect::{Params, Reason, Verdict};
use outdial_media::live::{Event, RoomHandle, RoomSettings, Subscription};
use outdial_media::{ParticipantId, RoomId};

use crate::support::caller::{Caller, beep, silence, voice};
use crate::support::stepped::Stepped;

/// A room, and what it has told of the customer's phone.
struct Listening {
    stepped: Stepped,
    room: RoomHandle,
    events: Subscription,
    told: Vec<(Verdict, Reason, u32)>,
}

impl Listening {
    fn with(detect: Option<Params>) -> Self {
        let stepped = Stepped::start();
        let settings = RoomSettings {
            detect,
            ..RoomSettings::default()
        };
        let room = stepped.hub.open(RoomId::new("r"), settings).unwrap();
        let events = room.subscribe();
        Self {
            stepped,
            room,
            events,
            told: Vec::new(),
        }
    }

    fn answered_by(&self, says: Vec<i16>) -> Caller {
        Caller::join(&self.room, "customer", says)
    }

    /// Lets so much time pass.
    fn listen(&mut self, caller: &mut Caller, ms: u32) {
        for _ in 0..ms / 20 {
            caller.speak();
            self.stepped.step();
            self.take_in();
        }
    }

    fn take_in(&mut self) {
        while let Poll::Ready(Some(event)) =
            pin!(self.events.next()).poll(&mut Context::from_waker(Waker::noop()))
        {
            let Event::Detected {
                who,
                verdict,
                confidence,
                reason,
                at_ms,
            } = event
            else {
                continue;
            };
            assert_eq!(who, ParticipantId::new("customer"));
            assert!((0.0..=1.0).contains(&confidence), "{confidence}");
            self.told.push((verdict, reason, at_ms));
        }
    }
}

#[test]
fn a_person_is_told_once_and_soon() {
    let mut room = Listening::with(Some(Params::default()));
    let mut caller = room.answered_by([silence(400), voice(500)].concat());
    room.listen(&mut caller, 5_000);
    let [(Verdict::Human, Reason::ShortGreeting, at_ms)] = room.told[..] else {
        panic!("{:?}", room.told);
    };
    // The greeting, 400 ms before it, and a pause after it; a voice rises and falls, and the line keeps a little back.
    assert!((1_200..1_500).contains(&at_ms), "{at_ms}");
}

#[test]
fn a_machine_is_told_and_then_that_it_records() {
    let mut room = Listening::with(Some(Params::default()));
    let greeting = [silence(300), voice(3_200), silence(400), beep(400)].concat();
    let mut caller = room.answered_by(greeting);
    room.listen(&mut caller, 8_000);
    let [
        (Verdict::Machine, _, machine_ms),
        (Verdict::MachineReady, Reason::Beep, ready_ms),
    ] = room.told[..]
    else {
        panic!("{:?}", room.told);
    };
    assert!(
        machine_ms < 3_500 && ready_ms > 4_300,
        "{machine_ms} and {ready_ms}"
    );
}

#[test]
fn who_says_nothing_is_unknown_at_the_deadline() {
    let mut room = Listening::with(Some(Params {
        deadline_ms: 1_000,
        ..Params::default()
    }));
    let mut caller = room.answered_by(Vec::new());
    room.listen(&mut caller, 2_000);
    assert_eq!(room.told, [(Verdict::Unknown, Reason::InitialSilence, 1_000)]);
}

#[test]
fn a_stream_that_replaces_another_is_the_same_phone() {
    let mut room = Listening::with(Some(Params::default()));
    let mut first = room.answered_by(voice(60_000));
    room.listen(&mut first, 1_200);
    let mut second = room.answered_by(silence(20));
    drop(first);
    room.listen(&mut second, 3_000);
    // Over a second of speech was heard on the first stream: alone it would be nobody, now it is a longer greeting.
    let [(Verdict::Human, Reason::GreetingThenSilence, _)] = room.told[..] else {
        panic!("{:?}", room.told);
    };
}

#[test]
fn a_room_that_was_not_asked_tells_nothing() {
    let mut room = Listening::with(None);
    let mut caller = room.answered_by([voice(500), silence(500)].concat());
    room.listen(&mut caller, 8_000);
    assert_eq!(room.told, []);
}
