//! The browser's side of a talk, as the agent has it: its seat in the room.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::voice_agent::{TurnLatency, Utterance};
use outdial_media::ParticipantId;
use outdial_media::live::{Event, RoomHandle, StreamOut, StreamPort, Subscription};
use outdial_voice::realtime::Ending;
use outdial_voice::realtime::live::{Gone, Line};

use super::book::Aloud;
use crate::floor::is_farewell;

/// The agent's seat in the room.
pub(super) struct BrowserLine {
    talk: Arc<Aloud>,
    seat: StreamPort,
    events: Subscription,
}

/// Whoever rehearses, as the hub knows them.
pub(super) fn callee() -> ParticipantId {
    ParticipantId::new("callee")
}

impl BrowserLine {
    pub fn new(talk: &Arc<Aloud>, room: &RoomHandle, seat: StreamPort) -> Self {
        Self {
            talk: Arc::clone(talk),
            seat,
            events: room.subscribe(),
        }
    }

    /// Waits until the browser can be heard; `false` when it does not come, or the talk is called off.
    pub async fn connects(&mut self) -> bool {
        let called_off = self.talk.called_off.clone();
        let comes = async {
            loop {
                tokio::select! {
                    // What is said into an empty room is not kept for later.
                    out = self.seat.next() => if out.is_none() {
                        return false;
                    },
                    event = self.events.next() => match event {
                        Some(Event::Joined { who, .. }) if who == callee() => return true,
                        event if is_farewell(event.as_ref(), &callee()) => return false,
                        _ => {}
                    }
                }
            }
        };
        tokio::select! {
            () = called_off.cancelled() => false,
            came = tokio::time::timeout(CONNECT_LIMIT, comes) => came.unwrap_or(false),
        }
    }
}

#[async_trait]
impl Line for BrowserLine {
    async fn hear(&mut self) -> Result<Vec<u8>, Gone> {
        loop {
            tokio::select! {
                biased;
                event = self.events.next() => {
                    if is_farewell(event.as_ref(), &callee()) {
                        return Err(Gone::Left);
                    }
                }
                out = self.seat.next() => match out {
                    Some(StreamOut::Media(frame)) => return Ok(frame.to_vec()),
                    // These are for carriers.
                    Some(StreamOut::Mark(_) | StreamOut::Clear) => {}
                    None => return Err(Gone::Left),
                },
            }
        }
    }

    fn say(&mut self, frame: &[u8]) {
        self.seat.push(frame);
    }

    fn said(&mut self, utterance: &Utterance) {
        let mut view = self.talk.view();
        if view.utterances.len() < UTTERANCES_MAX {
            view.utterances.push(utterance.clone());
        }
    }

    fn waited(&mut self, turn: &TurnLatency) {
        let mut view = self.talk.view();
        if view.turns.len() < UTTERANCES_MAX {
            view.turns.push(*turn);
        }
    }

    fn hang_up(&mut self, _: &Ending) {
        // The room is closed when the talk is over.
    }
}

/// For whoever is asked for their microphone, and for a network that finds its way slowly.
const CONNECT_LIMIT: Duration = Duration::from_secs(30);
/// More than can be said in the longest talk.
const UTTERANCES_MAX: usize = 500;
