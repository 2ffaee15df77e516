//! Rooms without a browser: what ends by itself, what an earlier life left behind, and who gets through the door.

use std::time::Duration;

use outdial_domain::call::{Call, Outcome, Policy, State, Treatment};
use outdial_domain::ids::{CallId, CarrierAccountId, RoomId};
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::room::{Bridge, End, Phase, Presence, Room};
use outdial_engine::{Floor, FloorConfig, OpenRefusal, OpenRoom, OrderRefusal, StreamRefusal};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_store::{Actor, CallRow, RoomRow};

use crate::world::{Setup, World, person};

async fn world() -> (World, tempfile::TempDir) {
    let world = World::new(Setup::default()).await;
    let folder = tempfile::tempdir().unwrap();
    give_audio(&world, &folder);
    (world, folder)
}

fn give_audio(world: &World, folder: &tempfile::TempDir) {
    let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
    let floor = Floor::new(hub, FloorConfig::new(folder.path().to_owned()));
    world.engine.open_floor(floor);
    world
        .engine
        .accounts()
        .set_base(&CarrierAccountId::from_bits(1), "http://outdial.test");
}

fn callee() -> PhoneNumber {
    PhoneNumber::from_e164(&person(1)[0]).unwrap()
}

fn wish(user: &str) -> OpenRoom {
    OpenRoom {
        lead: None,
        to: Some(callee()),
        name: None,
        window_override: None,
        account: None,
        user_id: user.to_owned(),
        by: Actor::system(),
        request_bits: None,
    }
}

async fn open(world: &World) -> RoomRow {
    let opened = world.engine.open_room(&world.workspace, wish("ada")).await;
    opened.unwrap().room
}

async fn stored(world: &World, id: &RoomId) -> RoomRow {
    let id = id.clone();
    let rows = world.store.workspace(world.workspace.clone());
    rows.read(move |tx| tx.rooms().get(&id)).await.unwrap().unwrap()
}

async fn ended(world: &World, id: &RoomId) -> RoomRow {
    loop {
        let row = stored(world, id).await;
        if !row.room.is_live() {
            return row;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// A room's call as the room writes it down.
fn call_of(room: &RoomRow, state: State) -> CallRow {
    let now = room.room.opened_at;
    CallRow {
        room_id: Some(room.id.clone()),
        policy: Policy {
            treatment: Treatment::Agent,
            ..Policy::default()
        },
        account_id: Some(room.account_id.clone()),
        call: Call {
            state,
            ..Call::planned(now)
        },
        ..CallRow::planned(room.call_id.clone(), room.phone.clone(), Actor::system(), now)
    }
}

#[tokio::test(start_paused = true)]
async fn a_room_whose_browser_never_comes_ends_and_nobody_was_rung() {
    let (world, _folder) = world().await;
    let room = open(&world).await;
    let again = world.engine.open_room(&world.workspace, wish("ada")).await;
    assert!(matches!(again, Err(OpenRefusal::AlreadyInOne(id)) if id == room.id));
    let ended = ended(&world, &room.id).await;
    assert_eq!(ended.room.phase, Phase::Ended(End::NeverJoined));
    assert!(world.calls().await.is_empty());
    assert_eq!(world.times_dialled(callee().e164()), 0);
    open(&world).await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_rooms_that_are_open() {
    let (mut world, _folder) = world().await;
    let room = open(&world).await;
    world.shut_down().await;
    let row = stored(&world, &room.id).await;
    assert_eq!(row.room.phase, Phase::Ended(End::Restarted));
}

#[tokio::test(start_paused = true)]
async fn a_room_that_an_earlier_life_left_open_is_ended_with_its_call() {
    let mut world = World::new(Setup::default()).await;
    let now = world.engine.now();
    let row = RoomRow {
        id: RoomId::from_bits(7),
        user_id: "ada".to_owned(),
        call_id: CallId::from_bits(7),
        lead_id: None,
        phone: callee(),
        name: None,
        account_id: CarrierAccountId::from_bits(1),
        window_override: None,
        record: false,
        created_by: Actor::system(),
        room: Room {
            phase: Phase::Dialing,
            browser: Presence::Here,
            ..Room::opened(Bridge::Media, now)
        },
        updated_at: now,
        ended_at: None,
        revision: 0,
    };
    let call = call_of(&row, State::Planned);
    let rows = world.store.workspace(world.workspace.clone());
    // Not due before the next life begins.
    let later = now.plus_seconds(3_600);
    let written = rows.write(move |tx| {
        tx.rooms().insert(&row)?;
        let mut call = call.clone();
        call.call.due_at = later;
        tx.calls().insert(&call)
    });
    written.await.unwrap();
    world.crash().await;
    let room = ended(&world, &RoomId::from_bits(7)).await;
    assert_eq!(room.room.phase, Phase::Ended(End::Restarted));
    let rows = world.until_all_ended(600).await;
    assert_eq!(
        rows[0].call.facts.claims, 0,
        "nobody is rung for a room that is over"
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_lets_one_stream_into_a_room_that_is_open() {
    let (world, _folder) = world().await;
    let room = open(&world).await;
    let account = world.engine.accounts().default_of(&world.workspace).unwrap();
    let call = call_of(&room, State::Ringing);
    let ask = || {
        let first = world.engine.instructions(&account, &call).remove(0);
        let Instruction::Stream { url, parameters } = first.clone() else {
            assert_eq!(first, Instruction::HangUp);
            return None;
        };
        Some((url, parameters))
    };
    let (url, parameters) = ask().unwrap();
    assert_eq!(url, format!("ws://outdial.test/media/stream/{}", account.id));
    assert_eq!(parameters[0], ("call".to_owned(), call.id.to_string()));
    let token = parameters[1].1.clone();
    let stream = |token: &str| world.engine.attach_stream(&call.id, token).map(drop);
    assert_eq!(stream(&"0".repeat(64)), Err(StreamRefusal::Token));
    assert_eq!(stream(&token), Ok(()));
    assert_eq!(stream(&token), Err(StreamRefusal::Token), "it was used");

    let (_, fresh) = ask().unwrap();
    let end = world
        .engine
        .end_room(&world.workspace, &room.id, Actor::system())
        .await;
    assert_eq!(end.unwrap().room.phase, Phase::Ended(End::Asked));
    assert_eq!(stream(&fresh[1].1), Err(StreamRefusal::Token), "the room is over");
    assert!(ask().is_none(), "whoever is still on the line is let go");
    let unknown = RoomId::from_bits(99);
    let nowhere = world
        .engine
        .end_room(&world.workspace, &unknown, Actor::system())
        .await;
    assert!(matches!(nowhere, Err(OrderRefusal::NoSuchRoom)));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_ended_is_not_led_into_a_room() {
    let (world, _folder) = world().await;
    let room = open(&world).await;
    let account = world.engine.accounts().default_of(&world.workspace).unwrap();
    let ended = State::Ended(Outcome::Completed);
    let instructions = world.engine.instructions(&account, &call_of(&room, ended));
    assert_eq!(instructions, [Instruction::HangUp]);
}
