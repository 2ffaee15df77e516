//! A browser without a socket: makes the offer, checks the path, sends and receives packets.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use outdial_media::Codec;
use outdial_media::webrtc::crypto;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::Codec as RtcCodec;
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

pub struct Browser {
    rtc: Rtc,
    address: SocketAddr,
    pending: Option<SdpPendingOffer>,
    mid: Mid,
    codec: Codec,
    connected: bool,
    heard: Vec<Heard>,
}

pub struct Heard {
    pub seq: u64,
    pub timestamp: u32,
    pub payload: Arc<[u8]>,
}

impl Browser {
    /// A browser at `address`, and its offer.
    pub fn offering(codec: Codec, address: SocketAddr, now: Instant) -> (Self, String) {
        let builder = Rtc::builder()
            .set_crypto_provider(crypto::provider())
            .set_rtp_mode(true)
            .clear_codecs();
        let mut rtc = match codec {
            Codec::Opus => builder.enable_opus(true, false),
            Codec::Pcmu => builder.enable_pcmu(true, false),
            Codec::Pcma => builder.enable_pcma(true, false),
        }
        .build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        let offer = offer.to_sdp_string();
        let browser = Self {
            rtc,
            address,
            pending: Some(pending),
            mid,
            codec,
            connected: false,
            heard: Vec::new(),
        };
        (browser, offer)
    }

    pub fn accept(&mut self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        self.rtc
            .sdp_api()
            .accept_answer(self.pending.take().unwrap(), answer)
            .unwrap();
    }

    pub fn is_connected(&self) -> bool {
        self.connected
    }

    pub fn handle(&mut self, datagram: &[u8], from: SocketAddr, now: Instant) {
        if let Ok(received) = Receive::new(Protocol::Udp, from, self.address, datagram) {
            let _ = self.rtc.handle_input(Input::Receive(now, received));
        }
    }

    pub fn send(&mut self, seq: u64, timestamp: u32, payload: &[u8], now: Instant) {
        let pt = self.payload_type();
        let mut api = self.rtc.direct_api();
        let stream = api.stream_tx_by_mid(self.mid, None).unwrap();
        stream.write_rtp(RtpWrite::new(pt, seq.into(), timestamp, now, payload));
    }

    pub fn close(&mut self) {
        self.rtc.close().unwrap();
    }

    /// Packets that came in since the last call.
    pub fn take_heard(&mut self) -> Vec<Heard> {
        std::mem::take(&mut self.heard)
    }

    /// Everything that is to be sent now.
    pub fn poll(&mut self, now: Instant) -> Vec<(SocketAddr, Vec<u8>)> {
        let mut out = Vec::new();
        let mut advanced = false;
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Transmit(t) => out.push((t.destination, t.contents.into())),
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::RtpPacket(packet)) => self.heard.push(Heard {
                    seq: *packet.seq_no,
                    timestamp: packet.header.timestamp,
                    payload: packet.payload,
                }),
                Output::Event(_) => {}
                Output::Timeout(due) if due <= now && !advanced => {
                    advanced = true;
                    self.rtc.handle_input(Input::Timeout(now)).unwrap();
                }
                Output::Timeout(_) => return out,
            }
        }
    }

    fn payload_type(&self) -> Pt {
        let wanted = match self.codec {
            Codec::Opus => RtcCodec::Opus,
            Codec::Pcmu => RtcCodec::PCMU,
            Codec::Pcma => RtcCodec::PCMA,
        };
        let media = self.rtc.media(self.mid).unwrap();
        let config = self.rtc.codec_config();
        *media
            .remote_pts()
            .iter()
            .find(|pt| {
                config
                    .iter()
                    .any(|params| params.pt() == **pt && params.spec().codec == wanted)
            })
            .unwrap()
    }
}
