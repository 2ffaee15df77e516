//! A browser's seat: the connection in use, and the one that is about to replace it.
//!
//! A page that was refreshed, or whose network changed, offers again for the same seat. The old connection is kept
//! until the new one stands, so that audio never waits for the handshake.

use std::net::SocketAddr;
use std::time::Duration;

use super::link::{Link, Moment, Turn};
use super::wire::PeerKey;
use crate::codec::Band;
use crate::pcm::Frame;

/// The connections of one seat.
#[derive(Default)]
pub(super) struct BrowserLeg {
    current: Option<Link>,
    next: Option<Link>,
    lost: bool,
    announced: bool,
}

/// What the room has to know of a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Connected for the first time.
    Joined,
    /// Back, or replaced by a new connection.
    Returned,
    /// Nothing comes from it any more.
    Lost,
}

impl BrowserLeg {
    /// A new connection that takes over as soon as it stands.
    pub(super) fn offer(&mut self, link: Link, at: &Moment<'_>) {
        if let Some(superseded) = self.next.replace(link) {
            superseded.end(at);
        }
        if let Some(next) = &mut self.next {
            next.settle(at);
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        self.announced && !self.lost && self.current.is_some()
    }

    /// The connection that audio passes on.
    pub(super) fn link(&self) -> Option<&Link> {
        self.current.as_ref()
    }

    pub(super) fn receive(
        &mut self,
        key: PeerKey,
        datagram: &[u8],
        from: SocketAddr,
        at: &Moment<'_>,
    ) -> Option<Change> {
        if let Some(next) = self.next.as_mut().filter(|link| link.key == key) {
            let turn = next.receive(datagram, from, at);
            return self.after_next(turn, at);
        }
        let current = self.current.as_mut().filter(|link| link.key == key)?;
        let turn = current.receive(datagram, from, at);
        if turn.closed {
            return self.drop_current(at);
        }
        self.is_heard_again()
    }

    /// The next 20 ms from the browser, if it has a connection that lives.
    pub(super) fn hear(&mut self) -> Option<Frame> {
        let current = self.current.as_mut()?;
        let frame = current.hear();
        (!self.lost).then_some(frame)
    }

    /// Sends 20 ms, lets time pass, and looks whether the browser is still there.
    pub(super) fn say(&mut self, frame: Option<(&Frame, Band)>, at: &Moment<'_>) -> Option<Change> {
        let handed_over = match &mut self.next {
            Some(next) => {
                let turn = next.settle(at);
                self.after_next(turn, at)
            }
            None => None,
        };
        handed_over.or_else(|| self.attend(frame, at))
    }

    /// Ends all connections.
    pub(super) fn end(&mut self, at: &Moment<'_>) {
        for link in self.next.take().into_iter().chain(self.current.take()) {
            link.end(at);
        }
    }

    fn attend(&mut self, frame: Option<(&Frame, Band)>, at: &Moment<'_>) -> Option<Change> {
        let lost = self.lost;
        let Some(current) = &mut self.current else {
            return self.nobody_came(at);
        };
        let turn = match frame.filter(|_| !lost) {
            Some(frame) => current.say(frame, at),
            None => current.settle(at),
        };
        let silence = current.silent_for(at.now);
        if turn.closed || silence > FORGET_AFTER {
            return self.drop_current(at);
        }
        (silence > LOST_AFTER).then(|| self.lose()).flatten()
    }

    fn after_next(&mut self, turn: Turn, at: &Moment<'_>) -> Option<Change> {
        if turn.closed {
            self.next.take()?.end(at);
            return None;
        }
        if !turn.connected {
            return None;
        }
        if let Some(old) = std::mem::replace(&mut self.current, self.next.take()) {
            old.end(at);
        }
        self.lost = false;
        Some(if std::mem::replace(&mut self.announced, true) {
            Change::Returned
        } else {
            Change::Joined
        })
    }

    fn is_heard_again(&mut self) -> Option<Change> {
        std::mem::take(&mut self.lost).then_some(Change::Returned)
    }

    fn drop_current(&mut self, at: &Moment<'_>) -> Option<Change> {
        self.current.take()?.end(at);
        self.lose()
    }

    /// A connection that was offered and never made.
    fn nobody_came(&mut self, at: &Moment<'_>) -> Option<Change> {
        let waited = self.next.as_ref()?.silent_for(at.now);
        if waited <= CONNECT_WITHIN {
            return None;
        }
        self.next.take()?.end(at);
        self.lose()
    }

    fn lose(&mut self) -> Option<Change> {
        (!std::mem::replace(&mut self.lost, true)).then_some(Change::Lost)
    }
}

/// Browsers send audio 50 times a second also when muted, and check the path each 2.5 seconds.
const LOST_AFTER: Duration = Duration::from_secs(4);
/// A connection may come back on its own after a tunnel or a change of antenna; later the page has offered anew.
const FORGET_AFTER: Duration = Duration::from_secs(30);
/// Checks and handshake take well under a second where they succeed at all.
const CONNECT_WITHIN: Duration = Duration::from_secs(15);
