//! Strangers on the port and nonsense from pages: refused, counted, and nobody else notices.

use std::net::UdpSocket;

use crate::support::client::Client;
use crate::support::phone::Phone;
use crate::support::wait;
use outdial_media::live::{HubConfig, JoinError, MediaHub, RoomSettings};
use outdial_media::room::Role;
use outdial_media::webrtc::OfferError;
use outdial_media::{Codec, ParticipantId, RoomId};

const AGENT: f32 = 440.0;
const CUSTOMER: f32 = 1000.0;

#[test]
fn a_flood_of_nonsense_is_counted_and_a_call_goes_on() {
    let hub = MediaHub::start(HubConfig::loopback(std::env::temp_dir())).unwrap();
    let room = hub.open(RoomId::new("r"), RoomSettings::default()).unwrap();
    let agent = Client::join(&room, "agent", Role::Talk, Codec::Opus, AGENT);
    let customer = Phone::join(&room, "customer", CUSTOMER);
    agent.ear.comes_to_hear(&[CUSTOMER], &[]);
    let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut state = 1_u64;
    let mut rounds = 0;
    let counted = wait::eventually(|| {
        rounds += 1;
        for length in [0, 1, 3, 19, 20, 21, 44, 200, 1400, 2001, 9000] {
            let mut datagram: Vec<u8> = (0..length).map(|_| noise(&mut state)).collect();
            for first in [0, 1, 20, 22, 63, 64, 127, 128, 144, 191, 200, 255] {
                if let Some(byte) = datagram.first_mut() {
                    *byte = first;
                }
                let _ = stranger.send_to(&datagram, hub.local_addr());
            }
        }
        let metrics = hub.metrics();
        rounds > 20 && metrics.datagrams_refused > 100 && metrics.datagrams_unknown > 100
    });
    assert!(counted, "{:?}", hub.metrics());
    agent.ear.comes_to_hear(&[CUSTOMER], &[AGENT]);
    customer.ear.comes_to_hear(&[AGENT], &[CUSTOMER]);
    assert_eq!(hub.metrics().rooms_failed, 0);
}

#[test]
fn offers_that_cannot_be_used_are_refused_and_take_no_seat() {
    let hub = MediaHub::start(HubConfig::loopback(std::env::temp_dir())).unwrap();
    let room = hub.open(RoomId::new("r"), RoomSettings::default()).unwrap();
    let who = ParticipantId::new("agent");
    let refused = |offer: &str| match room.join_browser(&who, Role::Talk, offer) {
        Err(JoinError::Offer(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(""), OfferError::NotSdp);
    assert_eq!(refused("{\"type\":\"offer\"}"), OfferError::NotSdp);
    assert_eq!(
        refused("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n"),
        OfferError::VideoOnly
    );
    assert!(matches!(
        refused(&"v=0\r\n".repeat(100_000)),
        OfferError::TooLarge { .. }
    ));
    let half = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=fingerprint:sha-256 00\r\n";
    assert!(matches!(refused(half), OfferError::Malformed { .. }));
    assert_eq!(room.snapshot().seats, []);
    assert_eq!(hub.metrics().browsers, 0);
}

/// Reproducible bytes (xorshift).
fn noise(state: &mut u64) -> u8 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    state.to_le_bytes()[3]
}
