//! What the room of the shift says.

use outdial_domain::ids::CallId;
use outdial_domain::seat::Event;
use outdial_domain::transfer;
use outdial_media::ParticipantId;
use outdial_media::detect::Verdict;
use outdial_media::live;
use serde_json::json;

use super::run::Task;
use crate::floor::desk::{Detection, agent};
use crate::floor::note::Happening;
use crate::floor::quality;
use crate::floor::seats::guests::{keep_verdict, leg_of, verdict_of};
use crate::floor::seats::report::VerdictBy;

impl Task {
    pub(super) async fn hear(&mut self, event: Option<live::Event>) {
        match event {
            None | Some(live::Event::Closed(_)) => {
                tracing::error!(seat.id = %self.row.id, "the room of a shift is gone");
                self.feed(Event::Recovered).await;
            }
            Some(live::Event::Joined { who, .. } | live::Event::Returned { who }) => {
                self.came(&who).await;
            }
            Some(live::Event::Lost { who }) => self.lost(&who).await,
            Some(live::Event::Detected {
                who,
                verdict,
                confidence,
                reason,
                ..
            }) if self.is_callee(&who) => {
                self.desk.notes.open().detection = Some(Detection {
                    verdict,
                    confidence,
                    reason,
                });
                self.detected(verdict).await;
            }
            Some(live::Event::ClipFinished { .. }) => {
                let was_own = self.desk.notes.open().clip.take().is_some();
                self.comfort_again();
                self.ring_again();
                if was_own {
                    self.changed();
                }
            }
            Some(live::Event::Quality(measure)) => self.measure(&measure).await,
            Some(live::Event::Digit { from, digit }) => {
                if let Some((call, who)) = self.talks(&from) {
                    let detail = json!({ "who": who, "digit": digit.to_char().to_string() });
                    self.note(&call, Happening::of("digit").detail(detail)).await;
                }
            }
            Some(live::Event::Recorded(file)) => self.recorded(&file).await,
            Some(live::Event::RecordingFailed { reason }) => {
                if let Some(call) = self.row.seat.callee().cloned() {
                    self.unrecorded(&call, &reason).await;
                    self.changed();
                }
            }
            Some(
                live::Event::Left { .. }
                | live::Event::Detected { .. }
                | live::Event::DigitsSent { .. }
                | live::Event::MarkReached { .. }
                | live::Event::Levels(_),
            ) => {}
            Some(live::Event::Missed(_)) => self.look().await,
        }
    }

    /// Shows the agent how well their connection does, and keeps in the timeline of the talk how well both do.
    async fn measure(&mut self, measure: &live::LegQuality) {
        if measure.who == agent() {
            self.desk.notes.open().quality = Some(quality::shown(measure));
            self.changed();
        }
        if let Some((call, who)) = self.talks(&measure.who)
            && let Some(detail) = self.measured.take(who, measure)
        {
            self.note(&call, Happening::of("quality").detail(detail)).await;
        }
    }

    /// The call in which a leg of this room talks, and by what word its timeline knows the leg.
    fn talks(&self, who: &ParticipantId) -> Option<(CallId, &'static str)> {
        let talk = self.talk.as_ref().filter(|talk| !talk.under_way)?;
        let call = talk.guest.id();
        let word = match who {
            who if *who == agent() => "agent",
            who if leg_of(call) == *who => "callee",
            _ => return None,
        };
        Some((call.clone(), word))
    }

    async fn came(&mut self, who: &ParticipantId) {
        let under_way = self.talk.as_ref().filter(|talk| talk.under_way);
        if *who == agent() {
            self.agent_came().await;
            self.phone_came().await;
            self.tell_consult(transfer::Event::ThirdHere);
        } else if self.is_third(who) {
            self.third_came().await;
        } else if under_way.is_some_and(|talk| leg_of(talk.guest.id()) == *who) {
            self.callee_came().await;
        } else if self.is_callee(who)
            && let Some(call) = self.row.seat.callee().cloned()
        {
            self.feed(Event::LegHere { call }).await;
        }
    }

    async fn lost(&mut self, who: &ParticipantId) {
        if *who == agent() {
            self.feed(Event::BrowserLost).await;
            self.tell_consult(transfer::Event::ThirdLost);
        } else if self.is_third(who) {
            self.pass(transfer::Event::ThirdLost).await;
        } else if self.is_callee(who)
            && let Some(call) = self.row.seat.callee().cloned()
        {
            self.feed(Event::LegLost { call }).await;
        }
    }

    /// Something was missed: who is in the room says the same.
    async fn look(&mut self) {
        if self.desk.hosted.is_some() {
            return;
        }
        let snapshot = self.desk.room.snapshot();
        let is_here = |who: &ParticipantId| snapshot.seat(who).is_some_and(|seat| seat.connected);
        let browser = if is_here(&agent()) {
            Event::BrowserHere
        } else {
            Event::BrowserLost
        };
        self.feed(browser).await;
        if let Some(call) = self.row.seat.callee().cloned() {
            let leg = if is_here(&leg_of(&call)) {
                Event::LegHere { call }
            } else {
                Event::LegLost { call }
            };
            self.feed(leg).await;
        }
        let third = self.passing.as_ref().and_then(|passing| passing.third_in_room());
        if let Some(third) = third.filter(|third| self.is_third(third)) {
            if is_here(&third) {
                self.third_came().await;
            } else {
                self.pass(transfer::Event::ThirdLost).await;
            }
        }
    }

    /// Whether it is the phone of whoever is to take the callee.
    fn is_third(&self, who: &ParticipantId) -> bool {
        self.passing.as_ref().is_some_and(|passing| passing.is_phone(who))
    }

    /// Our ear says who is there, while the agent talks with them.
    async fn detected(&mut self, verdict: Verdict) {
        self.changed();
        let Some(talk) = &self.talk else { return };
        let (guest, said) = (talk.guest.clone(), talk.said);
        let verdict = verdict_of(verdict);
        self.floor.seats.hear(&guest, verdict, VerdictBy::Own);
        keep_verdict(&self.inner, &guest, verdict);
        // A campaign that puts callees through at once has machines taken away again; the agent knows better.
        if guest.wish.at_once && verdict.is_machine() && said.is_none() {
            let call = guest.id().clone();
            self.feed(Event::MachineThere { call }).await;
        }
    }
}
