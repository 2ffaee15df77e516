//! Recordings: both voices on disk, pauses, and disks that fail while the call goes on.

use std::path::Path;

use crate::support::client::Client;
use crate::support::phone::Phone;
use crate::support::wait;
use outdial_media::live::{Event, HubConfig, MediaHub, OpenError, RoomHandle, RoomSettings};
use outdial_media::record::RecordingOptions;
use outdial_media::room::Role;
use outdial_media::{Codec, MIX_RATE, RoomId, tone};

const AGENT: f32 = 440.0;
const CUSTOMER: f32 = 1000.0;

fn open(folder: &Path) -> (MediaHub, RoomHandle) {
    let hub = MediaHub::start(HubConfig::loopback(folder.to_owned())).unwrap();
    let settings = RoomSettings {
        record: Some(RecordingOptions::default()),
        ..RoomSettings::default()
    };
    let room = hub.open(RoomId::new("call"), settings).unwrap();
    (hub, room)
}

#[test]
fn the_agent_is_on_the_left_and_the_customer_on_the_right() {
    let folder = tempfile::tempdir().unwrap();
    let (_hub, room) = open(folder.path());
    let mut events = room.subscribe();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    customer.ear.comes_to_hear(&[AGENT], &[]);
    let path = room.snapshot().recording.unwrap();
    let grown = wait::eventually(|| std::fs::metadata(&path).is_ok_and(|file| file.len() > 200_000));
    assert!(grown, "it is written while the call goes on");
    room.close();
    let closed = wait::event(&mut events, |event| matches!(event, Event::Closed(_)));
    let Event::Closed(summary) = closed else {
        unreachable!()
    };
    let file = summary.recording.unwrap();
    assert_eq!(file.path, path);
    let wav = std::fs::read(&path).unwrap();
    assert_eq!(wav.len() as u64, file.bytes);
    let (left, right) = channels(&wav);
    let recent = left.len() - MIX_RATE as usize / 2;
    assert!(tone::amplitude(&left[recent..], MIX_RATE, AGENT) > 0.1);
    assert!(tone::amplitude(&left[recent..], MIX_RATE, CUSTOMER) < 0.01);
    assert!(tone::amplitude(&right[recent..], MIX_RATE, CUSTOMER) > 0.1);
    assert!(tone::amplitude(&right[recent..], MIX_RATE, AGENT) < 0.01);
}

#[test]
fn what_is_said_during_a_pause_is_not_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (_hub, room) = open(folder.path());
    let mut events = room.subscribe();
    assert!(room.pause_recording());
    assert!(room.snapshot().recording_paused);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    customer.ear.comes_to_hear(&[AGENT], &[]);
    room.close();
    let closed = wait::event(&mut events, |event| matches!(event, Event::Closed(_)));
    let Event::Closed(summary) = closed else {
        unreachable!()
    };
    let wav = std::fs::read(summary.recording.unwrap().path).unwrap();
    let (left, right) = channels(&wav);
    assert!(left.iter().chain(&right).all(|sample| *sample == 0));
}

#[test]
fn a_file_that_cannot_be_written_ends_the_recording_and_not_the_call() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all.wav", folder.path().join("call.wav")).unwrap();
    let (_hub, room) = open(folder.path());
    let mut events = room.subscribe();
    assert!(wait::eventually(|| room.snapshot().recording_failed));
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    customer.ear.comes_to_hear(&[AGENT], &[]);
    room.close();
    let closed = wait::event(&mut events, |event| matches!(event, Event::Closed(_)));
    assert!(matches!(closed, Event::Closed(summary) if summary.recording.is_none()));
}

#[test]
fn recordings_need_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("a-file");
    std::fs::write(&taken, b"").unwrap();
    let hub = MediaHub::start(HubConfig::loopback(taken)).unwrap();
    let settings = RoomSettings {
        record: Some(RecordingOptions::default()),
        ..RoomSettings::default()
    };
    assert!(matches!(
        hub.open(RoomId::new("call"), settings),
        Err(OpenError::Recordings(_))
    ));
}

/// The two channels of a 16 bit WAV file.
fn channels(wav: &[u8]) -> (Vec<i16>, Vec<i16>) {
    let data = wav.windows(4).position(|four| four == b"data").unwrap() + 8;
    let samples: Vec<i16> = wav[data..]
        .chunks_exact(2)
        .map(|two| i16::from_le_bytes([two[0], two[1]]))
        .collect();
    (
        samples.iter().copied().step_by(2).collect(),
        samples.iter().copied().skip(1).step_by(2).collect(),
    )
}
