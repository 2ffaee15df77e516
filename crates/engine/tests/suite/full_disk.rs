//! A disk that is really full: the room says so and goes on.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use outdial_domain::call::{Call, Policy, Treatment};
use outdial_domain::ids::{CallId, CarrierAccountId, RoomId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::settings::Settings;
use outdial_engine::{Clock, Floor, FloorConfig, OpenRoom, Taping};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_store::{Actor, CallRow};

use crate::world::{Setup, World, person};

/// A file system of a few pages, filled to its end; gone when dropped.
struct FullDisk<'a>(&'a Path);

impl<'a> FullDisk<'a> {
    /// Nothing where this process may not mount.
    fn mount(at: &'a Path) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(at)
            .output();
        match mount {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                println!("skipped: {}", String::from_utf8_lossy(&output.stderr).trim());
                return None;
            }
            Err(why) => {
                println!("skipped: mount: {why}");
                return None;
            }
        }
        let disk = Self(at);
        let mut filler = File::create(at.join("filler")).unwrap();
        while filler.write(&[0; 4096]).is_ok() {}
        Some(disk)
    }
}

impl Drop for FullDisk<'_> {
    fn drop(&mut self) {
        // Lazily: a recording may still be open.
        let gone = Command::new("umount").arg("-l").arg(self.0).status();
        if !gone.is_ok_and(|status| status.success()) {
            println!("{} is still mounted", self.0.display());
        }
    }
}

fn wish(user: &str, bits: u128, callee: &PhoneNumber) -> OpenRoom {
    OpenRoom {
        lead: None,
        to: Some(callee.clone()),
        name: None,
        window_override: None,
        account: None,
        user_id: user.to_owned(),
        by: Actor::system(),
        request_bits: Some(bits),
    }
}

/// The call of a room that is opened with these bits, not to be dialled today.
fn call_of(world: &World, bits: u128, callee: &PhoneNumber) -> CallRow {
    let now = world.clock.now();
    CallRow {
        room_id: Some(RoomId::from_bits(bits)),
        policy: Policy {
            treatment: Treatment::Agent,
            ..Policy::default()
        },
        account_id: Some(CarrierAccountId::from_bits(1)),
        call: Call::planned(now.plus_seconds(24 * 60 * 60)),
        ..CallRow::planned(CallId::from_bits(bits), callee.clone(), Actor::system(), now)
    }
}

async fn timeline(world: &World, call: &CallId) -> String {
    let (id, rows) = (call.clone(), world.store.workspace(world.workspace.clone()));
    let events = rows.read(move |tx| tx.events().of_call(&id)).await.unwrap();
    format!("{events:?}")
}

/// Looks until something holds; time is real here, for the audio engine lives in it.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..3_000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} did not happen");
}

#[tokio::test]
async fn a_room_on_a_full_disk_says_that_nothing_is_recorded_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_disk) = FullDisk::mount(folder.path()) else {
        return;
    };
    let setup = Setup::default();
    let settings = Settings {
        record: true,
        ..setup.settings
    };
    let world = World::new(Setup { settings, ..setup }).await;
    let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
    let floor = Floor::new(hub, FloorConfig::new(folder.path().to_owned()));
    world.engine.open_floor(floor);
    let account = CarrierAccountId::from_bits(1);
    world.engine.accounts().set_base(&account, "http://outdial.test");

    let callee = PhoneNumber::from_e164(&person(1)[0]).unwrap();
    let call = call_of(&world, 77, &callee);
    let written = call.clone();
    let rows = world.store.workspace(world.workspace.clone());
    rows.write(move |tx| tx.calls().insert(&written)).await.unwrap();
    let room = world
        .engine
        .open_room(&world.workspace, wish("ada", 77, &callee))
        .await
        .unwrap()
        .room;
    let other = PhoneNumber::from_e164(&person(2)[0]).unwrap();
    let other = world
        .engine
        .open_room(&world.workspace, wish("bob", 78, &other))
        .await
        .unwrap()
        .room;

    let taping = |id: &RoomId| world.engine.room_status(id).map(|status| status.taping);
    until("the failure", async || taping(&room.id) == Some(Taping::Failed)).await;
    until("the line in the timeline", async || {
        timeline(&world, &call.id).await.contains("recording_failed")
    })
    .await;
    let said = timeline(&world, &call.id).await;
    assert!(said.contains("the disk "), "{said}");
    assert_eq!(said.matches("recording_failed").count(), 1, "{said}");
    for id in [&room.id, &other.id] {
        let (wanted, rows) = (id.clone(), world.store.workspace(world.workspace.clone()));
        let row = rows
            .read(move |tx| tx.rooms().get(&wanted))
            .await
            .unwrap()
            .unwrap();
        assert!(row.room.is_live(), "{row:?}");
    }
}
