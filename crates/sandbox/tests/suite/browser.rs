//! The sound of a browser: a WebRTC connection over loopback that whistles and listens.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outdial_webrtc_crypto::provider;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::time::{Instant, interval, sleep_until};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::sound::tone;

/// A browser that has made an offer.
pub struct Browser {
    rtc: Rtc,
    socket: UdpSocket,
    mid: Mid,
    pending: SdpPendingOffer,
    pub offer: String,
}

/// A browser that talks, until dropped.
pub struct Talking {
    hz: Arc<AtomicU32>,
    heard: Arc<Mutex<Vec<u8>>>,
    _stop: DropGuard,
}

impl Browser {
    pub async fn offering() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let mut rtc = Rtc::builder()
            .set_crypto_provider(provider())
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_pcmu(true, false)
            .enable_opus(true, false)
            .build(Instant::now().into_std());
        rtc.add_local_candidate(Candidate::host(socket.local_addr().unwrap(), "udp").unwrap());
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        Self {
            rtc,
            socket,
            mid,
            pending,
            offer: offer.to_sdp_string(),
        }
    }

    /// Takes the answer and whistles a tone (0 for silence) from then on.
    pub fn talk(self, answer: &str, hz: u32) -> Talking {
        let Self {
            mut rtc,
            socket,
            mid,
            pending,
            ..
        } = self;
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let hz = Arc::new(AtomicU32::new(hz));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let stop = CancellationToken::new();
        let life = run(rtc, socket, mid, Arc::clone(&hz), Arc::clone(&heard));
        let stopped = stop.clone();
        TaskTracker::new().spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                () = life => {}
            }
        });
        Talking {
            hz,
            heard,
            _stop: stop.drop_guard(),
        }
    }
}

impl Talking {
    pub fn whistle(&self, hz: u32) {
        self.hz.store(hz, Ordering::Relaxed);
    }

    /// What it heard so far, mu-law.
    pub fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

async fn run(mut rtc: Rtc, socket: UdpSocket, mid: Mid, hz: Arc<AtomicU32>, heard: Arc<Mutex<Vec<u8>>>) {
    let mut ticks = interval(Duration::from_millis(20));
    let mut datagram = [0; 2_000];
    let (mut connected, mut number, mut sound) = (false, 0_u64, (0, vec![0xff; 800]));
    loop {
        let due = loop {
            match rtc.poll_output().unwrap() {
                Output::Transmit(t) => drop(socket.try_send_to(&t.contents, t.destination)),
                Output::Timeout(due) => break due,
                Output::Event(Event::Connected) => connected = true,
                Output::Event(Event::RtpPacket(packet)) => heard.lock().unwrap().extend(&*packet.payload),
                Output::Event(_) => {}
            }
        };
        let now = || Instant::now().into_std();
        tokio::select! {
            _ = ticks.tick() => if connected {
                let wanted = hz.load(Ordering::Relaxed);
                if wanted != sound.0 {
                    let whistle = if wanted == 0 { vec![0xff; 800] } else { tone(wanted, 100) };
                    sound = (wanted, whistle);
                }
                let from = usize::try_from(number % 5).unwrap() * 160;
                let time = u32::try_from(number).unwrap() * 160;
                let pt = rtc.media(mid).unwrap().remote_pts()[0];
                let mut api = rtc.direct_api();
                let stream = api.stream_tx_by_mid(mid, None).unwrap();
                stream.write_rtp(RtpWrite::new(pt, number.into(), time, now(), &sound.1[from..from + 160]));
                number += 1;
            },
            received = socket.recv_from(&mut datagram) => {
                let (length, from) = received.unwrap();
                let at = socket.local_addr().unwrap();
                if let Ok(received) = Receive::new(Protocol::Udp, from, at, &datagram[..length]) {
                    rtc.handle_input(Input::Receive(now(), received)).unwrap();
                }
            }
            () = sleep_until(due.into()) => rtc.handle_input(Input::Timeout(now())).unwrap(),
        }
    }
}
