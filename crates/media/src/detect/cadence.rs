//! What a row of tones means.

use super::observation::ToneKind;
use super::tone_kind::network_step;
use super::tone_run::Tone;

/// The tones that have ended, as far as they belong together.
#[derive(Debug, Clone, Default)]
pub(super) struct Cadence {
    /// How many of the network's three tones came in order, and when the last one ended.
    network: (usize, u32),
    /// How many refusals in a row, and when the last one ended.
    busy: (u32, u32),
    /// When a calling fax machine's tone ended.
    fax_calling_ms: Option<u32>,
}

/// What answered, told by tones alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// It rings or is about to be dialled: nobody has answered yet.
    Progress,
    Busy,
    Network,
    Fax,
}

impl Cadence {
    /// A tone that still sounds.
    pub(super) fn sounding(&self, tone: &Tone) -> Option<Signal> {
        match tone.kind {
            ToneKind::FaxAnswering => Some(Signal::Fax),
            ToneKind::RingBack | ToneKind::Dial => Some(Signal::Progress),
            ToneKind::Busy | ToneKind::Key | ToneKind::Network | ToneKind::FaxCalling | ToneKind::Single => {
                None
            }
        }
    }

    /// A tone that has ended. Tones of the network are named here, since only their order tells them.
    pub(super) fn ended(&mut self, tone: &mut Tone) -> Option<Signal> {
        let network = self.network(tone);
        match tone.kind {
            ToneKind::RingBack | ToneKind::Dial => Some(Signal::Progress),
            ToneKind::Busy => self.busy(tone),
            ToneKind::FaxCalling => {
                let before = self.fax_calling_ms.replace(tone.ended_ms)?;
                FAX_CALLING_EACH_MS
                    .contains(&(tone.ended_ms - before))
                    .then_some(Signal::Fax)
            }
            ToneKind::FaxAnswering => Some(Signal::Fax),
            ToneKind::Single | ToneKind::Network => network,
            ToneKind::Key => None,
        }
    }

    fn network(&mut self, tone: &mut Tone) -> Option<Signal> {
        let began_ms = tone.ended_ms.saturating_sub(tone.ms);
        let (steps, last_ms) = self.network;
        let follows = began_ms.saturating_sub(last_ms) <= NETWORK_GAP_MS;
        self.network = match network_step(tone.hz).filter(|_| NETWORK_MS.contains(&tone.ms)) {
            Some(0) => (1, tone.ended_ms),
            Some(step) if step == steps && follows => (steps + 1, tone.ended_ms),
            Some(_) | None => (0, 0),
        };
        if self.network.0 >= 2 {
            tone.kind = ToneKind::Network;
        }
        (self.network.0 == 3).then_some(Signal::Network)
    }

    fn busy(&mut self, tone: &Tone) -> Option<Signal> {
        let began_ms = tone.ended_ms.saturating_sub(tone.ms);
        // A ring that noise breaks into pieces is not busy: its pieces and gaps are too short.
        if tone.ms < BUSY_LEAST_MS {
            self.busy = (0, 0);
            return None;
        }
        let (count, last_ms) = self.busy;
        let follows = (BUSY_LEAST_MS..=BUSY_GAP_MS).contains(&began_ms.saturating_sub(last_ms));
        self.busy = (if follows { count + 1 } else { 1 }, tone.ended_ms);
        (self.busy.0 >= BUSY_BURSTS).then_some(Signal::Busy)
    }
}

/// Each lasts 330 ms, in North America also 274 or 380.
const NETWORK_MS: std::ops::RangeInclusive<u32> = 200..=460;
const NETWORK_GAP_MS: u32 = 120;
/// Half a second on and off at the slowest.
const BUSY_GAP_MS: u32 = 700;
/// A quarter of a second on and off at the fastest, less what a window of analysis takes.
const BUSY_LEAST_MS: u32 = 160;
const BUSY_BURSTS: u32 = 3;
/// ITU-T T.30: half a second each three and a half, within 15 %.
const FAX_CALLING_EACH_MS: std::ops::RangeInclusive<u32> = 2_900..=4_100;
