//! A phone behind a carrier's media stream: speaks one tone and listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use outdial_media::ParticipantId;
use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_media::live::{Clock, RoomHandle, StreamOut, StreamPort, SystemClock};
use outdial_media::room::Role;
use outdial_media::tone::Tone;

use super::ear::Ear;

pub struct Phone {
    pub ear: Ear,
    pub port: Arc<StreamPort>,
    hung_up: Arc<AtomicBool>,
}

impl Phone {
    pub fn join(room: &RoomHandle, who: &str, hz: f32) -> Self {
        Self::on(
            room.join_stream(&ParticipantId::new(who), Role::Talk).unwrap(),
            hz,
        )
    }

    /// A program, which talks by a stream as a phone does.
    pub fn program(room: &RoomHandle, who: &str, hz: f32) -> Self {
        Self::on(
            room.join_program(&ParticipantId::new(who), Role::Talk).unwrap(),
            hz,
        )
    }

    fn on(port: StreamPort, hz: f32) -> Self {
        let port = Arc::new(port);
        let ear = Ear::new(RATE);
        let hung_up = Arc::new(AtomicBool::new(false));
        let (line, heard, stop) = (Arc::clone(&port), ear.clone(), Arc::clone(&hung_up));
        std::thread::spawn(move || talk(&line, &heard, &stop, hz));
        Self { ear, port, hung_up }
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.hung_up.store(true, Ordering::Release);
    }
}

fn talk(port: &StreamPort, ear: &Ear, hung_up: &AtomicBool, hz: f32) {
    let mut tone = Tone::new(hz, 0.3);
    let mut due = SystemClock.now();
    while !hung_up.load(Ordering::Acquire) {
        due += Duration::from_millis(20);
        let mut samples = [0; 160];
        tone.fill(&mut samples, RATE);
        port.push(&samples.map(mulaw_encode));
        while let Some(out) = port.try_next() {
            if let StreamOut::Media(mulaw) = out {
                ear.hear(&mulaw.map(mulaw_decode));
            }
        }
        SystemClock.sleep_until(due);
    }
}

const RATE: u32 = 8000;
