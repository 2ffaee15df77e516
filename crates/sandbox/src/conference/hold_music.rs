//! What a participant on hold hears instead of the usual music.

use std::sync::Arc;

use crate::audio::{Frame, Mouth, SILENCE};
use crate::call::Hook;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// A participant's own music on hold.
#[derive(Debug, Clone)]
pub(crate) enum HoldMusic {
    /// It is being fetched; until then it is quiet.
    Awaited,
    /// It is played over and over.
    Playing { whole: Mouth, rest: Mouth },
}

impl HoldMusic {
    pub(super) fn next_frame(&mut self) -> Frame {
        match self {
            Self::Awaited => SILENCE,
            Self::Playing { whole, rest } => {
                if rest.is_shut() {
                    rest.clone_from(whole);
                }
                rest.frame().0
            }
        }
    }
}

impl Sandbox {
    /// Fetches a participant's music; the usual music comes when there is none to be had.
    pub(super) fn fetch_hold_music(self: &Arc<Self>, room_sid: &str, call: &str, hook: Hook) {
        let (sandbox, room_sid, call) = (Arc::clone(self), room_sid.to_owned(), call.to_owned());
        let leg = {
            let rooms = lock(&self.rooms);
            let participant = rooms.find(&room_sid).and_then(|room| room.participant(&call));
            participant.map(|participant| Arc::clone(&participant.leg))
        };
        let Some(leg) = leg else {
            return;
        };
        self.spawn(async move {
            let fetched = sandbox.programme(&leg, &hook).await;
            let music = match fetched {
                Ok(programme) if !programme.sound.is_shut() => Some(HoldMusic::Playing {
                    whole: programme.sound.clone(),
                    rest: programme.sound,
                }),
                Ok(_) => None,
                Err(why) => {
                    sandbox.ledger.change(leg.entry, |attempt| {
                        attempt.problem(11_200, format!("music on hold: {why}"));
                    });
                    None
                }
            };
            let mut rooms = lock(&sandbox.rooms);
            let participant = rooms
                .find_mut(&room_sid)
                .and_then(|room| room.participant_mut(&call));
            // Taken off hold, or given other music, in the meantime.
            if let Some(participant) = participant
                && matches!(participant.hold_music, Some(HoldMusic::Awaited))
            {
                participant.hold_music = music;
            }
        });
    }
}
