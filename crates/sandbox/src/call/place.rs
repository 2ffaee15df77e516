//! Accepting a call.

use std::sync::Arc;

use tokio::time::Instant;

use super::leg::{Direction, Leg, NewLeg};
use super::life::Life;
use super::terms::Terms;
use crate::ledger::Attempt;
use crate::lock::lock;
use crate::perform::Script;
use crate::sandbox::Sandbox;

/// A call to be made.
#[derive(Debug)]
pub(crate) struct Placement {
    pub to: String,
    pub from: String,
    pub direction: Direction,
    pub parent: Option<String>,
    pub terms: Terms,
    /// What happens once it is picked up.
    pub script: Script,
}

impl Sandbox {
    /// Accepts a call; from here on it lives by itself.
    pub(crate) fn place(self: &Arc<Self>, placement: Placement) -> Arc<Leg> {
        let now = self.now();
        let attempt = lock(&self.calls).count(&placement.to);
        // Only calls made through the API queue; those dialled by instructions start at once.
        let (turn, queue_ms) = match placement.direction {
            Direction::OutboundApi => lock(&self.cps).turn(),
            Direction::OutboundDial | Direction::Inbound => (Instant::now(), 0),
        };
        let sid = self.mint().sid("CA", &[&placement.to, &attempt.to_string()]);
        let meeting = self.population.cast(self.seed, &placement.to, attempt);
        let (to, from) = (&placement.to, &placement.from);
        let entry = self
            .ledger
            .open(Attempt::created(to, from, &sid, attempt, meeting.kind, now));
        let (leg, inbox) = Leg::new(NewLeg {
            sid,
            to: placement.to,
            from: placement.from,
            direction: placement.direction,
            parent: placement.parent,
            attempt,
            created_at: now,
            queue_ms,
            terms: placement.terms,
            entry,
        });
        let leg = Arc::new(leg);
        lock(&self.calls).add(Arc::clone(&leg));
        let life = Life::new(Arc::clone(self), Arc::clone(&leg), inbox);
        self.spawn(life.run(turn, meeting, placement.script));
        leg
    }

    pub(crate) fn call(&self, sid: &str) -> Option<Arc<Leg>> {
        lock(&self.calls).get(sid)
    }
}
