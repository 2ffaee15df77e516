//! Who hears whom: tones go in at browsers and phones, spectra come out, over real sockets and the real beat.

use crate::support::client::Client;
use crate::support::phone::Phone;
use crate::support::wait;
use outdial_media::dtmf::Digit;
use outdial_media::live::{Event, HubConfig, MediaHub, RoomHandle, RoomSettings};
use outdial_media::room::{Audience, Clip, Kind, Role};
use outdial_media::tone::Tone;
use outdial_media::{Codec, MIX_RATE, ParticipantId, RoomId};

const AGENT: f32 = 440.0;
const CUSTOMER: f32 = 1000.0;
const MANAGER: f32 = 2000.0;
const CLIP: f32 = 1600.0;
/// The tones of agent and customer in several rooms; none is a multiple of another.
const ROOMS: [(f32, f32); 4] = [(440.0, 1010.0), (590.0, 1310.0), (710.0, 1630.0), (830.0, 1930.0)];

struct House {
    hub: MediaHub,
    _recordings: tempfile::TempDir,
}

fn house() -> House {
    let recordings = tempfile::tempdir().unwrap();
    let hub = MediaHub::start(HubConfig::loopback(recordings.path().to_owned())).unwrap();
    House {
        hub,
        _recordings: recordings,
    }
}

impl House {
    fn room(&self, id: &str) -> RoomHandle {
        self.hub.open(RoomId::new(id), RoomSettings::default()).unwrap()
    }
}

fn id(who: &str) -> ParticipantId {
    ParticipantId::new(who)
}

#[test]
fn a_browser_and_a_phone_hear_each_other_and_not_themselves() {
    for codec in [Codec::Opus, Codec::Pcmu, Codec::Pcma] {
        let house = house();
        let room = house.room("r");
        let mut events = room.subscribe();
        let agent = Client::join(&room, "agent", Role::Talk, codec, AGENT);
        let customer = Phone::join(&room, "customer", CUSTOMER);
        wait::event(
            &mut events,
            |event| matches!(event, Event::Joined { who, .. } if *who == id("agent")),
        );
        agent.ear.comes_to_hear(&[CUSTOMER], &[AGENT]);
        customer.ear.comes_to_hear(&[AGENT], &[CUSTOMER]);
        assert!(room.snapshot().seat(&id("agent")).unwrap().connected);
    }
}

#[test]
fn a_program_and_a_phone_hear_each_other_and_the_program_is_known_as_one() {
    let house = house();
    let room = house.room("r");
    let mut events = room.subscribe();
    let agent = Phone::program(&room, "agent", AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    wait::event(
        &mut events,
        |event| matches!(event, Event::Joined { who, kind: Kind::Program } if *who == id("agent")),
    );
    agent.ear.comes_to_hear(&[CUSTOMER], &[AGENT]);
    customer.ear.comes_to_hear(&[AGENT], &[CUSTOMER]);
}

#[test]
fn two_browsers_in_different_codecs_and_a_phone_hear_each_other() {
    let house = house();
    let room = house.room("r");
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let manager = Client::join(&room, "manager", Role::Talk, Codec::Pcmu, MANAGER);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[MANAGER, CUSTOMER], &[AGENT]);
    manager.ear.comes_to_hear(&[AGENT, CUSTOMER], &[MANAGER]);
    customer.ear.comes_to_hear(&[AGENT, MANAGER], &[CUSTOMER]);
}

#[test]
fn who_is_muted_hears_and_is_not_heard() {
    let house = house();
    let room = house.room("r");
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    customer.ear.comes_to_hear(&[AGENT], &[]);
    room.mute(&id("agent")).unwrap();
    customer.ear.comes_to_hear(&[], &[AGENT]);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    room.unmute(&id("agent")).unwrap();
    customer.ear.comes_to_hear(&[AGENT], &[]);
}

#[test]
fn who_is_held_neither_hears_nor_is_heard() {
    let house = house();
    let room = house.room("r");
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    room.hold(&id("customer")).unwrap();
    agent.ear.comes_to_hear(&[], &[CUSTOMER]);
    customer.ear.comes_to_hear(&[], &[AGENT]);
    assert!(room.snapshot().seat(&id("customer")).unwrap().held);
    room.unhold(&id("customer")).unwrap();
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    customer.ear.comes_to_hear(&[AGENT], &[]);
}

#[test]
fn a_listener_hears_everybody_unheard_and_a_coach_is_heard_by_one() {
    let house = house();
    let room = house.room("r");
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let manager = Client::join(&room, "manager", Role::Listen, Codec::Opus, MANAGER);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    manager.ear.comes_to_hear(&[AGENT, CUSTOMER], &[MANAGER]);
    customer.ear.comes_to_hear(&[AGENT], &[MANAGER]);
    agent.ear.comes_to_hear(&[CUSTOMER], &[MANAGER]);
    room.set_role(&id("manager"), Role::Coach { only: id("agent") })
        .unwrap();
    agent.ear.comes_to_hear(&[CUSTOMER, MANAGER], &[]);
    customer.ear.comes_to_hear(&[AGENT], &[MANAGER]);
    manager.ear.comes_to_hear(&[AGENT, CUSTOMER], &[MANAGER]);
}

#[test]
fn a_clip_is_heard_by_its_audience_until_it_is_stopped() {
    let house = house();
    let room = house.room("r");
    let mut events = room.subscribe();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    room.play(clip(), Audience::Everybody).unwrap();
    agent.ear.comes_to_hear(&[CLIP, CUSTOMER], &[]);
    customer.ear.comes_to_hear(&[CLIP, AGENT], &[]);
    room.stop_clip();
    wait::event(
        &mut events,
        |event| matches!(event, Event::ClipFinished { name, .. } if &**name == "greeting"),
    );
    customer.ear.comes_to_hear(&[AGENT], &[CLIP]);
    room.play(clip(), Audience::Only(id("customer"))).unwrap();
    customer.ear.comes_to_hear(&[CLIP], &[]);
    agent.ear.comes_to_hear(&[CUSTOMER], &[CLIP]);
}

#[test]
fn rooms_do_not_hear_each_other() {
    let house = house();
    let (one, two) = (house.room("one"), house.room("two"));
    let ann = Client::join(&one, "agent", Role::Talk, Codec::Opus, AGENT);
    let first = Phone::join(&one, "customer", CUSTOMER);
    let bob = Client::join(&two, "agent", Role::Talk, Codec::Opus, MANAGER);
    let second = Phone::join(&two, "customer", CLIP);
    ann.ear.comes_to_hear(&[CUSTOMER], &[AGENT, MANAGER, CLIP]);
    first.ear.comes_to_hear(&[AGENT], &[CUSTOMER, MANAGER, CLIP]);
    bob.ear.comes_to_hear(&[CLIP], &[AGENT, CUSTOMER, MANAGER]);
    second.ear.comes_to_hear(&[MANAGER], &[AGENT, CUSTOMER, CLIP]);
    one.close();
    bob.ear.comes_to_hear(&[CLIP], &[]);
}

#[test]
fn many_rooms_at_once_stay_apart_both_ways() {
    let house = house();
    let tones: Vec<(f32, f32)> = ROOMS.to_vec();
    let rooms: Vec<RoomHandle> = (0..tones.len())
        .map(|number| house.room(&number.to_string()))
        .collect();
    // The same names in every room: seats are told apart by their room alone.
    let talks: Vec<(Client, Phone)> = rooms
        .iter()
        .zip(&tones)
        .map(|(room, (agent, customer))| {
            (
                Client::join(room, "agent", Role::Talk, Codec::Opus, *agent),
                Phone::join(room, "customer", *customer),
            )
        })
        .collect();
    let others = |own: f32| -> Vec<f32> {
        let all = tones.iter().flat_map(|(agent, customer)| [*agent, *customer]);
        all.filter(|hz| (hz - own).abs() > 1.0).collect()
    };
    for ((agent, customer), (agent_hz, customer_hz)) in talks.iter().zip(&tones) {
        agent.ear.comes_to_hear(&[*customer_hz], &others(*customer_hz));
        customer.ear.comes_to_hear(&[*agent_hz], &others(*agent_hz));
    }
}

#[test]
fn digits_reach_the_phone_as_tones_and_come_from_it_as_events() {
    let house = house();
    let room = house.room("r");
    let customer = Phone::join(&room, "customer", 0.0);
    let mut events = room.subscribe();
    room.send_digits(&id("customer"), "5555555555555555").unwrap();
    // Tones with pauses between them are weaker than a tone that goes on.
    assert!(wait::eventually(|| [770.0, 1336.0]
        .iter()
        .all(|hz| customer.ear.strength(*hz) > 0.03)));
    wait::event(&mut events, |event| matches!(event, Event::DigitsSent { .. }));
    let seven = Digit::from_char('7').unwrap();
    customer.port.digit(seven);
    wait::event(
        &mut events,
        |event| matches!(event, Event::Digit { digit, .. } if *digit == seven),
    );
}

fn clip() -> Clip {
    let mut samples = vec![0; MIX_RATE as usize * 60];
    Tone::new(CLIP, 0.3).fill(&mut samples, MIX_RATE);
    Clip::from_samples("greeting", samples)
}
