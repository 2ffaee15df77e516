//! A browser and our peer, on virtual time and a wire that is a function call.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::support::browser::Browser;
use outdial_media::webrtc::crypto::Certificate;
use outdial_media::webrtc::{OfferError, Output, Peer, PeerConfig, PeerEvent, Sound};
use outdial_media::{Codec, Packet};
use proptest::prelude::*;

struct Pair {
    browser: Browser,
    peer: Peer,
    now: Instant,
    sounds: Vec<Sound>,
    events: Vec<PeerEvent>,
}

fn browser_address() -> SocketAddr {
    "10.0.0.2:5000".parse().unwrap()
}

fn our_address() -> SocketAddr {
    "10.0.0.1:4000".parse().unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "an origin for virtual time; only differences matter"
)]
fn origin() -> Instant {
    Instant::now()
}

fn config() -> PeerConfig {
    PeerConfig::new(vec![our_address()], Certificate::generate().unwrap())
}

impl Pair {
    fn new(codec: Codec) -> Self {
        let now = origin();
        let (mut browser, offer) = Browser::offering(codec, browser_address(), now);
        let (peer, answer) = Peer::answer(&offer, &config(), now).unwrap();
        browser.accept(&answer);
        Self {
            browser,
            peer,
            now,
            sounds: Vec::new(),
            events: Vec::new(),
        }
    }

    fn connected(codec: Codec) -> Self {
        let mut pair = Self::new(codec);
        for _ in 0..500 {
            pair.step();
            if pair.browser.is_connected() && pair.peer.is_connected() {
                return pair;
            }
        }
        panic!("no connection within ten seconds of virtual time");
    }

    /// 20 ms pass and everything on the wire arrives.
    fn step(&mut self) {
        self.now += Duration::from_millis(20);
        for _ in 0..20 {
            let sent = self.browser.poll(self.now);
            let quiet = sent.is_empty();
            for (_, datagram) in sent {
                self.peer.handle(&datagram, browser_address(), self.now);
                self.drain();
            }
            if !self.drain() && quiet {
                break;
            }
        }
    }

    fn drain(&mut self) -> bool {
        let mut sent = false;
        loop {
            match self.peer.poll(self.now) {
                Output::Transmit { to, bytes } => {
                    assert_eq!(to, browser_address());
                    self.browser.handle(&bytes, our_address(), self.now);
                    sent = true;
                }
                Output::Sound(sound) => self.sounds.push(sound),
                Output::Event(event) => self.events.push(event),
                Output::Timeout(_) => return sent,
            }
        }
    }
}

#[test]
fn audio_passes_both_ways_in_each_codec() {
    for codec in [Codec::Opus, Codec::Pcmu, Codec::Pcma] {
        let mut pair = Pair::connected(codec);
        assert_eq!(pair.peer.codec(), codec);
        for n in 0..50_u8 {
            let now = pair.now;
            pair.browser
                .send(u64::from(n), u32::from(n) * 960, &[1, 2, n], now);
            pair.peer.send(
                &Packet {
                    seq: u64::from(n),
                    timestamp: u32::from(n) * 960,
                    payload: &[3, 4, n],
                },
                now,
            );
            pair.step();
        }
        assert_eq!(pair.sounds.len(), 50, "{codec:?}");
        assert!(
            pair.sounds
                .iter()
                .zip(0..50_u8)
                .all(|(sound, n)| sound.payload[..] == [1, 2, n]
                    && sound.timestamp == u32::from(n) * 960
                    && sound.seq == u64::from(n))
        );
        let heard = pair.browser.take_heard();
        assert_eq!(heard.len(), 50, "{codec:?}");
        assert!(
            heard
                .iter()
                .zip(0..50_u8)
                .all(|(heard, n)| heard.payload[..] == [3, 4, n])
        );
    }
}

#[test]
fn the_answer_names_our_address_and_one_codec() {
    let (_, offer) = Browser::offering(Codec::Opus, browser_address(), origin());
    let (_, answer) = Peer::answer(&offer, &config(), origin()).unwrap();
    assert!(answer.contains("a=ice-lite"), "{answer}");
    assert!(answer.contains("10.0.0.1 4000 typ host"), "{answer}");
    assert!(answer.contains("useinbandfec=1"), "{answer}");
    assert_eq!(answer.matches("a=rtpmap:").count(), 1, "{answer}");
}

#[test]
fn video_beside_audio_is_declined_and_the_call_goes_on() {
    let (_, offer) = Browser::offering(Codec::Opus, browser_address(), origin());
    let video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:vid\r\na=recvonly\r\na=rtcp-mux\r\n\
                 a=rtpmap:96 VP8/90000\r\n";
    let bundle = offer
        .lines()
        .find(|line| line.starts_with("a=group:BUNDLE"))
        .unwrap()
        .to_owned();
    let offer = offer.replace(&bundle, &format!("{bundle} vid")) + video;
    match Peer::answer(&offer, &config(), origin()) {
        Ok((peer, answer)) => {
            assert_eq!(peer.codec(), Codec::Opus);
            assert!(!answer.contains("VP8"), "{answer}");
        }
        Err(error) => panic!("{error}\n{offer}"),
    }
}

#[test]
fn a_browser_that_leaves_is_noticed_at_once() {
    let mut pair = Pair::connected(Codec::Opus);
    assert_eq!(pair.events, [PeerEvent::Connected]);
    pair.browser.close();
    pair.step();
    assert_eq!(pair.events.last(), Some(&PeerEvent::Closed));
    assert!(!pair.peer.is_connected());
}

#[test]
fn a_peer_that_is_closed_falls_silent() {
    let mut pair = Pair::connected(Codec::Pcmu);
    pair.peer.close();
    pair.step();
    pair.step();
    assert_eq!(pair.events.last(), Some(&PeerEvent::Closed));
    pair.sounds.clear();
    let now = pair.now;
    pair.browser.send(1, 160, &[1], now);
    pair.step();
    assert!(pair.sounds.is_empty());
}

#[test]
fn reports_tell_what_the_browser_receives() {
    let mut pair = Pair::connected(Codec::Opus);
    for n in 0..900_u32 {
        let now = pair.now;
        pair.browser.send(u64::from(n), n * 960, &[1], now);
        pair.peer.send(
            &Packet {
                seq: u64::from(n),
                timestamp: n * 960,
                payload: &[2],
            },
            now,
        );
        pair.step();
    }
    let report = pair.events.iter().rev().find_map(|event| match event {
        PeerEvent::Report(report) => Some(*report),
        PeerEvent::Connected | PeerEvent::Closed => None,
    });
    let report = report.expect("a report within 18 seconds");
    assert!(
        report.sent_packets > 500 && report.received_packets > 500,
        "{report:?}"
    );
    assert_eq!(report.sent_loss, Some(0.0), "{report:?}");
    assert!(report.round_trip.is_some(), "{report:?}");
}

#[test]
fn what_nobody_authenticated_is_not_heard() {
    let mut pair = Pair::connected(Codec::Opus);
    let now = pair.now;
    let mut forged = vec![0x80, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
    forged.extend([0; 60]);
    pair.peer.handle(&forged, browser_address(), now);
    pair.drain();
    assert!(pair.sounds.is_empty());
    assert!(pair.peer.is_connected());
}

#[test]
fn offers_cut_or_damaged_anywhere_are_answered_or_refused() {
    let (_, offer) = Browser::offering(Codec::Opus, browser_address(), origin());
    let config = config();
    let now = origin();
    for cut in (0..offer.len()).step_by(11) {
        let _ = Peer::answer(&offer[..cut], &config, now);
    }
    let without = |line: &str| {
        let kept: Vec<_> = offer.lines().filter(|kept| !kept.starts_with(line)).collect();
        Peer::answer(&(kept.join("\r\n") + "\r\n"), &config, now).map(|_| ())
    };
    assert_eq!(without("a=fingerprint"), Err(OfferError::NotEncrypted));
    assert_eq!(without("m=audio"), Err(OfferError::NoAudio));
    assert!(matches!(
        without("a=ice-ufrag"),
        Err(OfferError::Malformed { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn hostile_datagrams_never_panic_and_never_end_a_connection(
        datagrams in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 1..40),
        kinds in proptest::collection::vec(prop_oneof![Just(0_u8), Just(1), Just(20), Just(22), Just(128), Just(129)], 40),
    ) {
        let mut pair = Pair::connected(Codec::Pcmu);
        for (mut datagram, kind) in datagrams.into_iter().zip(kinds) {
            if let Some(first) = datagram.first_mut() {
                *first = kind;
            }
            let now = pair.now;
            pair.peer.handle(&datagram, browser_address(), now);
            pair.drain();
        }
        let now = pair.now;
        pair.browser.send(1, 160, &[5], now);
        pair.step();
        prop_assert_eq!(pair.sounds.len(), 1);
    }

    #[test]
    fn an_offer_with_any_line_replaced_is_answered_or_refused(line in 0_usize..40, with in "[ -~]{0,60}") {
        let (_, offer) = Browser::offering(Codec::Opus, browser_address(), origin());
        let mut lines: Vec<&str> = offer.lines().collect();
        let at = line % lines.len();
        lines[at] = &with;
        let _ = Peer::answer(&(lines.join("\r\n") + "\r\n"), &config(), origin());
    }
}
