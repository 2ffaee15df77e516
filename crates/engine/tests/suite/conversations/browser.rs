//! A browser on a real socket: speaks each time that the agent has made a pause.

use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_media::live::{Clock, SystemClock};
use outdial_media::tone::{self, Tone};
use outdial_media::webrtc::crypto;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

pub struct Browser {
    gone: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// A browser that has made its offer and waits for the answer.
pub struct Offering {
    peer: Peer,
    pending: SdpPendingOffer,
    pub offer: String,
}

impl Offering {
    pub fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let address = socket.local_addr().unwrap();
        let mut rtc = Rtc::builder()
            .set_crypto_provider(crypto::provider())
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_pcmu(true, false)
            .build(SystemClock.now());
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        let peer = Peer {
            rtc,
            socket,
            address,
            mid,
            connected: false,
            heard: Vec::new(),
        };
        Self {
            offer: offer.to_sdp_string(),
            peer,
            pending,
        }
    }

    /// Connects, and talks from then on.
    pub fn accept(mut self, answer: &str) -> Browser {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let api = self.peer.rtc.sdp_api();
        api.accept_answer(self.pending, answer).unwrap();
        let gone = Arc::new(AtomicBool::new(false));
        let stop = gone.clone();
        let thread = std::thread::spawn(move || self.peer.talk(&stop));
        Browser {
            gone,
            thread: Some(thread),
        }
    }
}

impl Drop for Browser {
    /// Leaves, as a page that closes its connection.
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

struct Peer {
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    mid: Mid,
    connected: bool,
    heard: Vec<Arc<[u8]>>,
}

impl Peer {
    fn talk(mut self, gone: &AtomicBool) {
        let mut tone = Tone::new(CALLEE_HZ, 0.3);
        let (mut quiet, mut left, mut was_heard) = (0, 0, false);
        let (mut seq, mut timestamp) = (0_u64, 0_u32);
        let mut due = SystemClock.now();
        loop {
            if gone.load(Ordering::Acquire) {
                self.rtc.close().unwrap();
                self.flush();
                return;
            }
            self.receive();
            let now = SystemClock.now();
            if due > now {
                SystemClock.sleep_until(now + Duration::from_millis(2));
                continue;
            }
            due += Duration::from_millis(20);
            let heard = std::mem::take(&mut self.heard);
            let is_heard = heard.iter().any(|payload| {
                let samples: Vec<i16> = payload.iter().map(|byte| mulaw_decode(*byte)).collect();
                tone::amplitude(&samples, RATE, AGENT_HZ) > 0.05
            });
            quiet = if is_heard { 0 } else { quiet + 1 };
            was_heard |= is_heard;
            if was_heard && quiet == PAUSE {
                (left, was_heard) = (WORD, false);
            }
            let mut samples = [0; 160];
            if left > 0 {
                left -= 1;
                tone.fill(&mut samples, RATE);
            }
            if self.connected {
                self.send(seq, timestamp, &samples.map(mulaw_encode), now);
                (seq, timestamp) = (seq + 1, timestamp.wrapping_add(160));
            }
            self.flush();
        }
    }

    fn send(&mut self, seq: u64, timestamp: u32, payload: &[u8], now: Instant) {
        let pt: Pt = self.rtc.media(self.mid).unwrap().remote_pts()[0];
        let mut api = self.rtc.direct_api();
        let stream = api.stream_tx_by_mid(self.mid, None).unwrap();
        stream.write_rtp(RtpWrite::new(pt, seq.into(), timestamp, now, payload));
    }

    fn receive(&mut self) {
        let mut buffer = [0; 2_000];
        loop {
            match self.socket.recv_from(&mut buffer) {
                Ok((length, from)) => {
                    let received = Receive::new(Protocol::Udp, from, self.address, &buffer[..length]);
                    if let Ok(received) = received {
                        let _ = self.rtc.handle_input(Input::Receive(SystemClock.now(), received));
                    }
                    self.flush();
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return self.flush(),
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Sends everything that is to be sent now.
    fn flush(&mut self) {
        let now = SystemClock.now();
        let mut advanced = false;
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Transmit(out) => {
                    let _ = self.socket.send_to(&out.contents, out.destination);
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::RtpPacket(packet)) => self.heard.push(packet.payload),
                Output::Event(_) => {}
                Output::Timeout(due) if due <= now && !advanced => {
                    advanced = true;
                    self.rtc.handle_input(Input::Timeout(now)).unwrap();
                }
                Output::Timeout(_) => return,
            }
        }
    }
}

/// How the sandbox's model sounds.
const AGENT_HZ: f32 = 620.0;
const CALLEE_HZ: f32 = 400.0;
const RATE: u32 = 8_000;
/// Frames of silence after which it is the callee's turn.
const PAUSE: usize = 25;
/// Frames that the callee speaks.
const WORD: usize = 25;
