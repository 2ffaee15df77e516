//! One connection to one browser: the peer, and the audio that goes through it.

use std::time::{Duration, Instant};

use super::meters::Meters;
use super::wire::{PeerKey, Wire};
use crate::codec::{Band, Codec};
use crate::leg::{Incoming, Outgoing, Packet};
use crate::pcm::Frame;
use crate::webrtc::{LinkReport, Output, Peer, PeerEvent};

/// A peer with its two halves of audio.
pub(super) struct Link {
    pub(super) key: PeerKey,
    peer: Peer,
    incoming: Incoming,
    outgoing: Outgoing,
    /// When something last came from the browser.
    pub(super) last_heard: Instant,
    report: LinkReport,
    /// Datagrams taken in since the last tick.
    taken: usize,
}

/// What became of a link while it was fed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) connected: bool,
    pub(super) closed: bool,
}

impl Link {
    pub(super) fn new(key: PeerKey, peer: Peer, now: Instant) -> Self {
        let codec = peer.codec();
        Self {
            key,
            peer,
            incoming: Incoming::new(codec),
            outgoing: Outgoing::new(codec),
            last_heard: now,
            report: LinkReport::default(),
            taken: 0,
        }
    }

    pub(super) fn codec(&self) -> Codec {
        self.peer.codec()
    }

    pub(super) fn incoming(&self) -> &Incoming {
        &self.incoming
    }

    pub(super) fn report(&self) -> LinkReport {
        self.report
    }

    /// Takes in a datagram. One browser may not keep the room busy: what is more than a burst is dropped.
    pub(super) fn receive(&mut self, datagram: &[u8], from: std::net::SocketAddr, at: &Moment<'_>) -> Turn {
        self.taken += 1;
        if self.taken > MAX_DATAGRAMS_PER_TICK || !self.peer.handle(datagram, from, at.now) {
            Meters::count(&at.wire.meters.datagrams_refused);
            return Turn::default();
        }
        self.last_heard = at.now;
        self.settle(at)
    }

    /// The next 20 ms from the browser.
    pub(super) fn hear(&mut self) -> Frame {
        self.taken = 0;
        self.incoming.frame()
    }

    /// 20 ms for the browser, and how high they go.
    pub(super) fn say(&mut self, (frame, band): (&Frame, Band), at: &Moment<'_>) -> Turn {
        self.outgoing.set_band(band);
        self.peer.send(&self.outgoing.packet(frame), at.now);
        self.settle(at)
    }

    /// Lets time pass and sends what is due.
    pub(super) fn settle(&mut self, at: &Moment<'_>) -> Turn {
        let mut turn = Turn::default();
        loop {
            match self.peer.poll(at.now) {
                Output::Transmit { to, bytes } => at.wire.send(&bytes, to),
                Output::Sound(sound) => {
                    let packet = Packet {
                        seq: sound.seq,
                        timestamp: sound.timestamp,
                        payload: &sound.payload,
                    };
                    self.incoming
                        .push(packet, sound.arrived.saturating_duration_since(at.epoch));
                }
                Output::Event(PeerEvent::Connected) => turn.connected = true,
                Output::Event(PeerEvent::Closed) => turn.closed = true,
                Output::Event(PeerEvent::Report(report)) => self.take_report(report),
                Output::Timeout(_) => return turn,
            }
        }
    }

    /// Tells the browser that it is over and forgets it.
    pub(super) fn end(mut self, at: &Moment<'_>) {
        self.peer.close();
        self.settle(at);
        at.wire.forget(self.key);
    }

    pub(super) fn silent_for(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.last_heard)
    }

    fn take_report(&mut self, report: LinkReport) {
        self.report = report;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share as whole percent"
        )]
        let percent = (report.sent_loss.unwrap_or(0.0) * 100.0).clamp(0.0, 100.0) as u8;
        self.outgoing.expect_loss(percent);
    }
}

/// The present, and the way out.
pub(super) struct Moment<'a> {
    pub(super) now: Instant,
    pub(super) epoch: Instant,
    pub(super) wire: &'a Wire,
}

/// Audio is one datagram a tick; a burst after a stall of the network is a second's worth.
const MAX_DATAGRAMS_PER_TICK: usize = 64;
