//! The sound of one leg: the person at its end, the tape, and the streams that listen in.
//!
//! Nothing is computed until something drives the line: a two-way stream, a room, a stream that only listens, or
//! somebody real at its end.

use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use tokio::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

use super::frame::{FRAME, Frame, SILENCE, frames, is_loud};
use super::speaker::{Part, Said, Speaker};
use super::tape::{Tape, TapeBook};
use super::tone::{Tone, ring_back};
use crate::ledger::Sound;
use crate::lock::lock;

/// The sound of one leg.
#[derive(Debug, Default)]
pub(crate) struct Line {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Who picked up and when, until the line first carries sound; nobody before the answer and after the end.
    callee: Option<(Box<Part>, Instant)>,
    live: Option<Box<Live>>,
    forks: Vec<Fork>,
    /// Streams and rooms that drive the line.
    drivers: u32,
    /// Somebody real is at its end, who notices whether it carries sound.
    real: bool,
    /// Whether a task keeps the line going for those who notice.
    kept_going: bool,
    /// What the network itself lets the callee hear.
    network: Network,
}

/// What the network itself lets a callee hear while nobody else talks to them.
#[derive(Debug, Default)]
enum Network {
    #[default]
    Quiet,
    /// For so many more frames it speaks or plays something that it does not synthesise.
    Murmurs(u64),
    /// Another phone rings; frames since it began.
    Rings(u64),
}

#[derive(Debug)]
struct Live {
    speaker: Speaker,
    tape: Option<Arc<Mutex<Tape>>>,
    sound: Sound,
    ticks: u64,
}

/// A stream that listens in.
#[derive(Debug)]
pub(crate) struct Fork {
    pub name: Option<String>,
    pub ear: mpsc::Sender<Overheard>,
    pub stop: CancellationToken,
}

/// What a stream that listens in gets of one frame.
#[derive(Debug, Clone)]
pub(crate) struct Overheard {
    pub said: Frame,
    pub heard: Frame,
}

/// What one frame came to.
#[derive(Debug)]
pub(crate) struct Ticked {
    pub said: Said,
    /// The figures so far, once a second.
    pub figures: Option<Sound>,
}

impl Line {
    /// Somebody is there from now on; true when the caller has to keep the line going.
    pub(crate) fn pick_up(&self, part: Box<Part>, answered: Instant) -> bool {
        let mut state = lock(&self.state);
        state.real = matches!(*part, Part::Real(_));
        state.callee = Some((part, answered));
        state.real && !std::mem::replace(&mut state.kept_going, true)
    }

    /// Nobody is there any more; the figures, if anybody listened.
    pub(crate) fn hang_up(&self) -> Option<Sound> {
        let mut state = lock(&self.state);
        state.callee = None;
        state.real = false;
        // Streams that listen in notice that their sender is gone.
        state.forks.clear();
        state.live.take().map(|live| live.sound)
    }

    /// Something drives the line from now on, so that listening streams need not.
    pub(crate) fn take_up(&self) {
        lock(&self.state).drivers += 1;
    }

    pub(crate) fn give_up(&self) {
        lock(&self.state).drivers -= 1;
    }

    /// The network says or plays something for so long.
    pub(crate) fn murmur(&self, length: Duration) {
        let length = frames(u64::try_from(length.as_millis()).unwrap_or(u64::MAX));
        lock(&self.state).network = Network::Murmurs(length);
    }

    /// The phone of somebody else rings from now on.
    pub(crate) fn ring(&self) {
        lock(&self.state).network = Network::Rings(0);
    }

    /// The network is quiet from now on.
    pub(crate) fn hush(&self) {
        lock(&self.state).network = Network::Quiet;
    }

    /// Adds a stream that listens in; true when the caller has to keep the line going from now on.
    pub(crate) fn fork(&self, fork: Fork) -> bool {
        let mut state = lock(&self.state);
        state.forks.push(fork);
        !std::mem::replace(&mut state.kept_going, true)
    }

    /// Ends listening streams: those of this name, or all.
    pub(crate) fn stop_forks(&self, name: Option<&str>) {
        lock(&self.state).forks.retain(|fork| {
            let stays = name.is_some() && fork.name.as_deref() != name;
            if !stays {
                fork.stop.cancel();
            }
            stays
        });
    }

    /// Whether anybody would notice if it carried no sound.
    pub(crate) fn is_listened_to(&self) -> bool {
        let state = lock(&self.state);
        state.real || !state.forks.is_empty()
    }

    /// One frame for those who only notice; `None` when none is left, an inner `None` when something else drives.
    pub(crate) fn idle(&self) -> Option<Option<Frame>> {
        let mut state = lock(&self.state);
        if state.forks.is_empty() && !state.real {
            state.kept_going = false;
            return None;
        }
        if state.drivers > 0 {
            return Some(None);
        }
        Some(Some(match &mut state.network {
            Network::Quiet | Network::Murmurs(0) => SILENCE,
            Network::Murmurs(left) => {
                *left -= 1;
                Tone::MURMUR.frame(u64::MAX - *left)
            }
            Network::Rings(nth) => {
                *nth += 1;
                ring_back(*nth - 1)
            }
        }))
    }

    /// The person hears one frame and says one; `None` when nobody is there.
    pub(crate) fn tick(
        &self,
        heard: &Frame,
        open: impl FnOnce(u64) -> Option<Arc<Mutex<Tape>>>,
    ) -> Option<Ticked> {
        let mut state = lock(&self.state);
        let state = &mut *state;
        if state.live.is_none() {
            let (part, answered) = state.callee.take()?;
            let since = answered.elapsed();
            let age = u64::try_from(since.as_millis() / FRAME.as_millis()).unwrap_or(0);
            state.live = Some(Box::new(Live {
                speaker: Speaker::new(*part, age),
                tape: open(age * 20),
                sound: Sound::default(),
                ticks: 0,
            }));
        }
        let live = state.live.as_deref_mut()?;
        let said = live.speaker.tick(heard);
        live.sound.listened_ms += 20;
        live.sound.heard_ms += if is_loud(heard) { 20 } else { 0 };
        live.sound.spoke_ms += if is_loud(&said.frame) { 20 } else { 0 };
        live.ticks += 1;
        if let Some(tape) = &live.tape {
            lock(tape).add(&said.frame, heard);
        }
        let figures = (live.ticks % TICKS_A_SECOND == 0).then_some(live.sound);
        state.forks.retain(|fork| {
            let overheard = Overheard {
                said: said.frame,
                heard: *heard,
            };
            // A stream that cannot keep up misses frames; one that is gone is forgotten.
            !matches!(
                fork.ear.try_send(overheard),
                Err(mpsc::error::TrySendError::Closed(_))
            )
        });
        Some(Ticked { said, figures })
    }

    /// Opens tapes in the book.
    pub(crate) fn recorder<'a>(
        book: &'a Mutex<TapeBook>,
        sid: &'a str,
        seconds: u64,
    ) -> impl FnOnce(u64) -> Option<Arc<Mutex<Tape>>> + 'a {
        move |began_ms| (seconds > 0).then(|| lock(book).open(sid, began_ms, seconds))
    }
}

const TICKS_A_SECOND: u64 = 50;
