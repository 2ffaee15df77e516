//! A browser: offers, checks the path, agrees on keys, and sends and receives encrypted packets on its own socket.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Instant;

use anyhow::{Context, Result};
use outdial_media::webrtc::crypto;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpPacket, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc};

/// A browser with one microphone.
pub struct Browser {
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    mid: Mid,
    pt: Option<Pt>,
    pending: Option<SdpPendingOffer>,
    asked: Asked,
    seq: u64,
    timestamp: u32,
    /// The sequence number that should come next.
    expected: Option<u64>,
    received: u64,
    missing: u64,
}

impl Browser {
    /// A browser on a free port of this machine, and its offer.
    pub fn offer(now: Instant) -> Result<(Self, String)> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        let mut rtc = Rtc::builder()
            .set_crypto_provider(crypto::provider())
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp")?);
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().context("an offer of audio")?;
        let browser = Self {
            rtc,
            socket,
            address,
            mid,
            pt: None,
            pending: Some(pending),
            asked: Asked::default(),
            seq: 0,
            timestamp: 0,
            expected: None,
            received: 0,
            missing: 0,
        };
        Ok((browser, offer.to_sdp_string()))
    }

    /// Takes the answer in and begins to connect.
    pub fn accept(&mut self, answer: &str, now: Instant) -> Result<()> {
        self.asked = Asked::in_answer(answer);
        let pending = self.pending.take().context("one answer for one offer")?;
        let answer = SdpAnswer::from_sdp_string(answer)?;
        self.rtc.sdp_api().accept_answer(pending, answer)?;
        self.settle(now, &mut |_| {})
    }

    /// What the answer wants to be sent.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// Packets of audio that came, and those that did not.
    pub fn received(&self) -> (u64, u64) {
        (self.received, self.missing)
    }

    /// Sends 20 ms.
    pub fn say(&mut self, payload: &[u8], now: Instant) -> Result<()> {
        let Some(pt) = self.pt else { return Ok(()) };
        let mut api = self.rtc.direct_api();
        let stream = api
            .stream_tx_by_mid(self.mid, None)
            .context("there is a line of audio")?;
        stream.write_rtp(RtpWrite::new(pt, self.seq.into(), self.timestamp, now, payload));
        self.seq += 1;
        self.timestamp = self.timestamp.wrapping_add(TICKS_PER_FRAME);
        self.settle(now, &mut |_| {})
    }

    /// Takes in what has come; each packet of audio is shown as it comes.
    pub fn hear(&mut self, now: Instant, heard: &mut impl FnMut(&[u8])) -> Result<()> {
        let mut buffer = [0; 2_000];
        loop {
            match self.socket.recv_from(&mut buffer) {
                Ok((length, from)) => {
                    let received = Receive::new(Protocol::Udp, from, self.address, &buffer[..length])?;
                    self.rtc.handle_input(Input::Receive(now, received))?;
                    self.settle(now, heard)?;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return self.settle(now, heard),
                Err(error) => return Err(error).context("receive as a browser"),
            }
        }
    }

    fn settle(&mut self, now: Instant, heard: &mut impl FnMut(&[u8])) -> Result<()> {
        let mut advanced = false;
        loop {
            match self.rtc.poll_output()? {
                Output::Transmit(datagram) => {
                    self.socket.send_to(&datagram.contents, datagram.destination)?;
                }
                Output::Event(Event::RtpPacket(packet)) => self.count(&packet, heard),
                Output::Event(Event::Connected) => {
                    let media = self.rtc.media(self.mid).context("the line of audio stands")?;
                    self.pt = media.remote_pts().first().copied();
                }
                Output::Event(_) => {}
                Output::Timeout(due) if due <= now && !advanced => {
                    advanced = true;
                    self.rtc.handle_input(Input::Timeout(now))?;
                }
                Output::Timeout(_) => return Ok(()),
            }
        }
    }

    fn count(&mut self, packet: &RtpPacket, heard: &mut impl FnMut(&[u8])) {
        let seq = *packet.seq_no;
        self.received += 1;
        self.missing += seq.saturating_sub(self.expected.unwrap_or(seq));
        self.expected = Some(seq + 1);
        heard(&packet.payload);
    }
}

/// What an answer asks a sender of Opus for (RFC 7587).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// The highest sampling rate that is of use.
    pub rate: Option<u32>,
    /// Bits per second.
    pub bits: Option<u32>,
}

impl Asked {
    fn in_answer(answer: &str) -> Self {
        Self {
            rate: number_after(answer, "maxplaybackrate="),
            bits: number_after(answer, "maxaveragebitrate="),
        }
    }
}

fn number_after(text: &str, name: &str) -> Option<u32> {
    let (_, after) = text.split_once(name)?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// 20 ms of the clock that Opus has in RTP.
const TICKS_PER_FRAME: u32 = 960;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_asks_for_is_found() {
        let asked =
            Asked::in_answer("a=fmtp:111 minptime=10;maxplaybackrate=16000;maxaveragebitrate=32000\r\n");
        assert_eq!((asked.rate, asked.bits), (Some(16_000), Some(32_000)));
        assert_eq!(Asked::in_answer("a=fmtp:111 minptime=10\r\n"), Asked::default());
    }
}
