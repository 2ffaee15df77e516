//! One browser's connection: keys, encryption, liveness. Audio passes as RTP packets; buffering them is not done here.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::change::SdpOffer;
use str0m::crypto::CryptoProvider;
use str0m::media::{Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, RtpPacket, RtpWrite};
use str0m::stats::{MediaEgressStats, MediaIngressStats};
use str0m::{Candidate, Event, Input, Output as RtcOutput, Rtc, RtcConfig};

use super::crypto::{self, Certificate};
use super::mux::MAX_DATAGRAM_BYTES;
use super::offer::{OfferError, choose_codec};
use super::report::LinkReport;
use crate::codec::Codec;
use crate::leg::Packet;
use crate::pcm::MIX_RATE;

/// What all peers of one port share.
#[derive(Debug, Clone)]
pub struct PeerConfig {
    /// Where browsers find us: the port's addresses as seen from outside, the best first.
    pub candidates: Vec<SocketAddr>,
    /// Whose fingerprint the answers carry.
    pub certificate: Certificate,
    provider: Arc<CryptoProvider>,
}

impl PeerConfig {
    /// Peers that are reached at these addresses.
    #[must_use]
    pub fn new(candidates: Vec<SocketAddr>, certificate: Certificate) -> Self {
        Self {
            candidates,
            certificate,
            provider: crypto::provider(),
        }
    }
}

/// A browser's connection as a value.
///
/// After [`Peer::answer`] and after each [`Peer::handle`], [`Peer::send`] and [`Peer::close`], ask [`Peer::poll`] until
/// it answers [`Output::Timeout`].
#[derive(Debug)]
pub struct Peer {
    rtc: Rtc,
    codec: Codec,
    user_name: String,
    candidates: Vec<SocketAddr>,
    /// The audio line and the number of its codec.
    line: (Mid, Pt),
    report: LinkReport,
    connected: bool,
    closed: bool,
    waiting: VecDeque<PeerEvent>,
}

/// What a peer wants done.
#[derive(Debug)]
pub enum Output {
    /// Send this datagram.
    Transmit {
        /// To this address.
        to: SocketAddr,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Audio came in.
    Sound(Sound),
    /// The connection changed.
    Event(PeerEvent),
    /// Nothing now; ask again at this time at the latest.
    Timeout(Instant),
}

/// A packet of audio from a browser, deciphered.
#[derive(Debug)]
pub struct Sound {
    /// The sequence number without wrapping around.
    pub seq: u64,
    /// In units of the codec's clock.
    pub timestamp: u32,
    /// Encoded audio.
    pub payload: Arc<[u8]>,
    /// When the datagram came in.
    pub arrived: Instant,
}

/// A change of a connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PeerEvent {
    /// Keys are agreed; audio can pass.
    Connected,
    /// Over, by either side. Nothing follows.
    Closed,
    /// New figures, about each five seconds.
    Report(LinkReport),
}

impl Peer {
    /// Reads a browser's offer and writes the answer, which is complete: no candidates follow it.
    ///
    /// # Errors
    /// With a sentence for the page when the offer cannot be used.
    pub fn answer(offer: &str, config: &PeerConfig, now: Instant) -> Result<(Self, String), OfferError> {
        let codec = choose_codec(offer)?;
        let malformed = |reason: String| OfferError::Malformed { reason };
        let offer = SdpOffer::from_sdp_string(offer).map_err(|error| malformed(error.to_string()))?;
        let mut rtc = rtc(codec, config).build(now);
        for &address in &config.candidates {
            let candidate = Candidate::host(address, "udp").map_err(|error| malformed(error.to_string()))?;
            rtc.add_local_candidate(candidate);
        }
        let user_name = rtc.direct_api().local_ice_credentials().ufrag;
        let answer = rtc
            .sdp_api()
            .accept_offer(offer)
            .map_err(|error| malformed(error.to_string()))?;
        let answer = with_wishes(&answer.to_sdp_string());
        let line = accepted_line(&rtc, &answer).ok_or(OfferError::NoCodec)?;
        let peer = Self {
            rtc,
            codec,
            user_name,
            candidates: config.candidates.clone(),
            line,
            report: LinkReport::default(),
            connected: false,
            closed: false,
            waiting: VecDeque::new(),
        };
        Ok((peer, answer))
    }

    /// What browsers call this peer in their checks; see [`super::Mux::register`].
    #[must_use]
    pub fn user_name(&self) -> &str {
        &self.user_name
    }

    /// The codec that was agreed on.
    #[must_use]
    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// True from [`PeerEvent::Connected`] until [`PeerEvent::Closed`].
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.connected && !self.closed
    }

    /// Takes in a datagram that the mux gave to this peer. False when it was not what it seemed to be.
    pub fn handle(&mut self, datagram: &[u8], from: SocketAddr, now: Instant) -> bool {
        if self.closed || datagram.len() > MAX_DATAGRAM_BYTES {
            return false;
        }
        // A socket on all interfaces does not say where a datagram came in, and a lite agent need not know.
        let Some(&to) = self.candidates.iter().find(|to| to.is_ipv4() == from.is_ipv4()) else {
            return false;
        };
        let Ok(received) = Receive::new(Protocol::Udp, from, to, datagram) else {
            return false;
        };
        self.rtc.handle_input(Input::Receive(now, received)).is_ok()
    }

    /// Sends a packet of audio; before the connection stands it is dropped.
    pub fn send(&mut self, packet: &Packet<'_>, now: Instant) {
        if !self.is_connected() {
            return;
        }
        let (mid, pt) = self.line;
        let mut api = self.rtc.direct_api();
        let Some(stream) = api.stream_tx_by_mid(mid, None) else {
            return;
        };
        stream.write_rtp(RtpWrite::new(
            pt,
            packet.seq.into(),
            packet.timestamp,
            now,
            packet.payload,
        ));
    }

    /// Ends the connection so that the browser hears of it.
    pub fn close(&mut self) {
        if self.rtc.close().is_err() {
            self.rtc.disconnect();
        }
    }

    /// What is to be done next. Time passes for the connection by these calls.
    pub fn poll(&mut self, now: Instant) -> Output {
        let mut may_advance = true;
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Output::Event(event);
            }
            if self.closed {
                return Output::Timeout(now + LONG);
            }
            match self.rtc.poll_output() {
                Ok(RtcOutput::Transmit(datagram)) => {
                    return Output::Transmit {
                        to: datagram.destination,
                        bytes: datagram.contents.into(),
                    };
                }
                Ok(RtcOutput::Event(event)) => {
                    if let Some(sound) = self.take(event) {
                        return Output::Sound(sound);
                    }
                }
                Ok(RtcOutput::Timeout(_)) if !self.rtc.is_alive() => self.end(),
                Ok(RtcOutput::Timeout(due)) if due <= now && may_advance => {
                    may_advance = false;
                    if self.rtc.handle_input(Input::Timeout(now)).is_err() {
                        self.end();
                    }
                }
                Ok(RtcOutput::Timeout(due)) => return Output::Timeout(due),
                Err(_) => self.end(),
            }
        }
    }

    fn end(&mut self) {
        self.rtc.disconnect();
        self.closed = true;
        self.waiting.push_back(PeerEvent::Closed);
    }

    /// Takes in what the connection says of itself; audio is handed on.
    fn take(&mut self, event: Event) -> Option<Sound> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "a list that grows, of which audio needs little"
        )]
        match event {
            Event::RtpPacket(packet) => return self.sound(packet),
            Event::Connected => {
                self.connected = true;
                self.waiting.push_back(PeerEvent::Connected);
            }
            Event::MediaEgressStats(stats) => self.sent(&stats),
            Event::MediaIngressStats(stats) => self.received(&stats),
            Event::Closed => self.end(),
            _ => {}
        }
        None
    }

    fn sound(&self, packet: RtpPacket) -> Option<Sound> {
        let (_, pt) = self.line;
        (packet.header.payload_type == pt && !packet.payload.is_empty()).then(|| Sound {
            seq: *packet.seq_no,
            timestamp: packet.header.timestamp,
            payload: packet.payload,
            arrived: packet.timestamp,
        })
    }

    fn sent(&mut self, stats: &MediaEgressStats) {
        self.report.round_trip = stats.rtt.or(self.report.round_trip);
        self.report.sent_loss = stats.loss;
        self.report.sent_packets = stats.packets;
        let rate = self.codec.clock_rate();
        self.report.sent_jitter = stats
            .remote
            .as_ref()
            .map(|remote| Duration::from_secs(remote.jitter.into()) / rate);
        self.waiting.push_back(PeerEvent::Report(self.report));
    }

    fn received(&mut self, stats: &MediaIngressStats) {
        self.report.received_packets = stats.packets;
    }
}

/// The audio line of our own answer, and the number that its one codec has there.
fn accepted_line(rtc: &Rtc, answer: &str) -> Option<(Mid, Pt)> {
    let mut lines = answer.lines().skip_while(|line| !line.starts_with("m=audio"));
    let refused = lines.next()?.starts_with("m=audio 0 ");
    let mid = lines
        .take_while(|line| !line.starts_with("m="))
        .find_map(|line| line.strip_prefix("a=mid:"))?;
    let mid = Mid::from(mid.trim_end());
    let pt = *rtc.media(mid)?.remote_pts().first()?;
    (!refused).then_some((mid, pt))
}

/// The answer with what we would like to be sent (RFC 7587 section 6.1): sound above the mix's band would be decoded and
/// thrown away. Browsers send fewer bits for a narrower band of themselves; the voice gets what they would have sent.
fn with_wishes(answer: &str) -> String {
    let opus = answer.lines().find_map(|line| {
        let (number, name) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
        name.starts_with("opus/").then_some(number)
    });
    let Some(opus) = opus else {
        return answer.to_owned();
    };
    let parameters = format!("a=fmtp:{opus} ");
    let mut text = String::with_capacity(answer.len() + 64);
    for line in answer.split_inclusive("\r\n") {
        let plain = line.trim_end();
        text.push_str(plain);
        if plain.starts_with(&parameters) {
            text.push_str(&format!(
                ";maxplaybackrate={MIX_RATE};sprop-maxcapturerate={MIX_RATE};maxaveragebitrate={BITS_WANTED}"
            ));
        }
        text.push_str(&line[plain.len()..]);
    }
    text
}

/// A connection that speaks one codec, answers checks and sends none, and leaves order and loss of packets to us.
fn rtc(codec: Codec, config: &PeerConfig) -> RtcConfig {
    let builder = Rtc::builder()
        .set_crypto_provider(Arc::clone(&config.provider))
        .set_dtls_cert(config.certificate.to_dtls())
        .set_ice_lite(true)
        .set_rtp_mode(true)
        .set_stats_interval(Some(REPORT_INTERVAL))
        .clear_extension_map()
        .set_extension(1, Extension::RtpMid)
        .clear_codecs();
    match codec {
        Codec::Opus => builder.enable_opus(true, false),
        Codec::Pcmu => builder.enable_pcmu(true, false),
        Codec::Pcma => builder.enable_pcma(true, false),
    }
}

/// What Chromium gives to a microphone whose listener has no wishes.
const BITS_WANTED: u32 = 32_000;
/// Browsers report about each five seconds as well.
const REPORT_INTERVAL: Duration = Duration::from_secs(5);
/// A closed connection wants nothing any more.
const LONG: Duration = Duration::from_secs(3600);
