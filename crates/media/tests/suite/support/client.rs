//! A browser on a real socket: speaks one tone and listens.

use std::io::ErrorKind;
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use outdial_media::live::{Clock, RoomHandle, SystemClock};
use outdial_media::room::Role;
use outdial_media::tone::Tone;
use outdial_media::{Codec, Incoming, MIX_RATE, Outgoing, Packet, ParticipantId};

use super::browser::Browser;
use super::ear::Ear;

pub struct Client {
    pub ear: Ear,
    order: Arc<AtomicU8>,
    thread: Option<JoinHandle<()>>,
}

const TALK: u8 = 0;
const VANISH: u8 = 1;
const LEAVE: u8 = 2;

impl Client {
    /// Joins a room and speaks this tone in it.
    pub fn join(room: &RoomHandle, who: &str, role: Role, codec: Codec, hz: f32) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let address = socket.local_addr().unwrap();
        let (mut browser, offer) = Browser::offering(codec, address, SystemClock.now());
        let answer = room.join_browser(&ParticipantId::new(who), role, &offer).unwrap();
        browser.accept(&answer.sdp);
        let ear = Ear::new(MIX_RATE);
        let order = Arc::new(AtomicU8::new(TALK));
        let talker = Talker {
            browser,
            socket,
            codec,
            tone: Tone::new(hz, 0.3),
            ear: ear.clone(),
        };
        let heeded = Arc::clone(&order);
        let thread = std::thread::spawn(move || talker.run(&heeded));
        Self {
            ear,
            order,
            thread: Some(thread),
        }
    }

    /// As a tab that crashes: nothing more is sent.
    pub fn vanish(mut self) {
        self.stop(VANISH);
    }

    /// As a page that closes its connection.
    pub fn leave(mut self) {
        self.stop(LEAVE);
    }

    fn stop(&mut self, order: u8) {
        self.order.store(order, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.order.store(VANISH, Ordering::Release);
    }
}

struct Talker {
    browser: Browser,
    socket: UdpSocket,
    codec: Codec,
    tone: Tone,
    ear: Ear,
}

impl Talker {
    fn run(mut self, order: &AtomicU8) {
        let mut outgoing = Outgoing::new(self.codec);
        let mut incoming = Incoming::new(self.codec);
        let start = SystemClock.now();
        let mut due = start;
        loop {
            match order.load(Ordering::Acquire) {
                VANISH => return,
                LEAVE => {
                    self.browser.close();
                    self.flush();
                    return;
                }
                _ => {}
            }
            self.receive();
            let now = SystemClock.now();
            for heard in self.browser.take_heard() {
                let packet = Packet {
                    seq: heard.seq,
                    timestamp: heard.timestamp,
                    payload: &heard.payload,
                };
                incoming.push(packet, now.saturating_duration_since(start));
            }
            while due <= now {
                due += Duration::from_millis(20);
                if self.browser.is_connected() {
                    let packet = outgoing.packet(&self.tone.frame());
                    self.browser
                        .send(packet.seq, packet.timestamp, packet.payload, now);
                    self.ear.hear(incoming.frame().samples());
                }
                self.flush();
            }
            self.flush();
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn receive(&mut self) {
        let mut buffer = [0; 2000];
        loop {
            match self.socket.recv_from(&mut buffer) {
                Ok((length, from)) => {
                    self.browser.handle(&buffer[..length], from, SystemClock.now());
                    self.flush();
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn flush(&mut self) {
        for (to, datagram) in self.browser.poll(SystemClock.now()) {
            let _ = self.socket.send_to(&datagram, to);
        }
    }
}
