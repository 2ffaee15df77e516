//! A browser's connection as a value: offers and datagrams in, datagrams and packets of sound out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use outdial_webrtc_crypto::{Certificate, provider};
use str0m::change::SdpOffer;
use str0m::media::{Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::offer::{Marks, OfferError};

/// A browser's connection.
#[derive(Debug)]
pub(super) struct Peer {
    rtc: Rtc,
    at: SocketAddr,
    marks: Marks,
    answer: String,
    /// The audio line and the number of its codec.
    line: (Mid, Pt),
    connected: bool,
    /// The number and the time of the next packet.
    number: u64,
    time: u32,
}

/// What a peer wants done.
pub(super) enum Wish {
    Send {
        to: SocketAddr,
        bytes: Vec<u8>,
    },
    Sound {
        number: u64,
        payload: Arc<[u8]>,
    },
    /// Nothing until then.
    Wait(Instant),
    /// Nothing ever more: it is over.
    Over,
}

impl Peer {
    /// Answers the first offer of a connection; the browser finds us `at` this address.
    pub(super) fn answering(offer: &str, at: SocketAddr, now: Instant) -> Result<Self, OfferError> {
        let marks = Marks::of(offer)?;
        let certificate =
            Certificate::generate().map_err(|error| OfferError::Malformed(error.to_string()))?;
        let mut rtc = Rtc::builder()
            .set_crypto_provider(provider())
            .set_dtls_cert(certificate.to_dtls())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_pcmu(true, false)
            .build(now);
        let candidate = Candidate::host(at, "udp").map_err(malformed)?;
        rtc.add_local_candidate(candidate);
        let answer = accept(&mut rtc, offer)?;
        let line = audio_line(&rtc, &answer).ok_or(OfferError::NoCodec)?;
        Ok(Self {
            rtc,
            at,
            marks,
            answer,
            line,
            connected: false,
            number: 1,
            time: 0,
        })
    }

    pub(super) fn answer(&self) -> &str {
        &self.answer
    }

    /// Answers another offer of the same connection; `None` when it is of another one.
    pub(super) fn answer_again(&mut self, offer: &str) -> Result<Option<&str>, OfferError> {
        let marks = Marks::of(offer)?;
        if marks.fingerprint != self.marks.fingerprint || !self.rtc.is_alive() {
            return Ok(None);
        }
        if marks.path != self.marks.path {
            self.answer = accept(&mut self.rtc, offer)?;
            self.marks = marks;
        }
        Ok(Some(&self.answer))
    }

    pub(super) fn receive(&mut self, datagram: &[u8], from: SocketAddr, now: Instant) {
        if datagram.len() > LONGEST_DATAGRAM {
            return;
        }
        let Ok(received) = Receive::new(Protocol::Udp, from, self.at, datagram) else {
            return;
        };
        // What it cannot take is noise from elsewhere.
        let _ = self.rtc.handle_input(Input::Receive(now, received));
    }

    pub(super) fn pass_time(&mut self, now: Instant) {
        if self.rtc.handle_input(Input::Timeout(now)).is_err() {
            self.rtc.disconnect();
        }
    }

    /// Sends a frame of mu-law; before the connection stands it is left out.
    pub(super) fn send(&mut self, payload: &[u8], now: Instant) {
        let (mid, pt) = self.line;
        let (number, time) = (self.number, self.time);
        self.time = self.time.wrapping_add(u32::try_from(payload.len()).unwrap_or(0));
        if !self.connected {
            return;
        }
        self.number += 1;
        let mut api = self.rtc.direct_api();
        if let Some(stream) = api.stream_tx_by_mid(mid, None) {
            stream.write_rtp(RtpWrite::new(pt, number.into(), time, now, payload));
        }
    }

    /// Says good-bye; ask for wishes once more.
    pub(super) fn close(&mut self) {
        if self.rtc.close().is_err() {
            self.rtc.disconnect();
        }
    }

    pub(super) fn next_wish(&mut self) -> Wish {
        loop {
            if !self.rtc.is_alive() {
                return Wish::Over;
            }
            match self.rtc.poll_output() {
                Ok(Output::Transmit(datagram)) => {
                    return Wish::Send {
                        to: datagram.destination,
                        bytes: datagram.contents.into(),
                    };
                }
                Ok(Output::Timeout(due)) => return Wish::Wait(due),
                Ok(Output::Event(event)) => {
                    if let Some(sound) = self.take(event) {
                        return sound;
                    }
                }
                Err(_) => self.rtc.disconnect(),
            }
        }
    }

    fn take(&mut self, event: Event) -> Option<Wish> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "a list that grows, of which a call needs little"
        )]
        match event {
            Event::Connected => {
                self.connected = true;
                None
            }
            Event::RtpPacket(packet) if packet.header.payload_type == self.line.1 => Some(Wish::Sound {
                number: *packet.seq_no,
                payload: packet.payload,
            }),
            _ => None,
        }
    }
}

fn accept(rtc: &mut Rtc, offer: &str) -> Result<String, OfferError> {
    let offer = SdpOffer::from_sdp_string(offer).map_err(malformed)?;
    let answer = rtc.sdp_api().accept_offer(offer).map_err(malformed)?;
    Ok(answer.to_sdp_string())
}

/// The first media line of our answer if it is audio and was taken, and the number of its codec.
fn audio_line(rtc: &Rtc, answer: &str) -> Option<(Mid, Pt)> {
    let mut lines = answer.lines().skip_while(|line| !line.starts_with("m="));
    let media = lines.next()?;
    if !media.starts_with("m=audio ") || media.starts_with("m=audio 0 ") {
        return None;
    }
    let mid = lines.find_map(|line| line.strip_prefix("a=mid:"))?;
    let mid = Mid::from(mid.trim());
    let pt = *rtc.media(mid)?.remote_pts().first()?;
    Some((mid, pt))
}

fn malformed(error: impl std::fmt::Display) -> OfferError {
    OfferError::Malformed(error.to_string())
}

/// What the peer takes; browsers stay below 1,500.
const LONGEST_DATAGRAM: usize = 2_000;
