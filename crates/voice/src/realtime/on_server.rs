//! What a talk makes of what the server tells.

use outdial_domain::Timestamp;

use super::ending::Ending;
use super::latency::Wait;
use super::orders::{self, SESSION};
use super::session::{ASK, Action, Session};
use super::standing::{Active, Phase, Purpose};
use super::wire::{ServerEvent, Status};

impl Session {
    pub(super) fn hear_server(&mut self, event: ServerEvent, now: Timestamp, out: &mut Vec<Action>) {
        match event {
            ServerEvent::SessionUpdated => self.in_force(now),
            ServerEvent::Error { code, of } => self.refused(&code, of.as_deref(), now, out),
            ServerEvent::SpeechStarted { item, at_ms } => self.callee_speaks(item, at_ms, now, out),
            ServerEvent::SpeechStopped { item: _, at_ms } => self.callee_pauses(at_ms, now),
            ServerEvent::Transcribed { item, text, usage } => {
                self.usage.add_transcript(&usage);
                if let Some(said) = self.callee.words(&item, Some(&text)) {
                    self.note(said, out);
                }
            }
            ServerEvent::NotTranscribed { item } => {
                self.usage.transcript_unknown();
                if let Some(said) = self.callee.words(&item, None) {
                    self.note(said, out);
                }
            }
            ServerEvent::ResponseCreated { response, label } => {
                self.response_begins(response, label.as_deref(), now, out);
            }
            ServerEvent::ItemAdded { response } => {
                if !self.cut.contains(&response) {
                    self.progress_at = now;
                    if let Some(wait) = &mut self.wait {
                        wait.output(now);
                    }
                }
            }
            ServerEvent::Audio {
                response,
                item,
                bytes,
            } => self.audio(&response, &item, bytes, now, out),
            ServerEvent::Words { response, item, text } => {
                if self.may_be_heard(&response) {
                    self.playback.words(&response, &item, &text);
                }
            }
            ServerEvent::AllWords { response, item, text } => {
                if self.may_be_heard(&response) {
                    self.playback.all_words(&response, &item, &text);
                }
            }
            // Acted upon when its response is completed: an interrupted one must not book anything.
            ServerEvent::Call { .. } => self.progress_at = now,
            ServerEvent::ResponseDone {
                response,
                status,
                calls,
                usage,
            } => {
                self.usage.add_response(&usage);
                self.response_over(&response, &status, now, out);
                if matches!(status, Status::Completed | Status::Incomplete) && !self.is_over() {
                    self.ask_tools(&response, calls, now, out);
                }
                self.active_over(&response);
            }
            ServerEvent::Other => {}
        }
    }

    fn in_force(&mut self, now: Timestamp) {
        if self.phase != Phase::Opening {
            return;
        }
        self.progress_at = now;
        self.quiet_since = now;
        if self.terms.opening.is_empty() {
            // Somebody has to begin.
            self.phase = Phase::Talking;
            self.wanted = Some(Purpose::Answer);
        } else {
            self.phase = Phase::Greeting;
            self.wanted = Some(Purpose::Greeting);
        }
        self.wait = Some(Wait::new(now, now));
    }

    /// The server refuses something. What was to be spoken is asked for again; the rest does no harm.
    fn refused(&mut self, code: &str, of: Option<&str>, now: Timestamp, out: &mut Vec<Action>) {
        let Some(of) = of else { return };
        if of == SESSION && self.phase == Phase::Opening {
            let why = format!("settings refused, {code}");
            self.end(Ending::ModelLost { why }, now, out);
        } else if of.starts_with(ASK)
            && let Some(purpose) = self.requested.take()
        {
            self.trouble(purpose, code, now, out);
        }
    }

    /// A response that was asked for did not come about.
    pub(super) fn trouble(&mut self, purpose: Purpose, why: &str, now: Timestamp, out: &mut Vec<Action>) {
        if self.is_over() {
            return;
        }
        self.troubles += 1;
        if self.troubles > TROUBLES_MAX {
            let why = why.to_owned();
            return self.end(Ending::ModelLost { why }, now, out);
        }
        self.wanted.get_or_insert(purpose);
        self.hold_until = now.plus_ms(HOLD_MS);
        self.progress_at = now;
    }

    fn response_begins(&mut self, id: String, label: Option<&str>, now: Timestamp, out: &mut Vec<Action>) {
        let told = label.and_then(Purpose::of);
        self.keeps_labels |= told.is_some();
        let purpose = match (told, self.requested) {
            (Some(told), _) => told,
            // Its own idea, because the callee has finished.
            (None, _) if self.keeps_labels => Purpose::Answer,
            (None, requested) => requested.unwrap_or(Purpose::Answer),
        };
        if self.requested == Some(purpose) {
            self.requested = None;
        }
        self.progress_at = now;
        let is_late = matches!(self.phase, Phase::Farewell { .. }) && purpose != Purpose::Goodbye;
        if is_late || self.is_over() {
            self.cut.insert(id.clone());
            out.push(Action::Send(orders::cancel(&id)));
        }
        self.active = Some(Active {
            id,
            purpose,
            spoke: false,
        });
    }

    fn may_be_heard(&self, response: &str) -> bool {
        !self.is_over() && !self.cut.contains(response)
    }

    fn audio(&mut self, response: &str, item: &str, bytes: Vec<u8>, now: Timestamp, out: &mut Vec<Action>) {
        if !self.may_be_heard(response) || bytes.is_empty() {
            return;
        }
        self.progress_at = now;
        self.troubles = 0;
        if let Some(wait) = &mut self.wait {
            wait.audio(now);
        }
        if let Some(active) = &mut self.active
            && active.id == response
        {
            active.spoke = true;
        }
        self.playback.receive(response, item, bytes.len());
        out.push(Action::Play(bytes));
    }

    fn response_over(&mut self, response: &str, status: &Status, now: Timestamp, out: &mut Vec<Action>) {
        self.progress_at = now;
        self.playback.close(response);
        let was_cut = !self.cut.insert(response.to_owned());
        if was_cut || self.is_over() {
            return;
        }
        let purpose = self
            .active
            .as_ref()
            .filter(|active| active.id == response)
            .map(|active| (active.purpose, active.spoke));
        match (status, purpose) {
            (Status::Failed(why), Some((purpose, _))) => self.trouble(purpose, why, now, out),
            // Somebody spoke before the first word; what is owed to them must be said nevertheless.
            (
                Status::Cancelled | Status::Incomplete,
                Some((purpose @ (Purpose::Greeting | Purpose::Goodbye), false)),
            ) => {
                self.trouble(purpose, "cancelled", now, out);
            }
            (Status::Completed | Status::Incomplete, Some((Purpose::Answer, _))) => self.troubles = 0,
            (Status::Completed | Status::Cancelled | Status::Incomplete | Status::Failed(_), _) => {}
        }
    }

    fn active_over(&mut self, response: &str) {
        if self.active.as_ref().is_some_and(|active| active.id == response) {
            self.active = None;
        }
    }
}

/// A busy server is asked again after a moment.
const HOLD_MS: i64 = 500;
const TROUBLES_MAX: u32 = 3;
