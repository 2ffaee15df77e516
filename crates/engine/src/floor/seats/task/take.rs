//! Brings a callee in. Nothing here waits: from the decision to the move, or to the order that the carrier is given, nothing
//! is stored and nobody is asked.

use std::sync::LazyLock;

use outdial_domain::ids::CallId;
use outdial_domain::seat::{Action, Effect, Event};
use outdial_media::tone::Tone;
use outdial_media::{Audience, Clip, MIX_RATE};
use tokio::sync::oneshot;

use super::run::{Talk, Task};
use crate::floor::desk::agent;
use crate::floor::seats::guest::Whence;
use crate::floor::seats::guests::leg_of;
use crate::floor::seats::refusal::SeatRefusal;
use crate::floor::seats::view::PutThrough;

impl Task {
    /// Takes a callee who waits, and says so before anything is written down.
    pub(super) async fn take(
        &mut self,
        call: &CallId,
        done: oneshot::Sender<Result<PutThrough, SeatRefusal>>,
    ) {
        let before = self.row.seat.clone();
        let (answer, actions) = match self.bring_in(call) {
            Ok((through, actions)) => (Ok(through), actions),
            Err(why) => (Err(why), Vec::new()),
        };
        // Whoever asked may have gone meanwhile.
        let _ = done.send(answer);
        self.settle(&before, actions).await;
    }

    fn bring_in(&mut self, call: &CallId) -> Result<(PutThrough, Vec<Action>), SeatRefusal> {
        let guest =
            self.floor.seats.guest(call).filter(|guest| {
                guest.workspace == self.workspace && guest.wish.campaign == self.row.campaign_id
            });
        let guest = guest.ok_or(SeatRefusal::NotWaiting)?;
        let reserved = self.step(Event::CallReserved { call: call.clone() });
        if let Effect::Ignored(why) | Effect::Refused(why) = reserved.effect {
            return Err(why.into());
        }
        let missed = Event::LegMissed { call: call.clone() };
        let holding = match guest.claim(&self.row.id) {
            None => {
                self.step(missed);
                return Err(SeatRefusal::NotWaiting);
            }
            Some(Whence::Holding(room)) if self.desk.hosted.is_none() => room,
            Some(from) => return Ok((self.send_for(guest, from)?, Vec::new())),
        };
        if let Err(why) = holding.move_stream(&leg_of(call), &self.desk.room) {
            tracing::info!(call.id = %call, error = %why, "a callee could not be put through");
            guest.unclaim(&self.row.id, Whence::Holding(holding));
            self.step(missed);
            return Err(SeatRefusal::NotWaiting);
        }
        let now = self.inner.clock.now();
        let answered_at = guest.answered(now);
        let answer_to_audio_ms = now.ms_since(answered_at).max(0);
        let begun = self.step(Event::LegHere { call: call.clone() });
        holding.close();
        self.of = self.row.campaign_id.clone();
        let rows = guest.rows();
        self.talk = Some(Talk {
            guest,
            rows,
            answer_to_audio_ms,
            bridge_due: true,
            under_way: false,
            from: None,
            apologised: false,
            said: None,
            recording: None,
            comfort: None,
        });
        let mut actions = begun.actions;
        actions.retain(|action| {
            let is_beep = *action == Action::Beep;
            if is_beep {
                self.beep();
            }
            !is_beep
        });
        Ok((PutThrough { answer_to_audio_ms }, actions))
    }

    /// Lets the agent hear that somebody is there; whoever was silent between two calls is heard by the next callee.
    pub(super) fn beep(&self) {
        if let Some(room) = &self.desk.hosted {
            // What the carrier plays comes too late for a signal; the page has its own.
            return self.heard_again(room);
        }
        let room = &self.desk.room;
        let heard = room
            .play(BEEP.clone(), Audience::Only(agent()))
            .and_then(|()| room.unmute(&agent()));
        if let Err(why) = heard {
            tracing::debug!(seat.id = %self.row.id, error = %why, "the agent is not there to hear the beep");
        }
    }
}

/// Short and soft: the callee speaks at the same time.
static BEEP: LazyLock<Clip> = LazyLock::new(|| {
    let mut samples = vec![0; MIX_RATE as usize * BEEP_MS / 1_000];
    Tone::new(BEEP_HZ, BEEP_LEVEL).fill(&mut samples, MIX_RATE);
    Clip::from_samples("beep", samples)
});
const BEEP_MS: usize = 150;
const BEEP_HZ: f32 = 880.0;
const BEEP_LEVEL: f32 = 0.15;
