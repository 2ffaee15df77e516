//! A disk that is really full: the recording ends, the calls go on.

use std::path::Path;
use std::process::Command;

use crate::support::client::Client;
use crate::support::phone::Phone;
use crate::support::wait;
use outdial_media::live::{Event, HubConfig, MediaHub, RoomSettings};
use outdial_media::record::RecordingOptions;
use outdial_media::room::Role;
use outdial_media::{Codec, RoomId};

const AGENT: f32 = 440.0;
const CUSTOMER: f32 = 1000.0;
const OTHER_AGENT: f32 = 700.0;
const OTHER_CUSTOMER: f32 = 1600.0;

/// A file system of half a megabyte, gone when dropped.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    /// Nothing where this process may not mount.
    fn mount(at: &'a Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"])
            .arg(at)
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(at)),
            Ok(output) => {
                println!("skipped: {}", String::from_utf8_lossy(&output.stderr).trim());
                None
            }
            Err(why) => {
                println!("skipped: mount: {why}");
                None
            }
        }
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        // Lazily: a recording may still be open.
        let gone = Command::new("umount").arg("-l").arg(self.0).status();
        if !gone.is_ok_and(|status| status.success()) {
            println!("{} is still mounted", self.0.display());
        }
    }
}

#[test]
fn a_recording_that_fills_the_disk_fails_and_every_call_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_disk) = SmallDisk::mount(folder.path()) else {
        return;
    };
    let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
    let recorded = RoomSettings {
        record: Some(RecordingOptions::default()),
        ..RoomSettings::default()
    };
    let room = hub.open(RoomId::new("recorded"), recorded).unwrap();
    let other = hub.open(RoomId::new("other"), RoomSettings::default()).unwrap();
    let mut events = room.subscribe();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    let other_agent = Client::join(&other, "agent", Role::Talk, Codec::Opus, OTHER_AGENT);
    let other_customer = Phone::join(&other, "customer", OTHER_CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[OTHER_CUSTOMER]);
    assert!(
        !room.snapshot().recording_failed,
        "there is room for the first words"
    );

    let failed = wait::event(&mut events, |event| {
        matches!(event, Event::RecordingFailed { .. })
    });
    let Event::RecordingFailed { reason } = failed else {
        unreachable!()
    };
    assert!(reason.contains("the disk is full"), "{reason}");
    assert!(room.snapshot().recording_failed);
    agent.ear.comes_to_hear(&[CUSTOMER], &[OTHER_CUSTOMER]);
    customer.ear.comes_to_hear(&[AGENT], &[OTHER_AGENT]);
    other_agent.ear.comes_to_hear(&[OTHER_CUSTOMER], &[CUSTOMER]);
    other_customer.ear.comes_to_hear(&[OTHER_AGENT], &[AGENT]);
    assert!(!other.snapshot().recording_failed);

    // Nothing fits any more, not even a beginning; the talk that begins now is held all the same.
    let late = hub.open(RoomId::new("late"), recorded).unwrap();
    assert!(wait::eventually(|| late.snapshot().recording_failed));
    let late_agent = Client::join(&late, "agent", Role::Talk, Codec::Opus, AGENT);
    let late_customer = Phone::join(&late, "customer", CUSTOMER);
    late_agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    late_customer.ear.comes_to_hear(&[AGENT], &[]);

    room.close();
    let closed = wait::event(&mut events, |event| matches!(event, Event::Closed(_)));
    assert!(matches!(closed, Event::Closed(summary) if summary.recording.is_none()));
}
