//! Legs come, go, vanish and return; the room stays.

use crate::support::client::Client;
use crate::support::phone::Phone;
use crate::support::wait;
use outdial_media::dtmf::Digit;
use outdial_media::live::{
    CloseReason, Event, HubConfig, JoinError, MediaHub, OpenError, RoomHandle, RoomSettings, StreamOut,
};
use outdial_media::room::Role;
use outdial_media::{Codec, ParticipantId, RoomId};

const AGENT: f32 = 440.0;
const REFRESHED: f32 = 2000.0;
const CUSTOMER: f32 = 1000.0;

fn hub() -> MediaHub {
    MediaHub::start(HubConfig::loopback(std::env::temp_dir())).unwrap()
}

fn open(hub: &MediaHub) -> RoomHandle {
    hub.open(RoomId::new("r"), RoomSettings::default()).unwrap()
}

fn id(who: &str) -> ParticipantId {
    ParticipantId::new(who)
}

#[test]
fn a_refreshed_page_takes_over_its_seat_and_the_customer_stays() {
    let hub = hub();
    let room = open(&hub);
    let mut events = room.subscribe();
    let before = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    customer.ear.comes_to_hear(&[AGENT], &[]);
    before.vanish();
    let after = Client::join(&room, "agent", Role::Talk, Codec::Opus, REFRESHED);
    wait::event(
        &mut events,
        |event| matches!(event, Event::Returned { who } if *who == id("agent")),
    );
    customer.ear.comes_to_hear(&[REFRESHED], &[AGENT]);
    after.ear.comes_to_hear(&[CUSTOMER], &[]);
    assert_eq!(room.snapshot().seats.len(), 2);
    assert_eq!(hub.metrics().browsers, 1);
}

#[test]
fn while_the_new_connection_is_made_the_old_one_is_heard() {
    let hub = hub();
    let room = open(&hub);
    let before = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    customer.ear.comes_to_hear(&[AGENT], &[]);
    let (_unconnected, offer) = crate::support::browser::Browser::offering(
        Codec::Opus,
        "127.0.0.1:9".parse().unwrap(),
        outdial_media::live::Clock::now(&outdial_media::live::SystemClock),
    );
    room.join_browser(&id("agent"), Role::Talk, &offer).unwrap();
    assert!(room.snapshot().seat(&id("agent")).unwrap().connected);
    before.ear.comes_to_hear(&[CUSTOMER], &[]);
    customer.ear.comes_to_hear(&[AGENT], &[]);
}

#[test]
fn a_page_that_closes_is_missed_at_once_and_a_tab_that_crashes_soon() {
    let hub = hub();
    let room = open(&hub);
    let mut events = room.subscribe();
    let lost = |event: &Event| matches!(event, Event::Lost { who } if *who == id("agent"));
    let joined = |event: &Event| matches!(event, Event::Joined { who, .. } if *who == id("agent"));
    let returned = |event: &Event| matches!(event, Event::Returned { who } if *who == id("agent"));
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    wait::event(&mut events, joined);
    agent.leave();
    wait::event(&mut events, lost);
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    wait::event(&mut events, returned);
    agent.vanish();
    wait::event(&mut events, lost);
    assert!(!room.snapshot().seat(&id("agent")).unwrap().connected);
}

#[test]
fn a_phone_whose_stream_ends_keeps_its_seat_for_the_next() {
    let hub = hub();
    let room = open(&hub);
    let mut events = room.subscribe();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let first = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    drop(first);
    wait::event(
        &mut events,
        |event| matches!(event, Event::Lost { who } if *who == id("customer")),
    );
    agent.ear.comes_to_hear(&[], &[CUSTOMER]);
    let second = Phone::join(&room, "customer", REFRESHED);
    wait::event(
        &mut events,
        |event| matches!(event, Event::Returned { who } if *who == id("customer")),
    );
    agent.ear.comes_to_hear(&[REFRESHED], &[CUSTOMER]);
    second.ear.comes_to_hear(&[AGENT], &[]);
}

#[test]
fn a_stream_that_was_replaced_is_ended_and_no_longer_heard() {
    let hub = hub();
    let room = open(&hub);
    let old = Phone::join(&room, "customer", CUSTOMER);
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    let _new = Phone::join(&room, "customer", REFRESHED);
    agent.ear.comes_to_hear(&[REFRESHED], &[CUSTOMER]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async { while old.port.next().await.is_some() {} });
    assert!(room.snapshot().seat(&id("customer")).unwrap().connected);
}

#[test]
fn a_stream_that_nobody_reads_drops_frames_and_not_memory() {
    let hub = hub();
    let room = open(&hub);
    let port = room.join_stream(&id("customer"), Role::Talk).unwrap();
    assert!(wait::eventually(|| hub.metrics().stream_frames_dropped > 20));
    room.mark(&id("customer"), "here").unwrap();
    let waiting: Vec<_> = std::iter::from_fn(|| port.try_next()).collect();
    assert!(waiting.len() <= 26, "{}", waiting.len());
    assert!(waiting.contains(&StreamOut::Mark("here".to_owned())));
    let hour = vec![0xff; 8000 * 3600];
    port.push(&hour);
    let mut events = room.subscribe();
    let quality = wait::event(&mut events, |event| matches!(event, Event::Quality(_)));
    let Event::Quality(quality) = quality else {
        unreachable!()
    };
    assert!(quality.delay_ms < 1000.0, "{quality:?}");
}

#[test]
fn who_is_removed_is_gone_and_its_connections_end() {
    let hub = hub();
    let room = open(&hub);
    let mut events = room.subscribe();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    room.remove(&id("customer")).unwrap();
    room.remove(&id("agent")).unwrap();
    assert!(room.remove(&id("agent")).is_err());
    wait::event(
        &mut events,
        |event| matches!(event, Event::Left { who } if *who == id("agent")),
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async { while customer.port.next().await.is_some() {} });
    assert_eq!(room.snapshot().seats, []);
    assert_eq!(hub.metrics().browsers, 0);
}

#[test]
fn a_seat_belongs_to_a_browser_or_to_a_phone() {
    let hub = hub();
    let room = open(&hub);
    let _phone = Phone::join(&room, "customer", CUSTOMER);
    let _agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let offer = offer();
    assert!(matches!(
        room.join_browser(&id("customer"), Role::Talk, &offer),
        Err(JoinError::OtherKind)
    ));
    assert!(matches!(
        room.join_stream(&id("agent"), Role::Talk),
        Err(JoinError::OtherKind)
    ));
}

#[test]
fn a_closed_room_says_so_once_and_takes_nobody() {
    let hub = hub();
    let room = open(&hub);
    assert!(matches!(
        hub.open(RoomId::new("r"), RoomSettings::default()),
        Err(OpenError::AlreadyOpen)
    ));
    let mut events = room.subscribe();
    let port = room.join_stream(&id("customer"), Role::Talk).unwrap();
    room.close();
    room.close();
    let closed = wait::event(&mut events, |event| matches!(event, Event::Closed(_)));
    let Event::Closed(summary) = closed else {
        unreachable!()
    };
    assert_eq!((summary.reason, summary.recording), (CloseReason::Asked, None));
    assert!(matches!(
        room.join_stream(&id("customer"), Role::Talk),
        Err(JoinError::Closed)
    ));
    assert!(matches!(
        room.join_browser(&id("agent"), Role::Talk, &offer()),
        Err(JoinError::Closed)
    ));
    assert!(hub.room(room.id()).is_none());
    drop(port);
    open(&hub);
}

#[test]
fn a_hub_that_is_shut_down_closes_its_rooms_and_opens_no_more() {
    let hub = hub();
    let room = open(&hub);
    let mut events = room.subscribe();
    hub.shut_down();
    wait::event(&mut events, |event| matches!(event, Event::Closed(_)));
    assert!(matches!(
        hub.open(RoomId::new("s"), RoomSettings::default()),
        Err(OpenError::ShutDown)
    ));
}

#[test]
fn watchers_learn_levels_and_quality_of_both_kinds_of_legs() {
    let hub = hub();
    let settings = RoomSettings {
        levels: true,
        ..RoomSettings::default()
    };
    let room = hub.open(RoomId::new("r"), settings).unwrap();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let _customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    let mut events = room.subscribe();
    wait::event(&mut events, |event| {
        let Event::Levels(levels) = event else {
            return false;
        };
        levels.len() == 2 && levels.iter().all(|(_, level)| *level > 0.05)
    });
    for (who, codec) in [("agent", Codec::Opus), ("customer", Codec::Pcmu)] {
        let mut events = room.subscribe();
        let found = wait::event(
            &mut events,
            |event| matches!(event, Event::Quality(quality) if quality.who == id(who) && quality.codec == codec),
        );
        let Event::Quality(quality) = found else {
            unreachable!()
        };
        assert!(quality.mos > 1.0 && quality.loss <= 1.0, "{quality:?}");
    }
}

#[test]
fn a_watcher_that_stands_still_is_told_how_much_it_missed() {
    let hub = hub();
    let room = open(&hub);
    let mut events = room.subscribe();
    let port = room.join_stream(&id("customer"), Role::Talk).unwrap();
    let one = Digit::from_char('1').unwrap();
    for _ in 0..1000 {
        port.digit(one);
    }
    wait::event(
        &mut events,
        |event| matches!(event, Event::Missed(missed) if *missed > 500),
    );
}

fn offer() -> String {
    let now = outdial_media::live::Clock::now(&outdial_media::live::SystemClock);
    crate::support::browser::Browser::offering(Codec::Opus, "127.0.0.1:9".parse().unwrap(), now).1
}
