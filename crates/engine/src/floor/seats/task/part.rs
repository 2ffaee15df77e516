//! Lets callees go: to where they came from, with an apology, or for good.

use std::time::Duration;

use outdial_domain::call::{AmdVerdict, State};
use outdial_domain::ids::CallId;
use outdial_domain::seat::Event;
use outdial_media::live;
use outdial_media::{Audience, ParticipantId};
use serde_json::json;

use super::run::{Talk, Task};
use crate::floor::note::Happening;
use crate::floor::seats::guest::Place;
use crate::floor::seats::guests::{hang_up, leg_of, open_holding, settle};
use crate::floor::seats::refusal::SeatRefusal;
use crate::floor::seats::report::VerdictBy;
use crate::floor::task::{chosen_clip, send_home};

impl Task {
    /// The agent says who is there.
    pub(super) async fn agent_says(&mut self, verdict: AmdVerdict) -> Result<(), SeatRefusal> {
        let Some(call) = self.row.seat.callee().cloned() else {
            return Err(SeatRefusal::OtherCall);
        };
        let Some(talk) = &mut self.talk else {
            return Err(SeatRefusal::OtherCall);
        };
        talk.said = Some(verdict);
        let guest = talk.guest.clone();
        let (id, word) = (call.clone(), verdict.as_str());
        self.write("what an agent said", move |tx| tx.seats().said(&id, word))
            .await;
        let detail = json!({ "verdict": word, "agent": self.row.name });
        self.note(&call, Happening::of("verdict_said").detail(detail))
            .await;
        self.floor.seats.hear(&guest, verdict, VerdictBy::Agent);
        if verdict.is_machine() {
            self.feed(Event::MachineThere { call }).await;
        }
        Ok(())
    }

    /// The callee leaves the room; the recording of the talk is complete.
    pub(super) async fn end_talk(&mut self, call: &CallId) {
        let Some(mut talk) = self.talk.take() else { return };
        // First the guest, then its leg: a stream that is opened anew in this moment is turned away.
        self.floor.seats.part(&talk.guest);
        // Whoever is being told that the agent is gone has left by that order.
        if !talk.apologised {
            self.leave_carrier();
        }
        self.leave(call);
        self.end_recording(talk.recording.take());
        self.close_books(call).await;
    }

    /// Nobody is there: the leg goes back to where callees wait, and what is done with it is the campaign's to say.
    pub(super) async fn return_leg(&mut self, call: &CallId) {
        let Some(talk) = self.talk.take() else { return };
        let guest = talk.guest.clone();
        if self.desk.hosted.is_some() {
            self.set_aside(&guest);
            return self.part_from(talk, call).await;
        }
        let holding = open_holding(&self.floor, &guest);
        let moved = holding
            .ok()
            .filter(|room| self.desk.room.move_stream(&leg_of(call), room).is_ok());
        match moved {
            Some(room) => {
                // Nobody else listens there any more, but whoever listened who answers goes on.
                let patience_ms = self.floor.seats.limits.returned_ms;
                settle(&self.inner, &self.floor, &guest, &room, patience_ms);
            }
            None => {
                guest.put(Place::Away);
            }
        }
        self.part_from(talk, call).await;
    }

    async fn part_from(&mut self, mut talk: Talk, call: &CallId) {
        self.leave(call);
        self.end_recording(talk.recording.take());
        self.close_books(call).await;
        self.note(call, Happening::of("taken_away")).await;
    }

    pub(super) fn leave(&self, call: &CallId) {
        // What was played was played for this callee.
        self.desk.room.stop_clip();
        // A leg that is gone already needs no order to go.
        let _ = self.desk.room.remove(&leg_of(call));
        let mut notes = self.desk.notes.open();
        (notes.record, notes.silenced, notes.clip) = (false, false, None);
    }

    pub(super) async fn close_books(&mut self, call: &CallId) {
        if let Some(detail) = std::mem::take(&mut self.measured).summary() {
            self.note(call, Happening::of("quality_summary").detail(detail))
                .await;
        }
        let (id, seat, now) = (call.clone(), self.row.id.clone(), self.inner.clock.now());
        // A colleague may talk to the callee already.
        self.write("the end of a talk", move |tx| {
            tx.seats().end_talk_at(&seat, &id, now)
        })
        .await;
    }

    /// The agent is gone for good: the carrier says so to the callee.
    pub(super) async fn apologise(&mut self) {
        let Some(talk) = &mut self.talk else { return };
        let Some(row) = talk.guest.row() else { return };
        let limit = self.floor.config.apology;
        // The stream ends by this order, so the callee leaves the room only after it was taken.
        talk.apologised = send_home(&self.inner, &self.workspace, &row, limit).await;
    }

    /// Ends the call; after an apology only when that was heard.
    pub(super) async fn hang_up(&mut self, call: &CallId) {
        let Some(talk) = self.talk.as_ref().filter(|talk| talk.guest.id() == call) else {
            return self.call_off(call).await;
        };
        let guest = talk.guest.clone();
        if !talk.apologised {
            hang_up(&self.inner, &guest).await;
            return;
        }
        let (inner, limit) = (self.inner.clone(), self.floor.config.apology);
        self.inner.begin(async move {
            let mut rows = guest.rows();
            let is_over = rows.wait_for(|row| {
                row.as_ref()
                    .is_some_and(|row| matches!(row.call.state, State::Ended(_)))
            });
            // Whether or not the carrier says in time that it is over: hanging up comes next.
            let _ = tokio::time::timeout(limit, is_over).await;
            hang_up(&inner, &guest).await;
        });
    }

    /// Begins what a callee hears while the agent's browser is lost, if the workspace has chosen something.
    pub(super) async fn comfort(&mut self) {
        if self.desk.hosted.is_some() {
            // What a carrier plays it cannot stop when the agent is back.
            return;
        }
        match chosen_clip(&self.inner, &self.floor, &self.workspace).await {
            Ok(Some((_, clip))) => {
                if let Some(talk) = &mut self.talk {
                    talk.comfort = Some(clip);
                }
                self.comfort_again();
            }
            Ok(None) => {}
            Err(why) => {
                tracing::warn!(seat.id = %self.row.id, error = why, "a callee waits in silence: the chosen clip cannot be played");
            }
        }
    }

    /// Plays it once more, unless the agent's own clip is heard.
    pub(super) fn comfort_again(&self) {
        let Some(clip) = self.talk.as_ref().and_then(|talk| talk.comfort.clone()) else {
            return;
        };
        if self.desk.notes.open().clip.is_some() {
            return;
        }
        if let Err(why) = self.desk.room.play(clip, Audience::Everybody) {
            tracing::warn!(seat.id = %self.row.id, error = %why, "a callee waits in silence");
        }
    }

    pub(super) fn stop_comfort(&mut self) {
        let had_begun = self
            .talk
            .as_mut()
            .is_some_and(|talk| talk.comfort.take().is_some());
        if had_begun && self.desk.notes.open().clip.is_none() {
            self.desk.room.stop_clip();
        }
    }

    /// The shift is over.
    pub(super) async fn close_audio(&mut self) {
        self.finish_recordings().await;
        self.close_carrier();
        self.desk.room.close();
        let closed = tokio::time::timeout(CLOSE_LIMIT, async {
            while let Some(event) = self.ears.next().await {
                if matches!(event, live::Event::Closed(_)) {
                    return;
                }
            }
        });
        if closed.await.is_err() {
            tracing::warn!(seat.id = %self.row.id, "the room of a shift takes long to close");
        }
    }

    /// Whether it is the callee who is here.
    pub(super) fn is_callee(&self, who: &ParticipantId) -> bool {
        self.row.seat.callee().is_some_and(|call| leg_of(call) == *who)
    }
}

/// For the disk to take the rest.
const CLOSE_LIMIT: Duration = Duration::from_secs(10);
