//! What a talk makes of time: silence, the longest time, and a server that does not answer.

use outdial_domain::Timestamp;

use super::ending::Ending;
use super::session::{Action, GOODBYE_MS, Session};
use super::standing::Phase;

impl Session {
    pub(super) fn watch(&mut self, now: Timestamp, out: &mut Vec<Action>) {
        if self.is_over() {
            return;
        }
        let elapsed = self.elapsed(now);
        if elapsed >= self.terms.max_duration_ms {
            return self.end(Ending::TooLong, now, out);
        }
        if self.phase == Phase::Opening {
            if now.ms_since(self.began_at) >= STALL_MS {
                let why = "settings not confirmed".to_owned();
                self.end(Ending::ModelLost { why }, now, out);
            }
            return;
        }
        // A short talk keeps at least half of its time.
        let goodbye_ms = GOODBYE_MS.min(self.terms.max_duration_ms / 2);
        if elapsed >= self.terms.max_duration_ms - goodbye_ms {
            self.say_goodbye(Ending::TooLong, true, now, out);
        }
        self.watch_server(now, out);
        self.watch_silence(now, out);
    }

    /// A server that owes an answer and does nothing is asked again, and then given up.
    fn watch_server(&mut self, now: Timestamp, out: &mut Vec<Action>) {
        let owes = self.active.is_some() || self.requested.is_some();
        if !owes || self.playback.is_playing() || now.ms_since(self.progress_at) < STALL_MS {
            return;
        }
        match (self.active.take(), self.requested.take()) {
            (Some(active), _) => {
                self.cut.insert(active.id);
                let why = "stopped answering".to_owned();
                self.end(Ending::ModelLost { why }, now, out);
            }
            (None, Some(purpose)) => self.trouble(purpose, "no answer", now, out),
            (None, None) => {}
        }
    }

    fn watch_silence(&mut self, now: Timestamp, out: &mut Vec<Action>) {
        if self.phase != Phase::Talking {
            return;
        }
        let elapsed = self.elapsed(now);
        let speaks = self.callee.speaks_since();
        let is_speaking = speaks.is_some_and(|since| elapsed - since < MONOLOGUE_MS);
        let is_answering = self.active.is_some() || self.requested.is_some() || !self.open_calls.is_empty();
        if is_speaking || is_answering || self.playback.is_playing() {
            self.quiet_since = now;
        } else if now.ms_since(self.quiet_since) >= self.terms.silence_ms {
            self.say_goodbye(Ending::Silence, true, now, out);
        }
    }
}

/// Models answer within two seconds, with thoughts within five.
pub(super) const STALL_MS: i64 = 10_000;
/// Whoever speaks for longer is a noise.
const MONOLOGUE_MS: i64 = 120_000;
