//! One room's task: everything that happens to the room passes through it, one thing at a time.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::LegRef;
use outdial_domain::call::{self, State};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::Instruction;
use outdial_domain::room::{Action, End, Event, Phase, step};
use outdial_media::ParticipantId;
use outdial_media::live::{self, CloseReason, RoomHandle, RoomSummary, Subscription};
use outdial_store::{Actor, CallRow, EventSource, RecordingRow, RoomRow, StoreError};
use serde_json::json;
use tokio::sync::{mpsc, oneshot, watch};

use super::call::{Planning, plan};
use super::close;
use super::desk::{Desk, Order, agent, callee};
use super::hall::Floor;
use super::note::{Happening, note};
use super::quality::{self, Measured};
use crate::clock::sleep_until;
use crate::dialler::feed;
use crate::engine::Inner;
use crate::receive::Incoming;

/// Starts the task of a room that was just opened.
pub(super) fn start(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    workspace: WorkspaceId,
    row: RoomRow,
    handle: RoomHandle,
) {
    let events = handle.subscribe();
    let (orders, waiting) = mpsc::channel(ORDERS_MAX);
    let desk = Arc::new(Desk::new(workspace.clone(), &row, handle, orders));
    floor.set_up(row.id.clone(), desk.clone());
    let task = Task {
        inner: inner.clone(),
        floor: floor.clone(),
        calls: desk.calls(),
        desk,
        workspace,
        row,
        events,
        orders: waiting,
        bridge_due: false,
        recording: None,
        measured: Measured::default(),
        asked_by: None,
        waiting_for_end: Vec::new(),
    };
    inner.begin(task.run());
}

/// Ends a room whose audio could not be opened.
pub(super) async fn end_unopened(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: RoomRow,
) -> Result<(), StoreError> {
    close::free_lead(inner, workspace, &row, false).await?;
    let now = inner.clock.now();
    let mut row = row;
    row.room.phase = Phase::Ended(End::NeverJoined);
    (row.updated_at, row.ended_at) = (now, Some(now));
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| tx.rooms().update(&mut row))
        .await
}

struct Task {
    inner: Arc<Inner>,
    floor: Arc<Floor>,
    desk: Arc<Desk>,
    workspace: WorkspaceId,
    row: RoomRow,
    events: Subscription,
    calls: watch::Receiver<Option<Arc<CallRow>>>,
    orders: mpsc::Receiver<Order>,
    /// Both are here, and the call has not heard of it yet.
    bridge_due: bool,
    recording: Option<RecordingRow>,
    measured: Measured,
    asked_by: Option<Actor>,
    waiting_for_end: Vec<oneshot::Sender<RoomRow>>,
}

impl Task {
    async fn run(mut self) {
        let stop = self.inner.stop.clone();
        while self.row.room.is_live() {
            let clock = self.inner.clock.clone();
            let deadline = self.row.room.deadline(&self.floor.config.limits);
            let alarm = async move {
                match deadline {
                    Some(at) => sleep_until(clock.as_ref(), at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = self.events.next() => match event {
                    Some(event) => self.hear(event).await,
                    None => self.feed(Event::Recovered).await,
                },
                Ok(()) = self.calls.changed() => self.follow_call().await,
                Some(order) = self.orders.recv() => self.obey(order).await,
                () = alarm => self.feed(Event::DeadlinePassed).await,
                // The audio goes with this process, so the callee is not left with silence.
                () = stop.cancelled() => self.feed(Event::Recovered).await,
            }
        }
        self.floor.clear(&self.row.id);
        self.floor.tickets.void(&self.row.call_id);
        self.inner.changes.room(&self.workspace, self.row.id.clone());
        // An order that came too late for the loop gets the same answer.
        self.orders.close();
        while let Some(Order::End { done, .. }) = self.orders.recv().await {
            self.waiting_for_end.push(done);
        }
        for done in self.waiting_for_end {
            // Whoever asked may have gone meanwhile.
            let _ = done.send(self.row.clone());
        }
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::End { by, done } => {
                self.note(Happening::of("end_asked").by(&by)).await;
                self.asked_by = Some(by);
                self.waiting_for_end.push(done);
                self.feed(Event::EndAsked).await;
            }
        }
    }

    async fn hear(&mut self, event: live::Event) {
        match event {
            live::Event::Joined { who, .. } => self.leg(&who, "joined", true).await,
            live::Event::Returned { who } => self.leg(&who, "returned", true).await,
            live::Event::Lost { who } => self.leg(&who, "lost", false).await,
            live::Event::Left { who } => self.leg(&who, "left", false).await,
            live::Event::ClipFinished { name, .. } => {
                self.desk.notes().clip = None;
                self.note(Happening::of("clip_finished").detail(json!({ "name": &*name })))
                    .await;
                self.changed();
            }
            live::Event::Digit { from, digit } => {
                let detail = json!({ "who": from.to_string(), "digit": digit.to_char().to_string() });
                self.note(Happening::of("digit").detail(detail)).await;
            }
            live::Event::Quality(measure) => self.measure(&measure).await,
            live::Event::RecordingFailed { reason } => {
                self.note(Happening::of("recording_failed").detail(json!({ "reason": reason })))
                    .await;
                self.changed();
            }
            live::Event::Closed(summary) => {
                if summary.reason == CloseReason::Failed {
                    tracing::error!(room.id = %self.row.id, "a room's audio failed");
                }
                self.feed(Event::Recovered).await;
            }
            live::Event::DigitsSent { .. }
            | live::Event::MarkReached { .. }
            | live::Event::Levels(_)
            | live::Event::Missed(_) => {}
        }
    }

    async fn leg(&mut self, who: &ParticipantId, what: &'static str, is_here: bool) {
        let detail = json!({ "who": who.to_string() });
        let is_agent = *who == agent();
        if !is_agent && *who != callee() {
            return;
        }
        let event = match (is_agent, is_here) {
            (true, true) => Event::BrowserHere,
            (true, false) => Event::BrowserLost,
            (false, true) => Event::PhoneHere,
            (false, false) => Event::PhoneLost,
        };
        self.feed(event).await;
        if event == Event::PhoneHere {
            self.begin_recording().await;
        }
        self.note(Happening::of(what).detail(detail)).await;
        self.changed();
    }

    async fn measure(&mut self, measure: &live::LegQuality) {
        if measure.who == agent() {
            self.desk.notes().quality = Some(quality::shown(measure));
            self.changed();
        }
        if let Some(detail) = self.measured.take(measure) {
            self.note(Happening::of("quality").detail(detail)).await;
        }
    }

    /// The call has moved.
    async fn follow_call(&mut self) {
        let Some(row) = self.calls.borrow_and_update().clone() else {
            return;
        };
        self.changed();
        let state = row.call.state;
        if state == State::Planned && row.call.due_at > self.inner.clock.now().plus_ms(PATIENCE_MS) {
            // A rule or the carrier wants it much later, and the agent is here now.
            self.feed(Event::NotPlanned).await;
            self.hang_up().await;
            return;
        }
        self.bridge(state).await;
        self.feed(Event::CallMoved { state }).await;
    }

    /// Lets an event of the room happen, and everything that follows from it.
    async fn feed(&mut self, event: Event) {
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

    async fn perform(&mut self, action: Action) -> Option<Event> {
        match action {
            Action::PlanCall => return self.plan_call().await,
            Action::Bridge => {
                self.bridge_due = true;
                if let Some(call) = self.desk.call() {
                    self.bridge(call.call.state).await;
                }
            }
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

    async fn plan_call(&mut self) -> Option<Event> {
        match plan(&self.inner, &self.workspace, &self.row).await {
            Ok(Planning::Planned(call)) => {
                self.desk.tell(&call);
                self.inner.changes.call(&self.workspace, *call);
                self.inner.dial_wake.notify_one();
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

    /// Tells the call that its callee talks to somebody. A stream may be quicker than the report of the answer.
    async fn bridge(&mut self, state: State) {
        let is_answered = match state {
            State::Waiting | State::Connected | State::Voicemail => true,
            State::Planned | State::Dialing | State::Unknown | State::Ringing | State::Ended(_) => false,
        };
        if !self.bridge_due || !is_answered {
            return;
        }
        match feed(
            &self.inner,
            &self.workspace,
            &self.row.call_id,
            call::Event::Bridged,
        )
        .await
        {
            Ok(()) => self.bridge_due = false,
            Err(why) => {
                tracing::warn!(call.id = %self.row.call_id, error = %why, "that a call is talked on could not be stored");
            }
        }
    }

    /// The agent is gone for good: the carrier says so to the callee and ends the call.
    async fn apologise(&mut self) {
        let Some(call) = self.desk.call() else { return };
        let Some(leg) = call.call.facts.carrier_call_id.clone().map(LegRef) else {
            return;
        };
        let Some(account) = self.inner.accounts.find(&self.workspace, &self.row.account_id) else {
            return;
        };
        let words = [
            Instruction::Say {
                text: APOLOGY.to_owned(),
                voice: call.voice.clone(),
                language: Some("en-US".to_owned()),
            },
            Instruction::HangUp,
        ];
        let said = account.carrier.direct(&call.id, &leg, &words);
        let limit = self.floor.config.apology;
        if !matches!(tokio::time::timeout(limit, said).await, Ok(Ok(()))) {
            return;
        }
        let mut calls = self.calls.clone();
        let is_over = |call: &Option<Arc<CallRow>>| {
            call.as_ref()
                .is_some_and(|call| matches!(call.call.state, State::Ended(_)))
        };
        // Whether or not the carrier says in time that it is over: hanging up comes next.
        let _ = tokio::time::timeout(limit, calls.wait_for(is_over)).await;
    }

    async fn hang_up(&self) {
        let by = self.asked_by.as_ref();
        let incoming = Incoming {
            call_id: self.row.call_id.clone(),
            leg: None,
            event: call::Event::HangUpRequested,
            source: by.map_or(EventSource::Engine, |_| EventSource::User),
            dedupe_key: None,
            raw: by.map(|by| json!({ "by": by }).to_string().into()),
        };
        if let Err(why) = self.inner.receive(&self.workspace, incoming).await {
            tracing::error!(call.id = %self.row.call_id, error = %why, "a hang-up could not be stored");
        }
        if self.inner.stop.is_cancelled() {
            self.hang_up_now().await;
        }
    }

    /// Errands are not performed any more, and the callee would hear nothing until the next start.
    async fn hang_up_now(&self) {
        let leg = self
            .desk
            .call()
            .and_then(|call| call.call.facts.carrier_call_id.clone());
        let account = self.inner.accounts.find(&self.workspace, &self.row.account_id);
        if let Some((leg, account)) = leg.zip(account)
            && let Err(why) = account.carrier.hang_up(&LegRef(leg)).await
        {
            tracing::warn!(call.id = %self.row.call_id, error = %why, "a call is left to the next start");
        }
    }

    async fn begin_recording(&mut self) {
        let may = self.row.room.is_live() && self.row.record && !self.desk.notes().silenced;
        if !may {
            return;
        }
        self.desk.handle.resume_recording();
        let path = self.desk.handle.snapshot().recording;
        let (None, Some(path)) = (&self.recording, path) else {
            return;
        };
        match close::begin_recording(&self.inner, &self.workspace, &self.row.call_id, &path).await {
            Ok(recording) => self.recording = recording,
            Err(why) => {
                tracing::error!(room.id = %self.row.id, error = %why, "a recording could not be written down");
            }
        }
    }

    async fn close_audio(&mut self) {
        self.desk.handle.close();
        let summary = tokio::time::timeout(CLOSE_LIMIT, self.farewell())
            .await
            .ok()
            .flatten();
        if let Some(detail) = self.measured.summary() {
            self.note(Happening::of("quality_summary").detail(detail)).await;
        }
        let file = summary.and_then(|summary| summary.recording);
        match (self.recording.take(), file) {
            (Some(recording), Some(file)) => {
                let kept = close::finish_recording(&self.inner, &self.workspace, recording, &file).await;
                if let Err(why) = kept {
                    // The next start finds it unfinished and finishes it.
                    tracing::error!(room.id = %self.row.id, error = %why, "a recording's end could not be stored");
                }
            }
            // Nobody was there to be recorded.
            (None, Some(file)) => drop(std::fs::remove_file(file.path)),
            (_, None) => {}
        }
    }

    async fn farewell(&mut self) -> Option<RoomSummary> {
        while let Some(event) = self.events.next().await {
            if let live::Event::Closed(summary) = event {
                return Some(summary);
            }
        }
        None
    }

    async fn free_lead(&self, was_rung: bool) {
        if let Err(why) = close::free_lead(&self.inner, &self.workspace, &self.row, was_rung).await {
            tracing::warn!(room.id = %self.row.id, error = %why, "a lead stays held for a while");
        }
    }

    async fn note_end(&self) {
        if let Some(why) = self.row.room.phase.end() {
            self.note(Happening::of("ended").detail(json!({ "why": why.word() })))
                .await;
        }
    }

    async fn note(&self, what: Happening) {
        note(&self.inner, &self.workspace, &self.row.call_id, what).await;
    }

    /// Stores how the room stands. When the store fails the talk goes on; the next change stores it as well.
    async fn store(&mut self) {
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

    fn changed(&self) {
        self.inner.changes.room(&self.workspace, self.row.id.clone());
    }
}

/// People press few buttons at once.
const ORDERS_MAX: usize = 16;
/// An agent who waits in silence waits no longer than this for a call that was put off.
const PATIENCE_MS: i64 = 20_000;
/// For the disk to take the rest of a recording.
const CLOSE_LIMIT: Duration = Duration::from_secs(10);
/// What a callee hears when the agent's connection broke for good.
const APOLOGY: &str = "I am sorry, the connection to the person you were talking to was lost. Goodbye.";
