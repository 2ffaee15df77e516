//! Lets the room's machine decide, and does what it answers.

use std::collections::VecDeque;

use outdial_domain::room::{Action, End, Event, Phase, step};
use serde_json::json;

use super::run::Task;
use crate::floor::call::{Planning, plan};
use crate::floor::close;
use crate::floor::note::{Happening, note};

impl Task {
    /// Lets an event of the room happen, and everything that follows from it.
    pub(super) async fn feed(&mut self, event: Event) {
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            let now = self.inner.clock.now();
            let answer = step(self.row.room.clone(), event, now, &self.floor.config.limits);
            if answer.room != self.row.room {
                self.row.room = answer.room;
                self.row.updated_at = now;
                if !self.row.room.is_live() {
                    self.row.ended_at = Some(now);
                    self.note_end().await;
                }
                self.store().await;
                self.changed();
            }
            for action in answer.actions {
                waiting.extend(self.perform(action).await);
            }
        }
    }

    pub(super) async fn perform(&mut self, action: Action) -> Option<Event> {
        match action {
            Action::PlanCall => return self.plan_call().await,
            Action::Bridge => {
                self.bridge_due = true;
                if let Some(call) = self.desk.call() {
                    self.bridge(call.call.state).await;
                }
            }
            Action::Comfort => self.comfort().await,
            Action::StopComfort => self.stop_comfort(),
            Action::Apologise => self.apologise().await,
            Action::HangUp => {
                self.hang_up().await;
                self.free_lead(true).await;
            }
            Action::CloseAudio => {
                self.close_audio().await;
                if self.row.room.phase == Phase::Ended(End::CallOver) {
                    self.free_lead(true).await;
                }
            }
            Action::ReleaseLead => self.free_lead(false).await,
        }
        None
    }

    pub(super) async fn plan_call(&mut self) -> Option<Event> {
        match plan(&self.inner, &self.workspace, &self.row).await {
            Ok(Planning::Planned(call)) => {
                self.desk.tell(&call);
                self.inner.changes.call(&self.workspace, *call);
                self.inner.dial_wake.notify_one();
                self.say_unrecorded().await;
                None
            }
            Ok(Planning::Refused(call)) => {
                self.desk.tell(&call);
                self.inner.changes.call(&self.workspace, *call);
                Some(Event::NotPlanned)
            }
            Err(why) => {
                tracing::error!(room.id = %self.row.id, error = %why, "a room's call could not be written down");
                Some(Event::NotPlanned)
            }
        }
    }

    pub(super) async fn free_lead(&self, was_rung: bool) {
        if let Err(why) = close::free_lead(&self.inner, &self.workspace, &self.row, was_rung).await {
            tracing::warn!(room.id = %self.row.id, error = %why, "a lead stays held for a while");
        }
    }

    pub(super) async fn note_end(&self) {
        if let Some(why) = self.row.room.phase.end() {
            self.note(Happening::of("ended").detail(json!({ "why": why.word() })))
                .await;
        }
    }

    pub(super) async fn note(&self, what: Happening) {
        note(&self.inner, &self.workspace, &self.row.call_id, what).await;
    }

    /// Stores how the room stands. When the store fails the talk goes on; the next change stores it as well.
    pub(super) async fn store(&mut self) {
        let mut row = self.row.clone();
        let stored = self
            .inner
            .store
            .workspace(self.workspace.clone())
            .write(move |tx| tx.rooms().update(&mut row).map(|()| row))
            .await;
        match stored {
            Ok(row) => self.row = row,
            Err(why) => tracing::error!(room.id = %self.row.id, error = %why, "a room could not be stored"),
        }
    }

    pub(super) fn changed(&self) {
        self.inner.changes.room(&self.workspace, self.row.id.clone());
    }
}
