//! Lets the seat's machine decide, and does what it answers.

use outdial_domain::call::State as CallState;
use outdial_domain::ids::CallId;
use outdial_domain::seat::{Action, Ctx, Effect, Event, Seat, State, Step, step};
use outdial_store::{StoreError, TalkRow};
use serde_json::json;

use super::run::Task;
use crate::dialler::feed;
use crate::floor::note::{Happening, note};
use crate::floor::seats::report::Report;

impl Task {
    /// Lets an event of the seat happen, and everything that follows from it.
    pub(super) async fn feed(&mut self, event: Event) -> Effect {
        let before = self.row.seat.clone();
        let answer = self.step(event);
        self.settle(&before, answer.actions).await;
        answer.effect
    }

    /// Lets the machine answer; nothing is stored or done yet.
    pub(super) fn step(&mut self, event: Event) -> Step {
        let policy = self.policy();
        let ctx = Ctx {
            now: self.inner.clock.now(),
            limits: &self.floor.seats.limits,
            policy: &policy,
        };
        let answer = step(self.row.seat.clone(), event, &ctx);
        self.row.seat.clone_from(&answer.seat);
        self.desk.stands(&self.row.seat);
        answer
    }

    /// Does what is to be done, stores how the seat stands, and tells of it.
    pub(super) async fn settle(&mut self, before: &Seat, actions: Vec<Action>) {
        let has_moved = *before != self.row.seat;
        if has_moved {
            self.report(Report::SeatChanged {
                seat: self.row.id.clone(),
            });
            self.changed();
            self.tell_wrapped_up(before);
        }
        self.attend_own();
        for action in actions {
            self.perform(action).await;
        }
        self.let_missed_go().await;
        if has_moved {
            let now = self.inner.clock.now();
            self.row.updated_at = now;
            if !self.row.seat.is_live() {
                self.row.ended_at = Some(now);
            }
            self.store().await;
            self.changed();
        }
    }

    async fn perform(&mut self, action: Action) {
        match action {
            Action::GiveBack { lead } => self.give_back(&lead).await,
            Action::DialOffer { lead } => self.dial_offer(lead),
            Action::Beep => self.beep(),
            Action::BeginTalk { call } => self.begin_talk(&call).await,
            Action::EndTalk { call } => self.end_talk(&call).await,
            Action::LeaveTalk { call } => self.leave_talk(&call).await,
            Action::ReturnLeg { call } => self.return_leg(&call).await,
            Action::Comfort => self.comfort().await,
            Action::StopComfort => self.stop_comfort(),
            Action::Apologise { .. } => self.apologise().await,
            Action::HangUp { call } => self.hang_up(&call).await,
            Action::CloseAudio => self.close_audio().await,
        }
    }

    async fn begin_talk(&mut self, call: &CallId) {
        let Some(talk) = &self.talk else { return };
        let answer_to_audio_ms = talk.answer_to_audio_ms;
        let record = talk.guest.wish.record;
        self.report(Report::Connected {
            call: call.clone(),
            seat: self.row.id.clone(),
            answer_to_audio_ms,
        });
        {
            let mut notes = self.desk.notes.open();
            (notes.record, notes.silenced, notes.clip, notes.detection) = (record, false, None, None);
        }
        // Whoever has the audio records it.
        if record && self.desk.hosted.is_none() {
            self.begin_recording(call).await;
        }
        let row = TalkRow {
            call_id: call.clone(),
            began_at: self.row.seat.since,
            seat_id: self.row.id.clone(),
            user_id: self.row.user_id.clone(),
            campaign_id: self.row.campaign_id.clone(),
            answer_to_audio_ms,
            ended_at: None,
            said: None,
        };
        self.write("a talk", move |tx| tx.seats().begin_talk(&row)).await;
        let detail = json!({
            "seat": self.row.id,
            "agent": self.row.name,
            "answer_to_audio_ms": answer_to_audio_ms,
        });
        self.note(call, Happening::of("put_through").detail(detail)).await;
        // What the call has done before it came here is looked at next.
        if let Some(talk) = &mut self.talk {
            talk.rows.mark_changed();
        }
    }

    /// The talk's call has moved.
    pub(super) async fn follow_call(&mut self) {
        let Some(talk) = &mut self.talk else { return };
        let Some(row) = talk.rows.borrow_and_update().clone() else {
            return;
        };
        let call = row.id.clone();
        let state = row.call.state;
        if talk.under_way && !matches!(state, CallState::Ended(_)) {
            return;
        }
        self.tell_bridged().await;
        let Some(talk) = &self.talk else { return };
        let is_machine = row.call.facts.verdict.is_some_and(|verdict| verdict.is_machine());
        let event = match state {
            CallState::Ended(_) => Event::CallOver { call },
            CallState::Planned
            | CallState::Dialing
            | CallState::Unknown
            | CallState::Ringing
            | CallState::Waiting
            | CallState::Connected
            | CallState::Voicemail => {
                if !(is_machine && talk.guest.wish.at_once && talk.said.is_none()) {
                    return;
                }
                Event::MachineThere { call }
            }
        };
        self.feed(event).await;
    }

    /// The call learns that it is talked on, before anything else may end it: it would count as abandoned otherwise. A
    /// stream may be quicker than the report of the answer, which is waited for.
    pub(super) async fn tell_bridged(&mut self) {
        let Some(talk) = self.talk.as_mut().filter(|talk| talk.bridge_due) else {
            return;
        };
        let Some(row) = talk.rows.borrow().clone() else {
            return;
        };
        let is_answered = matches!(
            row.call.state,
            CallState::Waiting | CallState::Connected | CallState::Voicemail
        );
        if talk.under_way || !is_answered {
            return;
        }
        let bridged = outdial_domain::call::Event::Bridged;
        match feed(&self.inner, &self.workspace, &row.id, bridged).await {
            Ok(()) => talk.bridge_due = false,
            Err(why) => {
                tracing::warn!(call.id = %row.id, error = %why, "that a call is talked on could not be stored");
            }
        }
    }

    fn tell_wrapped_up(&mut self, before: &Seat) {
        let (State::WrapUp { call, .. }, false) =
            (&before.state, matches!(self.row.seat.state, State::WrapUp { .. }))
        else {
            return;
        };
        let disposition = self.said.take();
        let report = Report::WrappedUp {
            seat: self.row.id.clone(),
            call: call.clone(),
            disposition,
        };
        // Whoever called the callee decides whether they are called again, whoever talked to them last.
        self.floor.seats.report(&self.workspace, &self.of, report);
    }

    pub(super) fn report(&self, report: Report) {
        let hall = &self.floor.seats;
        hall.report(&self.workspace, &self.row.campaign_id, report);
    }

    pub(super) async fn note(&self, call: &CallId, what: Happening) {
        note(&self.inner, &self.workspace, call, what).await;
    }

    /// Stores how the seat stands. When the store fails the shift goes on; the next change stores it as well.
    async fn store(&mut self) {
        let mut row = self.row.clone();
        let rows = self.inner.store.workspace(self.workspace.clone());
        match rows
            .write(move |tx| tx.seats().update(&mut row).map(|()| row))
            .await
        {
            Ok(row) => self.row = row,
            Err(why) => tracing::error!(seat.id = %self.row.id, error = %why, "a seat could not be stored"),
        }
    }

    /// Writes something that the shift does not depend on.
    pub(super) async fn write(
        &self,
        what: &'static str,
        work: impl FnOnce(&mut outdial_store::Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    ) {
        let rows = self.inner.store.workspace(self.workspace.clone());
        if let Err(why) = rows.write(work).await {
            tracing::error!(seat.id = %self.row.id, error = %why, what, "something could not be stored");
        }
    }
}
