//! A call that somebody makes to the application: it rings until its instructions are there.

use std::sync::Arc;

use tokio::time::Instant;

use super::leg::{Direction, Leg, NewLeg, Order};
use super::life::Life;
use super::status::{EndedBy, Ending};
use super::terms::Terms;
use crate::ledger::Attempt;
use crate::lock::lock;
use crate::people::{Listener, PersonKind};
use crate::perform::{Fetch, Hearing, Opening, Stage};
use crate::sandbox::Sandbox;

/// A call that somebody makes to the application.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub from: String,
    /// What was dialled; empty when an application was.
    pub to: String,
    pub terms: Terms,
    pub listener: Listener,
    /// Where its instructions are.
    pub fetch: Fetch,
}

impl Sandbox {
    /// Takes in a call; from here on it lives by itself.
    pub(crate) fn take_in(self: &Arc<Self>, incoming: Incoming) -> Arc<Leg> {
        let now = self.now();
        let attempt = lock(&self.calls).count(&incoming.from);
        let sid = self.mint().sid("CA", &[&incoming.from, &attempt.to_string()]);
        let entry = self.ledger.open(Attempt {
            number: incoming.from.clone(),
            from: incoming.from.clone(),
            sid: sid.clone(),
            attempt,
            person: PersonKind::Human,
            created_at: now,
            dialled_at: None,
            rang_at: None,
            answered_at: None,
            ended_at: None,
            ending: None,
            answered_by: None,
            said: Vec::new(),
            played: Vec::new(),
            digits: String::new(),
            rooms: Vec::new(),
            callbacks: Vec::new(),
            problems: Vec::new(),
            sound: None,
        });
        let (leg, inbox) = Leg::new(NewLeg {
            sid,
            to: incoming.to,
            from: incoming.from,
            direction: Direction::Inbound,
            parent: None,
            attempt,
            created_at: now,
            queue_ms: 0,
            terms: incoming.terms,
            entry,
        });
        let leg = Arc::new(leg);
        lock(&self.calls).add(Arc::clone(&leg));
        let life = Life::new(Arc::clone(self), Arc::clone(&leg), inbox);
        self.spawn(life.run_incoming(incoming.listener, incoming.fetch));
        leg
    }
}

impl Life {
    /// Lives a call that came in.
    async fn run_incoming(mut self, listener: Listener, fetch: Fetch) {
        let ending = match self.ring_for_instructions(&listener, fetch).await {
            Ok(script) => Ending::completed(Box::pin(self.talk(listener, script)).await),
            Err(ending) => ending,
        };
        self.sandbox.finish(&self.leg, ending);
    }

    async fn ring_for_instructions(
        &mut self,
        listener: &Listener,
        fetch: Fetch,
    ) -> Result<crate::perform::Script, Ending> {
        self.reach_network();
        self.ring();
        let mut hearing = Hearing::new(listener.clone(), Instant::now());
        let mut stage = Stage::new(&self.sandbox, &self.leg, &mut hearing);
        let opening = stage.opening(fetch);
        tokio::pin!(opening);
        loop {
            tokio::select! {
                biased;
                order = self.inbox.recv() => match order {
                    Some(Order::HangUp(by)) => return Err(Ending::canceled(by)),
                    Some(Order::CallOff) => return Err(Ending::canceled(EndedBy::Api)),
                    None => return Err(Ending::canceled(EndedBy::Network)),
                    Some(Order::Limit { ms }) => self.time_limit = std::time::Duration::from_millis(ms),
                    // The API lets no instructions through before the answer.
                    Some(Order::Perform(_)) => {}
                },
                opened = &mut opening => return match opened {
                    Ok(Opening::Answer(script)) => Ok(script),
                    Ok(Opening::Reject) => Err(Ending::refused(SIP_BUSY_HERE)),
                    Err(by) => Err(Ending::failed(by)),
                },
            }
        }
    }
}

/// What `<Reject/>` comes to.
const SIP_BUSY_HERE: u16 = 486;
