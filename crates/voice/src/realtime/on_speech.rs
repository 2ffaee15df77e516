//! What a talk makes of the callee's speaking and pausing.

use outdial_domain::Timestamp;

use super::latency::Wait;
use super::session::{Action, Session};
use super::standing::{Phase, Purpose};

impl Session {
    /// The callee begins to speak: the agent stops, unless it says what must be heard.
    pub(super) fn callee_speaks(
        &mut self,
        item: String,
        at_ms: Option<i64>,
        now: Timestamp,
        out: &mut Vec<Action>,
    ) {
        if matches!(self.phase, Phase::Opening | Phase::Over) {
            return;
        }
        let from_ms = self.moment_of(at_ms, now);
        self.callee.begins(item, from_ms);
        self.quiet_since = now;
        let is_guarded = match self.phase {
            Phase::Greeting => self.terms.discloses,
            Phase::Farewell { .. } => true,
            Phase::Opening | Phase::Talking | Phase::Over => false,
        };
        if is_guarded {
            return;
        }
        self.wait = None;
        // The server answers when they have finished.
        self.wanted = None;
        if self.requested == Some(Purpose::Answer) {
            self.requested = None;
        }
        self.interrupt(out);
        if self.phase == Phase::Greeting {
            self.greeted(out);
        }
    }

    /// The callee has finished: it is the agent's turn.
    pub(super) fn callee_pauses(&mut self, at_ms: Option<i64>, now: Timestamp) {
        if matches!(self.phase, Phase::Opening | Phase::Over) {
            return;
        }
        let pause_ms = i64::from(self.terms.pause_ms);
        let silent_ms = match at_ms {
            Some(at_ms) => self.moment_of(Some(at_ms.saturating_sub(pause_ms)), now),
            None => (self.elapsed(now) - pause_ms).max(0),
        };
        if !self.callee.stops(silent_ms) {
            return;
        }
        self.quiet_since = now;
        self.progress_at = now;
        match self.phase {
            Phase::Talking => {
                self.wait = Some(Wait::new(self.began_at.plus_ms(silent_ms), now));
                let is_free = self
                    .active
                    .as_ref()
                    .is_none_or(|active| self.cut.contains(&active.id));
                if is_free {
                    // The server does this itself; it is remembered, so that one that does not is noticed.
                    self.requested.get_or_insert(Purpose::Answer);
                }
            }
            Phase::Greeting => self.unanswered = true,
            Phase::Opening | Phase::Farewell { .. } | Phase::Over => {}
        }
    }
}
