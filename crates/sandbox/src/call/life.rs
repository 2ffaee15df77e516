//! The life of one call, from the queue to its end.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::leg::{Leg, Order};
use super::status::{CallStatus, EndedBy, Ending};
use crate::people::{Listener, Meeting, Reception};
use crate::perform::{Hearing, Script, Stage};
use crate::sandbox::Sandbox;

/// One call's own task.
pub(crate) struct Life {
    pub(super) sandbox: Arc<Sandbox>,
    pub(super) leg: Arc<Leg>,
    pub(super) inbox: mpsc::Receiver<Order>,
    pub(super) time_limit: Duration,
}

impl Life {
    pub(crate) fn new(sandbox: Arc<Sandbox>, leg: Arc<Leg>, inbox: mpsc::Receiver<Order>) -> Self {
        let time_limit = leg.terms.time_limit;
        Self {
            sandbox,
            leg,
            inbox,
            time_limit,
        }
    }

    /// Lives the whole call.
    pub(crate) async fn run(mut self, turn: Instant, meeting: Meeting, script: Script) {
        let ending = match self.reach(turn, meeting).await {
            // Boxed, because most calls spend most of their time on the way there.
            Ok(listener) => Ending::completed(Box::pin(self.talk(listener, script)).await),
            Err(ending) => ending,
        };
        self.sandbox.finish(&self.leg, ending);
    }

    /// From the queue to the answer, or to whatever comes instead.
    async fn reach(&mut self, turn: Instant, meeting: Meeting) -> Result<Listener, Ending> {
        let patience = Instant::now() + LONGEST_QUEUE;
        self.wait_until(turn.min(patience)).await?;
        if turn > patience {
            return Err(Ending::canceled(EndedBy::QueueTimeout));
        }
        self.dial();
        self.wait(meeting.post_dial_ms).await?;
        let limit = self.leg.terms.ring_timeout;
        match meeting.reception {
            Reception::Refuses { sip_code } => Err(Ending::refused(sip_code)),
            Reception::RingsOut { gives_up_ms } => {
                self.ring();
                let own = gives_up_ms.map(Duration::from_millis).filter(|own| *own < limit);
                self.wait_until(Instant::now() + own.unwrap_or(limit)).await?;
                let by = own.map_or(EndedBy::RingTimeout, |_| EndedBy::Network);
                Err(Ending::rang_out(by))
            }
            Reception::PicksUp { ring_ms, listener } => {
                self.ring();
                let rings = Duration::from_millis(ring_ms);
                self.wait_until(Instant::now() + rings.min(limit)).await?;
                if rings > limit {
                    return Err(Ending::rang_out(EndedBy::RingTimeout));
                }
                Ok(listener)
            }
        }
    }

    /// From the answer to the end.
    pub(super) async fn talk(&mut self, mut listener: Listener, script: Script) -> EndedBy {
        let answered = Instant::now();
        self.answer();
        let stays = Duration::from_millis(listener.stays_ms);
        // Whoever holds the call says when the callee has had enough of it.
        let mut held = match &script {
            Script::Held(hold) => Some(Arc::clone(hold)),
            Script::Inline { .. }
            | Script::Fetched { .. }
            | Script::Fetch(_)
            | Script::Join(_)
            | Script::Bridged { .. } => None,
        };
        let mut leaves = answered + if held.is_some() { LONGEST_HOLD } else { stays };
        let verdict = self.sandbox.start_detection(&self.leg, &listener.greeting);
        let part = std::mem::take(&mut listener.part);
        if self.leg.line.pick_up(part, answered) {
            self.sandbox.keep_line_going(&self.leg);
        }
        let mut hearing = Hearing::new(listener, answered);
        hearing.verdict = verdict;
        hearing.send_digits.clone_from(&self.leg.terms.send_digits);
        let mut next = script;
        loop {
            let mut stage = Stage::new(&self.sandbox, &self.leg, &mut hearing);
            let performance = stage.run(next);
            tokio::pin!(performance);
            next = loop {
                tokio::select! {
                    biased;
                    order = self.inbox.recv() => match order {
                        Some(Order::Perform(script)) => {
                            if let Some(hold) = held.take() {
                                hold.lose();
                                leaves = Instant::now() + stays;
                            }
                            break *script;
                        }
                        Some(Order::Limit { ms }) => self.time_limit = Duration::from_millis(ms),
                        Some(Order::HangUp(by)) => return by,
                        // Answered in the moment in which it came.
                        Some(Order::CallOff) => {}
                        None => return EndedBy::Network,
                    },
                    () = sleep_until(leaves) => return EndedBy::Callee,
                    () = sleep_until(answered + self.time_limit) => return EndedBy::TimeLimit,
                    by = &mut performance => return by,
                }
            };
        }
    }

    async fn wait(&mut self, ms: u64) -> Result<(), Ending> {
        self.wait_until(Instant::now() + Duration::from_millis(ms)).await
    }

    /// Waits, unless somebody calls the call off.
    async fn wait_until(&mut self, until: Instant) -> Result<(), Ending> {
        loop {
            tokio::select! {
                biased;
                order = self.inbox.recv() => match order {
                    Some(Order::HangUp(by)) => return Err(Ending::canceled(by)),
                    Some(Order::CallOff) => return Err(Ending::canceled(EndedBy::Api)),
                    None => return Err(Ending::canceled(EndedBy::Network)),
                    Some(Order::Limit { ms }) => self.time_limit = Duration::from_millis(ms),
                    // The API lets no instructions through before the answer.
                    Some(Order::Perform(_)) => {}
                },
                () = sleep_until(until) => return Ok(()),
            }
        }
    }

    fn dial(&self) {
        self.reach_network();
        self.sandbox.progress(&self.leg, CallStatus::Initiated, None);
    }

    pub(super) fn reach_network(&self) {
        let now = self.sandbox.now();
        self.leg.change(now, |facts| facts.started_at = Some(now));
        self.sandbox
            .ledger
            .dialled(self.leg.entry, self.leg.far_end(), &self.leg.sid, now);
    }

    pub(super) fn ring(&self) {
        self.sandbox
            .ledger
            .rang(self.leg.entry, self.leg.far_end(), self.sandbox.now());
        self.sandbox.progress(&self.leg, CallStatus::Ringing, None);
    }

    fn answer(&self) {
        let now = self.sandbox.now();
        self.leg.change(now, |facts| facts.answered_at = Some(now));
        self.sandbox
            .ledger
            .answered(self.leg.entry, self.leg.far_end(), now);
        self.sandbox.progress(&self.leg, CallStatus::InProgress, None);
    }
}

const LONGEST_HOLD: Duration = Duration::from_secs(86_400);
/// Twilio calls off what is still queued after a day.
const LONGEST_QUEUE: Duration = Duration::from_secs(86_400);
