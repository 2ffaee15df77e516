//! One talk between a model and a callee, as a machine without sockets and clocks.
//!
//! ```text
//! opening ──settings in force──> greeting ──heard──> talking ──goodbye──> farewell ──heard, or time──> over
//!     \______________\_______________\____________________\___left, called off, model lost____________^
//! ```
//!
//! What the server tells, what the callee says, what the line has played and the time go in; what to send, to play, to
//! ask and to note comes out. While the agent says that it is a machine, the server is told to leave turns to us, so
//! that an early "hello?" does not cut it off. Afterwards it decides on turns, and whoever speaks interrupts the agent:
//! what waits is thrown away, and the model is told how much of it was heard.

use std::collections::{BTreeMap, BTreeSet};

use outdial_domain::Timestamp;
use outdial_domain::voice_agent::{Speaker, ToolReply, ToolRequest, TurnLatency, Utterance};
use serde_json::Value;

use super::callee::CalleeLines;
use super::ending::Ending;
use super::latency::Wait;
use super::orders::{self, Turns};
use super::playback::{Playback, Spoken};
use super::standing::{Active, OpenCall, Phase, Purpose};
use super::usage::Usage;
use super::{ServerEvent, Terms};

/// What a talk is told.
#[derive(Debug, Clone)]
pub enum Input<'a> {
    /// The server tells something.
    Server(ServerEvent),
    /// 20 ms of the callee, in the form that was agreed.
    Heard(&'a [u8]),
    /// So many bytes more of what was to be played are on the line.
    Played(usize),
    /// A tool has answered.
    Answered(ToolReply),
    /// The callee has hung up.
    CalleeLeft,
    /// The callee was put through to a person.
    HandedOver,
    /// One of us calls the talk off.
    CalledOff,
    /// The connection to the model is gone, or there never was one.
    ConnectionLost {
        /// In a word.
        why: String,
    },
    /// Time has passed.
    Tick,
}

/// What a talk wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Send this to the server.
    Send(Value),
    /// Send this to the server, unless the connection does not keep up: it is 20 ms of the callee.
    SendAudio(Value),
    /// Play this after what waits to be played.
    Play(Vec<u8>),
    /// Throw away what waits to be played.
    StopPlaying,
    /// Ask a tool; it must answer once.
    Ask(ToolRequest),
    /// Somebody said this.
    Said(Utterance),
    /// The callee waited so long for an answer.
    Turn(TurnLatency),
    /// The talk is over: hang up.
    End(Ending),
}

/// One talk.
#[derive(Debug)]
pub struct Session {
    pub(super) terms: Terms,
    pub(super) began_at: Timestamp,
    pub(super) phase: Phase,
    pub(super) ending: Option<Ending>,
    pub(super) playback: Playback,
    pub(super) callee: CalleeLines,
    pub(super) transcript: Vec<Utterance>,
    pub(super) usage: Usage,
    pub(super) turns: Vec<TurnLatency>,
    pub(super) wait: Option<Wait>,
    /// Audio that was sent, in milliseconds: the server counts by it.
    pub(super) sent_ms: i64,
    pub(super) active: Option<Active>,
    /// Responses of which nothing is to be heard any more.
    pub(super) cut: BTreeSet<String>,
    /// What we asked for, or what the server owes us, and what has not begun.
    pub(super) requested: Option<Purpose>,
    /// The server keeps our words for responses, so that one without is its own.
    pub(super) keeps_labels: bool,
    /// What to ask for when the server is free.
    pub(super) wanted: Option<Purpose>,
    /// The server refused; ask again not before then.
    pub(super) hold_until: Timestamp,
    /// How often the server has refused, failed or kept silent since it last answered.
    pub(super) troubles: u32,
    /// The callee has said something that nobody will answer unless we ask for it.
    pub(super) unanswered: bool,
    pub(super) asked: BTreeSet<String>,
    pub(super) open_calls: BTreeMap<String, OpenCall>,
    /// When the server last did something.
    pub(super) progress_at: Timestamp,
    /// Since when nobody speaks and nobody is waited for.
    pub(super) quiet_since: Timestamp,
    orders_sent: u32,
}

impl Session {
    /// A talk that begins now, and what to send first.
    #[must_use]
    pub fn begin(terms: Terms, now: Timestamp) -> (Self, Vec<Action>) {
        let turns = if terms.discloses {
            Turns::Ours
        } else {
            Turns::Theirs
        };
        let first = vec![Action::Send(orders::session(&terms, turns))];
        let session = Self {
            playback: Playback::new(terms.format),
            terms,
            began_at: now,
            phase: Phase::Opening,
            ending: None,
            callee: CalleeLines::default(),
            transcript: Vec::new(),
            usage: Usage::default(),
            turns: Vec::new(),
            wait: None,
            sent_ms: 0,
            active: None,
            cut: BTreeSet::new(),
            requested: None,
            keeps_labels: false,
            wanted: None,
            hold_until: now,
            troubles: 0,
            unanswered: false,
            asked: BTreeSet::new(),
            open_calls: BTreeMap::new(),
            progress_at: now,
            quiet_since: now,
            orders_sent: 0,
        };
        (session, first)
    }

    /// Takes something in; what is to be done comes out, in its order.
    pub fn step(&mut self, input: Input<'_>, now: Timestamp) -> Vec<Action> {
        let mut out = Vec::new();
        match input {
            Input::Server(event) => self.hear_server(event, now, &mut out),
            Input::Heard(frame) => self.pass_on(frame, &mut out),
            Input::Played(bytes) => self.played(bytes, now, &mut out),
            Input::Answered(reply) => self.answered(&reply, now, &mut out),
            Input::CalleeLeft => self.end(Ending::CalleeLeft, now, &mut out),
            Input::HandedOver => self.end(Ending::HandedOver, now, &mut out),
            Input::CalledOff => self.end(Ending::CalledOff, now, &mut out),
            Input::ConnectionLost { why } => self.end(Ending::ModelLost { why }, now, &mut out),
            Input::Tick => self.watch(now, &mut out),
        }
        self.settle(now, &mut out);
        out
    }

    /// Whether the talk is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Why the talk is over.
    #[must_use]
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// Whether the server still owes something that belongs into the report, such as the callee's last words.
    #[must_use]
    pub fn awaits_more(&self) -> bool {
        self.active.is_some() || self.callee.awaits_words()
    }

    /// Milliseconds from the start of the talk.
    pub(super) fn elapsed(&self, now: Timestamp) -> i64 {
        now.ms_since(self.began_at).max(0)
    }

    /// When in the talk so many milliseconds of the callee's audio were sent.
    pub(super) fn moment_of(&self, audio_ms: Option<i64>, now: Timestamp) -> i64 {
        let ago = audio_ms.map_or(0, |ms| self.sent_ms.saturating_sub(ms));
        let elapsed = self.elapsed(now);
        elapsed.saturating_sub(ago).clamp(0, elapsed)
    }

    fn pass_on(&mut self, frame: &[u8], out: &mut Vec<Action>) {
        // Before our settings are in force the server would take it for audio of another form.
        if matches!(self.phase, Phase::Opening | Phase::Over) {
            return;
        }
        self.sent_ms += self.terms.format.ms(frame.len());
        out.push(Action::SendAudio(orders::append(frame)));
    }

    fn played(&mut self, bytes: usize, now: Timestamp, out: &mut Vec<Action>) {
        if bytes == 0 || !self.playback.is_playing() {
            return;
        }
        let elapsed = self.elapsed(now);
        self.playback.played(bytes, elapsed);
        self.progress_at = now;
        self.quiet_since = now;
        if let Some(latency) = self
            .wait
            .as_ref()
            .and_then(|wait| wait.played(self.began_at, now))
        {
            self.wait = None;
            self.turns.push(latency);
            out.push(Action::Turn(latency));
        }
    }

    /// Goes on where nothing is awaited any more.
    fn settle(&mut self, now: Timestamp, out: &mut Vec<Action>) {
        for spoken in self.playback.take_finished() {
            self.note_spoken(&spoken, out);
        }
        let is_idle = self.active.is_none() && self.requested.is_none() && self.wanted.is_none();
        let is_heard = is_idle && !self.playback.is_playing();
        match &self.phase {
            Phase::Greeting if is_heard => self.greeted(out),
            Phase::Farewell { why, until } if is_heard || now >= *until => {
                let why = why.clone();
                self.end(why, now, out);
            }
            Phase::Opening | Phase::Greeting | Phase::Talking | Phase::Farewell { .. } | Phase::Over => {}
        }
        self.ask_for_wanted(now, out);
    }

    /// The first words were heard: from here on whoever speaks interrupts.
    pub(super) fn greeted(&mut self, out: &mut Vec<Action>) {
        self.phase = Phase::Talking;
        if self.terms.discloses {
            out.push(Action::Send(orders::turns(&self.terms, Turns::Theirs)));
        }
        if std::mem::take(&mut self.unanswered) && !self.callee.is_speaking() {
            self.wanted = Some(Purpose::Answer);
        }
    }

    /// Asks for what is wanted, as soon as the server is free: one response at a time.
    fn ask_for_wanted(&mut self, now: Timestamp, out: &mut Vec<Action>) {
        let is_free = self.active.is_none() && self.requested.is_none() && now >= self.hold_until;
        if !is_free || matches!(self.phase, Phase::Opening | Phase::Over) {
            return;
        }
        let Some(purpose) = self.wanted.take() else { return };
        self.orders_sent += 1;
        let event = format!("{ASK}{}", self.orders_sent);
        let order = match purpose {
            Purpose::Answer => orders::answer(&event, purpose.label()),
            Purpose::Greeting => orders::speak(&event, purpose.label(), &exactly(&self.terms.opening)),
            Purpose::Goodbye if self.terms.goodbye.is_empty() => {
                orders::speak(&event, purpose.label(), "Say goodbye in one short sentence.")
            }
            Purpose::Goodbye => orders::speak(&event, purpose.label(), &exactly(&self.terms.goodbye)),
        };
        self.requested = Some(purpose);
        self.progress_at = now;
        out.push(Action::Send(order));
    }

    /// Says goodbye and ends; `aloud` when the agent has not done so in its own words.
    pub(super) fn say_goodbye(&mut self, why: Ending, aloud: bool, now: Timestamp, out: &mut Vec<Action>) {
        if matches!(self.phase, Phase::Farewell { .. } | Phase::Over) {
            return;
        }
        let latest = self.began_at.plus_ms(self.terms.max_duration_ms);
        self.phase = Phase::Farewell {
            why,
            until: now.plus_ms(GOODBYE_MS).min(latest),
        };
        // Whoever says "bye" meanwhile must not cut it off.
        out.push(Action::Send(orders::turns(&self.terms, Turns::Ours)));
        self.unanswered = false;
        self.requested = None;
        self.wanted = None;
        self.wait = None;
        if aloud {
            self.interrupt(out);
            self.wanted = Some(Purpose::Goodbye);
        }
    }

    /// Stops what the agent says, and tells the model how much of it was heard.
    pub(super) fn interrupt(&mut self, out: &mut Vec<Action>) {
        if self.playback.is_playing() {
            out.push(Action::StopPlaying);
        }
        if let Some(active) = &self.active
            && self.cut.insert(active.id.clone())
        {
            // A server that has cancelled it already answers with an error, which does no harm.
            out.push(Action::Send(orders::cancel(&active.id)));
        }
        for spoken in self.playback.take_all() {
            self.cut.insert(spoken.response.clone());
            if spoken.sounds() && spoken.is_cut() {
                let heard_ms = self.playback.heard_ms(&spoken);
                out.push(Action::Send(orders::truncate(&spoken.item, heard_ms)));
            }
            self.note_spoken(&spoken, out);
        }
    }

    /// Notes what was heard of the agent.
    pub(super) fn note_spoken(&mut self, spoken: &Spoken, out: &mut Vec<Action>) {
        if let Some(text) = spoken.heard_words() {
            let said = Utterance {
                speaker: Speaker::Agent,
                text,
                from_ms: spoken.began_ms,
                length_ms: Some(self.playback.heard_ms(spoken)),
            };
            self.note(said, out);
        }
    }

    pub(super) fn note(&mut self, said: Utterance, out: &mut Vec<Action>) {
        if self.transcript.len() < LINES_MAX {
            self.transcript.push(said.clone());
            out.push(Action::Said(said));
        }
    }

    /// Ends the talk, once.
    pub(super) fn end(&mut self, why: Ending, now: Timestamp, out: &mut Vec<Action>) {
        if self.is_over() {
            return;
        }
        if self.playback.is_playing() {
            out.push(Action::StopPlaying);
        }
        for spoken in self.playback.take_all() {
            self.cut.insert(spoken.response.clone());
            self.note_spoken(&spoken, out);
        }
        if let Some(active) = &self.active
            && self.cut.insert(active.id.clone())
        {
            // What nobody hears need not be made, nor paid for.
            out.push(Action::Send(orders::cancel(&active.id)));
        }
        let elapsed = self.elapsed(now);
        self.callee.fall_silent(elapsed);
        self.phase = Phase::Over;
        self.ending = Some(why.clone());
        out.push(Action::End(why));
    }
}

/// Words that are to be said as they stand.
fn exactly(words: &str) -> String {
    format!("Say exactly these words in the language they are in, and nothing else: {words}")
}

/// How the events by which we ask for responses are named.
pub(super) const ASK: &str = "ask-";
/// A goodbye takes three seconds, and a model one to think of it.
pub(super) const GOODBYE_MS: i64 = 8_000;
/// As many lines as are kept of any talk.
const LINES_MAX: usize = 2_000;
