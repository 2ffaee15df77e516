//! What happens when a call is over.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::leg::Leg;
use super::status::Ending;
use crate::draw::Draw;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Closes the call: ledger, rooms, recording, last callback, and the bill some seconds later.
    pub(crate) fn finish(self: &Arc<Self>, leg: &Arc<Leg>, ending: Ending) {
        let now = self.now();
        let (was_dialled, answered) = leg.change(now, |facts| {
            facts.ended_at = Some(now);
            (facts.started_at.is_some(), facts.answered_at)
        });
        if let Some(sound) = leg.line.hang_up() {
            self.note_sound(leg, sound);
        }
        self.ledger
            .ended(leg.entry, leg.far_end(), ending, now, was_dialled);
        if answered.is_some() {
            self.record_call(leg);
        }
        self.progress(leg, ending.status, Some(ending));
        self.forget_invitation(leg);
        if answered.is_some() {
            self.bill(leg);
        }
    }

    /// Prices are known only some seconds after the call; calls that nobody answered have none.
    fn bill(self: &Arc<Self>, leg: &Arc<Leg>) {
        let minutes = leg.talk_seconds().unwrap_or(0).div_ceil(60).max(1);
        let network = &self.population.network;
        let minutes = i64::try_from(minutes).unwrap_or(i64::MAX);
        let price = network.price_per_minute_micros.saturating_mul(minutes);
        let after = Draw::keyed(self.seed, &["bill", &leg.sid]).ms(network.price_after_ms);
        let (sandbox, leg) = (Arc::clone(self), Arc::clone(leg));
        self.spawn(async move {
            sleep(Duration::from_millis(after)).await;
            leg.change(sandbox.now(), |facts| facts.price_micros = Some(price));
        });
    }
}
