//! Connecting a call to other numbers.

use std::sync::Arc;

use futures_util::future::select_all;

use super::script::{Cue, Script};
use super::stage::Stage;
use crate::call::{CallStatus, Direction, EndedBy, Leg, Order, Placement, Terms};
use crate::number::Address;
use crate::twiml::{Dial, DialNumber, Target};

/// The calls dialled for a bridge; hung up when the calling side goes away, however that happens.
struct Partners(Vec<Arc<Leg>>);

impl Drop for Partners {
    fn drop(&mut self) {
        for leg in &self.0 {
            if !leg.status().is_over() {
                leg.order(Order::HangUp(EndedBy::Partner));
            }
        }
    }
}

impl Stage<'_> {
    pub(super) async fn dial(&mut self, mut dial: Dial) -> Result<Cue, EndedBy> {
        let target = std::mem::replace(&mut dial.target, Target::Numbers(Vec::new()));
        let mut extra = match target {
            Target::Conference(noun) => {
                let admission = self.admission(*noun)?;
                self.join(admission).await?;
                vec![("DialCallStatus".to_owned(), "answered".to_owned())]
            }
            Target::Numbers(numbers) => self.bridge(&dial, numbers).await,
            Target::NotSimulated { name } => {
                self.problem(0, format!("{name} is not simulated yet; it was skipped"));
                return Ok(Cue::Next);
            }
        };
        match dial.action.take() {
            Some(action) => Ok(Cue::Goto(self.jump(
                &action,
                dial.method,
                std::mem::take(&mut extra),
            )?)),
            None => Ok(Cue::Next),
        }
    }

    /// Rings everybody, talks to the first who picks up; the result as Twilio's parameters.
    async fn bridge(&mut self, dial: &Dial, numbers: Vec<DialNumber>) -> Vec<(String, String)> {
        let mut partners = Partners(Vec::new());
        for number in numbers {
            partners.0.extend(self.dial_partner(dial, number));
        }
        if partners.0.is_empty() {
            return vec![("DialCallStatus".to_owned(), "failed".to_owned())];
        }
        // The callee hears ringing, then the other side.
        self.hearing.sound_begins();
        self.leg.line.ring();
        let picked_up = first_to_pick_up(&partners.0).await;
        self.leg.line.hush();
        for loser in partners
            .0
            .iter()
            .filter(|leg| picked_up.as_ref().is_none_or(|p| p.sid != leg.sid))
        {
            loser.order(Order::HangUp(EndedBy::Partner));
        }
        let Some(partner) = picked_up.or_else(|| partners.0.first().cloned()) else {
            return Vec::new();
        };
        tokio::select! {
            biased;
            () = partner.over() => {}
            () = self.sandbox.let_talk(self.leg, &partner) => {}
        }
        let seconds = partner.talk_seconds().unwrap_or(0);
        let bridged = partner.facts().answered_at.is_some();
        vec![
            ("DialCallStatus".to_owned(), partner.status().as_str().to_owned()),
            ("DialCallSid".to_owned(), partner.sid.clone()),
            ("DialCallDuration".to_owned(), seconds.to_string()),
            ("DialBridged".to_owned(), bridged.to_string()),
        ]
    }

    fn dial_partner(&self, dial: &Dial, number: DialNumber) -> Option<Arc<Leg>> {
        let Some(to) = Address::read(&number.to) else {
            self.problem(
                13_224,
                format!("<Dial>: \"{}\" is not a number that can be dialled", number.to),
            );
            return None;
        };
        Some(self.sandbox.place(Placement {
            to: to.into_text(),
            from: dial.caller_id.clone().unwrap_or_else(|| self.leg.from.clone()),
            direction: Direction::OutboundDial,
            parent: Some(self.leg.sid.clone()),
            terms: Terms {
                status: number.status,
                ring_timeout: dial.ring_timeout,
                time_limit: dial.time_limit,
                send_digits: number.send_digits,
                detection: number.detection,
                ..Terms::default()
            },
            script: Script::Bridged {
                whisper: number.whisper,
            },
        }))
    }

    /// The dialled side of a bridge: it hears the other side until somebody hangs up.
    pub(super) async fn leg_is_bridged(&mut self) -> Cue {
        self.hearing.sound_begins();
        std::future::pending().await
    }
}

/// The first call to be picked up; `None` when all have ended without.
async fn first_to_pick_up(legs: &[Arc<Leg>]) -> Option<Arc<Leg>> {
    let mut waiting: Vec<_> = legs
        .iter()
        .map(|leg| Box::pin(decided(Arc::clone(leg))))
        .collect();
    while !waiting.is_empty() {
        let (leg, _, rest) = select_all(waiting).await;
        if leg.facts().answered_at.is_some() {
            return Some(leg);
        }
        waiting = rest;
    }
    None
}

/// Waits until a call is picked up or over.
async fn decided(leg: Arc<Leg>) -> Arc<Leg> {
    let mut status = leg.status.subscribe();
    // The sender lives in the leg held here, so the wait cannot fail.
    let _ = status
        .wait_for(|status| *status == CallStatus::InProgress || status.is_over())
        .await;
    leg
}
