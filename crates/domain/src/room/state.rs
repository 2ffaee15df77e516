//! What a room is, and when it next needs attention.

use serde::{Deserialize, Serialize};

use super::bridge::Bridge;
use super::phase::Phase;
use super::presence::Presence;
use crate::time::Timestamp;

/// How long a room waits for a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the browser's first audio.
    pub join_ms: i64,
    /// For a browser that was lost.
    pub browser_ms: i64,
    /// For a browser that was lost, before the callee hears something in its place.
    pub comfort_ms: i64,
    /// For a callee's audio that stopped while the carrier says that the call goes on.
    pub phone_ms: i64,
}

/// A conversation of one agent's browser with one callee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Where the two meet. Rooms of before there was a choice met here.
    #[serde(default)]
    pub bridge: Bridge,
    /// How far it has come.
    pub phase: Phase,
    /// The agent's leg.
    pub browser: Presence,
    /// The callee's leg.
    pub phone: Presence,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the callee's audio first came in: the talk is timed from here.
    pub connected_at: Option<Timestamp>,
    /// Whether the two were told to be talking.
    pub bridged: bool,
    /// The callee hears something in place of the lost browser.
    #[serde(default)]
    pub comforted: bool,
}

impl Room {
    /// A room that awaits its browser.
    #[must_use]
    pub fn opened(bridge: Bridge, now: Timestamp) -> Self {
        Self {
            bridge,
            phase: Phase::Opening,
            browser: Presence::Awaited,
            phone: Presence::Awaited,
            opened_at: now,
            connected_at: None,
            bridged: false,
            comforted: false,
        }
    }

    /// Whether it is not over.
    #[must_use]
    pub fn is_live(&self) -> bool {
        match self.phase {
            Phase::Opening | Phase::Dialing | Phase::Ringing | Phase::Connected => true,
            Phase::Ended(_) => false,
        }
    }

    /// When to look at it again if nothing happens: each wait has an end.
    #[must_use]
    pub fn deadline(&self, limits: &Limits) -> Option<Timestamp> {
        if !self.is_live() {
            return None;
        }
        let join = (self.phase == Phase::Opening).then(|| self.opened_at.plus_ms(limits.join_ms));
        let others = [
            self.comfort_at(limits),
            self.browser_deadline(limits),
            self.phone_deadline(limits),
        ];
        others.into_iter().chain([join]).flatten().min()
    }

    /// Until when a lost browser may come back.
    #[must_use]
    pub fn browser_deadline(&self, limits: &Limits) -> Option<Timestamp> {
        self.browser
            .lost_since()
            .map(|since| since.plus_ms(limits.browser_ms))
    }

    /// When a callee who waits for a lost browser is to hear something; a page that is loaded anew is quicker.
    pub(super) fn comfort_at(&self, limits: &Limits) -> Option<Timestamp> {
        let since = self.browser.lost_since()?;
        (self.phone.is_here() && !self.comforted).then(|| since.plus_ms(limits.comfort_ms))
    }

    pub(super) fn phone_deadline(&self, limits: &Limits) -> Option<Timestamp> {
        self.phone
            .lost_since()
            .map(|since| since.plus_ms(limits.phone_ms))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            join_ms: 60_000,
            browser_ms: 30_000,
            comfort_ms: 2_000,
            phone_ms: 10_000,
        }
    }
}
