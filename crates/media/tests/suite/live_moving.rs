//! A phone that waits in one room and is moved to another: who hears whom, before and after.

use std::time::Duration;

use crate::support::caller::{silence, voice};
use crate::support::client::Client;
use crate::support::phone::Phone;
use crate::support::wait;
use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_media::detect::{Params, Verdict};
use outdial_media::live::{
    Clock, Event, HubConfig, MediaHub, MoveError, RoomHandle, RoomSettings, StreamOut, SystemClock,
};
use outdial_media::record::RecordingOptions;
use outdial_media::room::{Role, RoomError};
use outdial_media::tone::{self, Tone};
use outdial_media::{Audience, Clip, Codec, MIX_RATE, ParticipantId, RoomId};

const ADA: f32 = 440.0;
const BOB: f32 = 700.0;
const FIRST: f32 = 1_000.0;
const SECOND: f32 = 1_500.0;

fn hub() -> MediaHub {
    MediaHub::start(HubConfig::loopback(std::env::temp_dir())).unwrap()
}

fn open(hub: &MediaHub, name: &str) -> RoomHandle {
    let settings = RoomSettings {
        detect: Some(Params::default()),
        ..RoomSettings::default()
    };
    hub.open(RoomId::new(name), settings).unwrap()
}

fn id(who: &str) -> ParticipantId {
    ParticipantId::new(who)
}

#[test]
fn two_customers_are_heard_by_their_own_agents_alone() {
    let hub = hub();
    let (ada_room, bob_room) = (open(&hub, "ada"), open(&hub, "bob"));
    let (first_room, second_room) = (open(&hub, "first"), open(&hub, "second"));
    let ada = Client::join(&ada_room, "agent", Role::Talk, Codec::Opus, ADA);
    let bob = Client::join(&bob_room, "agent", Role::Talk, Codec::Opus, BOB);
    let first = Phone::join(&first_room, "callee", FIRST);
    let second = Phone::join(&second_room, "callee", SECOND);
    ada.ear.comes_to_hear(&[], &[FIRST, SECOND, BOB]);
    bob.ear.comes_to_hear(&[], &[FIRST, SECOND, ADA]);
    first.ear.comes_to_hear(&[], &[ADA, BOB, SECOND]);
    second.ear.comes_to_hear(&[], &[ADA, BOB, FIRST]);

    first_room.move_stream(&id("callee"), &ada_room).unwrap();
    second_room.move_stream(&id("callee"), &bob_room).unwrap();
    ada.ear.comes_to_hear(&[FIRST], &[SECOND, BOB]);
    bob.ear.comes_to_hear(&[SECOND], &[FIRST, ADA]);
    first.ear.comes_to_hear(&[ADA], &[BOB, SECOND]);
    second.ear.comes_to_hear(&[BOB], &[ADA, FIRST]);
    // What becomes of the rooms where they waited is nothing to them.
    first_room.close();
    second_room.close();
    ada.ear.comes_to_hear(&[FIRST], &[SECOND]);
    first.ear.comes_to_hear(&[ADA], &[BOB]);
}

#[test]
fn a_phone_that_was_moved_back_is_heard_by_nobody_and_its_stream_goes_on() {
    let hub = hub();
    let (room, holding) = (open(&hub, "ada"), open(&hub, "holding"));
    let ada = Client::join(&room, "agent", Role::Talk, Codec::Opus, ADA);
    let callee = Phone::join(&holding, "callee", FIRST);
    holding.move_stream(&id("callee"), &room).unwrap();
    ada.ear.comes_to_hear(&[FIRST], &[]);
    room.move_stream(&id("callee"), &holding).unwrap();
    ada.ear.comes_to_hear(&[], &[FIRST]);
    callee.ear.comes_to_hear(&[], &[ADA]);
    let mut events = holding.subscribe();
    drop(callee);
    let gone = wait::event(&mut events, |event| matches!(event, Event::Lost { .. }));
    assert!(
        matches!(gone, Event::Lost { who } if who == id("callee")),
        "it is lost where it is"
    );
}

#[test]
fn a_phone_that_cannot_be_moved_stays_where_it_is() {
    let hub = hub();
    let (room, holding) = (open(&hub, "ada"), open(&hub, "holding"));
    let _here = Phone::join(&room, "callee", SECOND);
    let waiting = Phone::join(&holding, "callee", FIRST);
    assert!(matches!(
        holding.move_stream(&id("callee"), &room),
        Err(MoveError::Room(RoomError::AlreadyHere))
    ));
    assert!(matches!(
        holding.move_stream(&id("nobody"), &open(&hub, "other")),
        Err(MoveError::NotHere)
    ));
    let closed = open(&hub, "closed");
    closed.close();
    assert!(matches!(
        holding.move_stream(&id("callee"), &closed),
        Err(MoveError::Closed)
    ));
    let listener = Client::join(&holding, "agent", Role::Talk, Codec::Opus, ADA);
    listener.ear.comes_to_hear(&[FIRST], &[SECOND]);
    waiting.ear.comes_to_hear(&[ADA], &[]);
    drop(waiting);
    let mut events = holding.subscribe();
    if holding.snapshot().seat(&id("callee")).unwrap().connected {
        wait::event(&mut events, |event| matches!(event, Event::Lost { .. }));
    }
    let other = open(&hub, "another");
    assert!(matches!(
        holding.move_stream(&id("callee"), &other),
        Err(MoveError::NotHere)
    ));
    assert!(other.snapshot().seats.is_empty(), "no seat is kept for nobody");
}

#[test]
fn from_the_move_on_a_phone_is_sent_the_sound_of_its_new_room_alone() {
    let hub = hub();
    let (room, holding) = (open(&hub, "ada"), open(&hub, "holding"));
    let second = |hz: f32| {
        let mut samples = vec![0; 10 * MIX_RATE as usize];
        Tone::new(hz, 0.3).fill(&mut samples, MIX_RATE);
        Clip::from_samples("tone", samples)
    };
    let port = holding.join_stream(&id("callee"), Role::Talk).unwrap();
    holding.play(second(FIRST), Audience::Everybody).unwrap();
    room.play(second(SECOND), Audience::Everybody).unwrap();
    let hears = |hz: f32| {
        let mut heard = Vec::new();
        let began = SystemClock.now();
        assert!(wait::eventually(|| {
            while let Some(out) = port.try_next() {
                if let StreamOut::Media(mulaw) = out {
                    heard.extend(mulaw.map(mulaw_decode));
                }
            }
            heard.len() >= 800
        }));
        // The first 20 ms may hold the end of what the filter had begun.
        let strength = tone::amplitude(&heard[160..800], 8_000, hz);
        (strength, SystemClock.now().duration_since(began))
    };
    assert!(hears(FIRST).0 > 0.1);
    while port.try_next().is_some() {}
    holding.move_stream(&id("callee"), &room).unwrap();
    // What was mixed before the move and not fetched yet.
    while port.try_next().is_some() {}
    let (strength, took) = hears(SECOND);
    assert!(strength > 0.1, "{strength}");
    println!("100 ms of the new room were sent within {took:?} of the move");
}

#[test]
fn whoever_listens_who_answered_goes_on_listening_in_the_new_room() {
    let hub = hub();
    let (room, holding) = (open(&hub, "ada"), open(&hub, "holding"));
    let mut events = room.subscribe();
    let mut waiting = holding.subscribe();
    let port = holding.join_stream(&id("callee"), Role::Talk).unwrap();
    let says = [silence(400), voice(500), silence(3_000)].concat();
    let mut due = SystemClock.now();
    for (turn, frame) in says.chunks(160).enumerate() {
        // Before anything was said that could be judged.
        if turn == 10 {
            holding.move_stream(&id("callee"), &room).unwrap();
        }
        let mulaw: Vec<u8> = frame.iter().map(|sample| mulaw_encode(*sample)).collect();
        port.push(&mulaw);
        due += Duration::from_millis(20);
        SystemClock.sleep_until(due);
    }
    let told = wait::event(&mut events, |event| matches!(event, Event::Detected { .. }));
    let Event::Detected { verdict, .. } = told else {
        unreachable!()
    };
    assert_eq!(verdict, Verdict::Human);
    holding.close();
    let rest = wait::event(&mut waiting, |event| {
        matches!(event, Event::Detected { .. } | Event::Closed(_))
    });
    assert!(matches!(rest, Event::Closed(_)), "it is told once");
}

#[test]
fn each_talk_has_its_own_recording_with_both_voices_from_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
    let room = hub.open(RoomId::new("shift"), RoomSettings::default()).unwrap();
    let mut events = room.subscribe();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, ADA);
    for (name, hz, other) in [("one", FIRST, SECOND), ("two", SECOND, FIRST)] {
        let holding = hub.open(RoomId::new(name), RoomSettings::default()).unwrap();
        let callee = Phone::join(&holding, "callee", hz);
        assert!(
            room.snapshot().recording.is_none(),
            "nothing is recorded between talks"
        );
        holding.move_stream(&id("callee"), &room).unwrap();
        let path = room.begin_recording(name, RecordingOptions::default()).unwrap();
        assert_eq!(room.snapshot().recording.as_ref(), Some(&path));
        agent.ear.comes_to_hear(&[hz], &[other]);
        callee.ear.comes_to_hear(&[ADA], &[]);
        room.remove(&id("callee")).unwrap();
        assert!(room.end_recording());
        let whole = wait::event(&mut events, |event| matches!(event, Event::Recorded(_)));
        let Event::Recorded(file) = whole else {
            unreachable!()
        };
        assert_eq!(file.path, path);
        let wav = std::fs::read(&path).unwrap();
        assert_eq!(wav.len() as u64, file.bytes);
        let samples: Vec<i16> = wav[44..]
            .chunks_exact(2)
            .map(|two| i16::from_le_bytes([two[0], two[1]]))
            .collect();
        let side = |offset| {
            samples
                .iter()
                .copied()
                .skip(offset)
                .step_by(2)
                .collect::<Vec<i16>>()
        };
        let (left, right) = (side(0), side(1));
        let recent = left.len() - MIX_RATE as usize / 2;
        assert!(tone::amplitude(&left[recent..], MIX_RATE, ADA) > 0.1, "{name}");
        assert!(tone::amplitude(&right[recent..], MIX_RATE, hz) > 0.1, "{name}");
        assert!(tone::amplitude(&right, MIX_RATE, other) < 0.01, "{name}");
        // The callee is on it from the first tenth of a second on.
        let early = MIX_RATE as usize / 10;
        assert!(tone::amplitude(&right[..early], MIX_RATE, hz) > 0.05, "{name}");
    }
    assert!(!room.end_recording(), "nothing is recorded any more");
}

#[test]
fn nothing_that_a_phone_says_is_lost_while_it_is_moved_to_and_fro() {
    let hub = hub();
    let rooms: Vec<RoomHandle> = ["one", "two", "three"].map(|name| open(&hub, name)).into();
    let ports: Vec<_> = ["ann", "ben", "cay"]
        .iter()
        .zip(&rooms)
        .map(|(who, room)| room.join_stream(&id(who), Role::Talk).unwrap())
        .collect();
    let frame = [mulaw_encode(1_000); 160];
    std::thread::scope(|scope| {
        for who in ["ann", "ben", "cay"] {
            let rooms = &rooms;
            scope.spawn(move || {
                for turn in 0..600 {
                    let (from, to) = (&rooms[turn % 3], &rooms[(turn * 2 + 1) % 3]);
                    // Only the room in which it is can give it away.
                    let _ = from.move_stream(&id(who), to);
                }
            });
        }
        for port in &ports {
            scope.spawn(|| {
                for _ in 0..1_000 {
                    port.push(&frame);
                    std::thread::yield_now();
                }
            });
        }
    });
    let heard: u64 = ["ann", "ben", "cay"]
        .iter()
        .map(|who| {
            let seats: Vec<_> = rooms
                .iter()
                .filter(|room| room.snapshot().seat(&id(who)).is_some())
                .collect();
            assert_eq!(seats.len(), 1, "{who} is in one room");
            seats[0].snapshot().seat(&id(who)).unwrap().received_ms
        })
        .sum();
    assert_eq!(heard, 3 * 1_000 * 20);
}
