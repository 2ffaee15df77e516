//! Performs what the machine of somebody who answered asks for.

use outdial_domain::call::{self, AmdVerdict};
use outdial_domain::campaign::waiting::{Action, By, Ctx, Event, step};
use outdial_domain::ids::{CallId, SeatId};

use super::run::Runner;
use crate::dialler::feed;
use crate::floor::SeatRefusal;

impl Runner<'_> {
    /// Lets something happen to a line, and does what follows.
    pub(super) async fn meet(&mut self, id: &CallId, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let Some(line) = self.lines.get_mut(id) else {
                return;
            };
            let now = self.inner.clock.now();
            let before = line.waiting;
            let mut ctx = Ctx::of(&self.campaign.settings, now);
            // Whoever dialled by hand listens from the first moment.
            ctx.at_once |= line.own.is_some();
            let answer = step(before, event, &ctx);
            line.waiting = answer.state;
            if before.word() != answer.state.word() {
                line.since = now;
            }
            if let Event::Verdict {
                verdict: verdict @ (AmdVerdict::Human | AmdVerdict::Screening),
                by: By::Own,
            } = event
            {
                // Kept with the call; a machine is told below.
                self.tell_call(id, call::Event::Verdict { verdict }).await;
            }
            for action in answer.actions {
                match action {
                    Action::AskSeat => {
                        if self.ask_seats(id).await {
                            events.push(Event::SeatTook);
                        }
                    }
                    Action::CallMachine { verdict } => {
                        self.tell_call(id, call::Event::Verdict { verdict }).await;
                    }
                    Action::TakeBack { verdict } => {
                        self.tell_call(id, call::Event::TakenBack { verdict }).await;
                    }
                    Action::Abandon => self.tell_call(id, call::Event::Abandoned).await,
                    // The loop sleeps until the earliest deadline of its lines.
                    Action::SetDeadline { .. } => {}
                }
            }
        }
    }

    /// Wakes whoever has waited for as long as they may.
    pub(super) async fn wake_lines(&mut self) {
        let now = self.inner.clock.now();
        let passed = self
            .lines
            .iter()
            .filter(|(_, line)| line.waiting.deadline().is_some_and(|at| at <= now));
        let passed: Vec<CallId> = passed.map(|(id, _)| id.clone()).collect();
        for id in passed {
            self.meet(&id, Event::DeadlinePassed).await;
        }
    }

    /// A seat may be ready: whoever has waited longest is asked first.
    pub(super) async fn seat_ready(&mut self) {
        let wanting = self.lines.iter().filter(|(_, line)| line.waiting.wants_seat());
        let mut wanting: Vec<_> = wanting
            .map(|(id, line)| (line.waiting.deadline(), id.clone()))
            .collect();
        wanting.sort();
        for (_, id) in wanting {
            self.meet(&id, Event::SeatReady).await;
        }
    }

    /// Asks the seats, the longest-ready first, until one takes the call.
    async fn ask_seats(&self, id: &CallId) -> bool {
        let Some(seating) = &self.seating else {
            return false;
        };
        // Somebody who is being let go must not be put through in the same moment.
        let Some(line) = self.lines.get(id).filter(|line| !line.is_going()) else {
            return false;
        };
        let mut seats: Vec<SeatId> = line.own.iter().cloned().collect();
        // A person for whom the call was not made is better than nobody, but not one who looks at another lead.
        if seats.is_empty() || !self.campaign.settings.mode.is_by_hand() {
            let ready = seating.ready(self.workspace, self.id);
            seats.extend(ready.into_iter().map(|seat| seat.seat_id));
        }
        for seat in seats {
            match seating.put_through(self.workspace, &seat, id).await {
                Ok(put) => {
                    tracing::info!(call.id = %id, answer_to_audio_ms = put.answer_to_audio_ms, "put through to an agent");
                    if seating.is_heard(self.workspace, id) {
                        self.tell_call(id, call::Event::Bridged).await;
                    }
                    return true;
                }
                Err(SeatRefusal::NotWaiting) => return false,
                Err(why) => tracing::debug!(call.id = %id, error = %why, "a seat could not take the call"),
            }
        }
        false
    }

    async fn tell_call(&self, id: &CallId, event: call::Event) {
        // The call's own deadline looks after it should the store be away.
        if let Err(why) = feed(self.inner, self.workspace, id, event).await {
            tracing::error!(call.id = %id, error = %why, "a campaign's call could not be told");
        }
    }
}
