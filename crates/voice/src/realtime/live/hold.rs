//! One talk from the connection to the report.

use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, SplitSink};
use futures_util::{FutureExt, SinkExt, StreamExt};
use outdial_domain::Timestamp;
use outdial_domain::voice_agent::{ConversationReport, ToolReply, ToolRequest};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

use super::connect::{Socket, connect, word};
use super::endpoint::Endpoint;
use super::line::{Gone, Line, Tools};
use super::outbox::{Outbox, Stuck};
use super::player::Player;
use super::pulse::{Care, Pulse};
use crate::realtime::{Action, Ending, Input, ServerEvent, Session, Terms};

/// What is left of a talk.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// In the form that every host of agents reports.
    pub report: ConversationReport,
    /// Why it ended.
    pub ending: Ending,
    /// Frames of the callee that the connection was too slow for.
    pub late_frames: u64,
    /// Messages of the server that were no events.
    pub unreadable: u64,
    /// Audio of the agent for which there was no room, in milliseconds.
    pub dropped_ms: i64,
}

/// Holds a talk that begins now, until it is over or `stop` says so.
pub async fn hold(
    endpoint: &Endpoint,
    terms: Terms,
    line: &mut dyn Line,
    tools: &dyn Tools,
    began_at: Timestamp,
    stop: &CancellationToken,
) -> Held {
    let (session, first) = Session::begin(terms.clone(), began_at);
    let (outbox, waiting) = Outbox::new();
    let mut talk = Talk {
        session,
        player: Player::new(terms.format),
        outbox,
        line,
        tools,
        running: FuturesUnordered::new(),
        began_at,
        began: Instant::now(),
        unreadable: 0,
        was_speaking: false,
    };
    talk.perform(first);
    if let Some(socket) = talk.open(endpoint, stop).await {
        talk.converse(socket, waiting, stop).await;
    }
    talk.finish()
}

struct Talk<'a> {
    session: Session,
    player: Player,
    outbox: Outbox,
    line: &'a mut dyn Line,
    tools: &'a dyn Tools,
    running: FuturesUnordered<BoxFuture<'a, ToolReply>>,
    began_at: Timestamp,
    began: Instant,
    unreadable: u64,
    /// The last frame for the callee had audio in it.
    was_speaking: bool,
}

impl Talk<'_> {
    fn now(&self) -> Timestamp {
        let ms = self.began.elapsed().as_millis();
        self.began_at.plus_ms(i64::try_from(ms).unwrap_or(i64::MAX))
    }

    fn step(&mut self, input: Input<'_>) {
        let actions = self.session.step(input, self.now());
        self.perform(actions);
    }

    fn perform(&mut self, actions: Vec<Action>) {
        let mut is_stuck = false;
        for action in actions {
            match action {
                Action::Send(event) => is_stuck |= self.outbox.order(&event) == Err(Stuck),
                Action::SendAudio(event) => self.outbox.audio(&event),
                Action::Play(audio) => self.player.push(&audio),
                Action::StopPlaying => self.player.clear(),
                Action::Ask(request) => self.running.push(asking(self.tools, request)),
                Action::Said(utterance) => self.line.said(&utterance),
                Action::Turn(turn) => self.line.waited(&turn),
                Action::End(why) => self.line.hang_up(&why),
            }
        }
        if is_stuck && !self.session.is_over() {
            self.lost("too slow");
        }
    }

    fn lost(&mut self, why: &str) {
        self.step(Input::ConnectionLost { why: why.to_owned() });
    }

    /// The connection; `None` when there is none, or nobody to talk with any more.
    async fn open(&mut self, endpoint: &Endpoint, stop: &CancellationToken) -> Option<Socket> {
        let mut connecting = std::pin::pin!(connect(endpoint));
        loop {
            tokio::select! {
                () = stop.cancelled() => {
                    self.step(Input::CalledOff);
                    return None;
                }
                socket = &mut connecting => match socket {
                    Ok(socket) => return Some(socket),
                    Err(why) => {
                        self.lost(&why);
                        return None;
                    }
                },
                frame = self.line.hear() => {
                    if let Err(gone) = frame {
                        self.step(farewell(gone));
                        return None;
                    }
                }
            }
        }
    }

    /// Reads and writes at once, so that a server that does not read cannot stop the talk.
    async fn converse(&mut self, socket: Socket, waiting: mpsc::Receiver<Message>, stop: &CancellationToken) {
        let (sink, mut source) = socket.split();
        let mut writer = write(sink, waiting).boxed();
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut pulse = Pulse::new(Instant::now());
        let mut until = None;
        while !self.is_done(until) {
            let is_over = self.session.is_over();
            tokio::select! {
                () = stop.cancelled(), if !is_over => self.step(Input::CalledOff),
                written = &mut writer => {
                    let why = written.err().map_or_else(|| "closed".to_owned(), |error| word(&error));
                    self.lost(&why);
                    return;
                }
                message = source.next() => {
                    pulse.heard(Instant::now());
                    if let Some(why) = self.read(message) {
                        self.lost(&why);
                        return;
                    }
                }
                frame = self.line.hear(), if !is_over => self.pass(frame),
                Some(reply) = self.running.next() => self.step(Input::Answered(reply)),
                _ = ticks.tick() => self.tick(&mut pulse),
            }
            if until.is_none() && self.session.is_over() {
                until = Some(Instant::now() + LINGER);
            }
        }
        // The writer says farewell once nothing more can come.
        self.outbox.close();
        // Whether it arrives makes no difference to the callee.
        let _ = timeout(FAREWELL, writer).await;
    }

    /// Whether nothing is awaited any more: the callee's last words are, for a moment, and so is what was used.
    fn is_done(&self, until: Option<Instant>) -> bool {
        until.is_some_and(|until| !self.session.awaits_more() || Instant::now() >= until)
    }

    /// A message of the server; why the connection is gone, if it is.
    fn read(&mut self, message: Option<Result<Message, Error>>) -> Option<String> {
        match message {
            Some(Ok(Message::Text(text))) => {
                match ServerEvent::read(text.as_str()) {
                    Ok(event) => self.step(Input::Server(event)),
                    Err(_) => self.unreadable += 1,
                }
                None
            }
            Some(Ok(Message::Binary(_))) => {
                self.unreadable += 1;
                None
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => None,
            Some(Ok(Message::Close(_))) | None => Some("closed".to_owned()),
            Some(Err(error)) => Some(word(&error)),
        }
    }

    /// 20 ms of the callee, and 20 ms for them.
    fn pass(&mut self, frame: Result<Vec<u8>, Gone>) {
        let frame = match frame {
            Ok(frame) => frame,
            Err(gone) => return self.step(farewell(gone)),
        };
        self.step(Input::Heard(&frame));
        if self.session.is_over() {
            return;
        }
        let is_speaking = self.player.has_audio();
        match self.player.frame() {
            Some((frame, audio)) => {
                self.line.say(&frame);
                self.step(Input::Played(audio));
            }
            // Whoever waits for the next frame would take the gap for a fault and cover it with more of the same.
            None if self.was_speaking => self.line.say(&self.player.silence()),
            None => {}
        }
        self.was_speaking = is_speaking;
    }

    fn tick(&mut self, pulse: &mut Pulse) {
        self.step(Input::Tick);
        match pulse.check(Instant::now()) {
            Care::Nothing => {}
            Care::Ask if self.outbox.ping().is_ok() => {}
            Care::Ask => self.lost("too slow"),
            Care::GiveUp => self.lost("no sign of life"),
        }
    }

    fn finish(self) -> Held {
        let report = self.session.report(self.now());
        Held {
            ending: self.session.ending().cloned().unwrap_or(Ending::CalledOff),
            report,
            late_frames: self.outbox.late_frames(),
            unreadable: self.unreadable,
            dropped_ms: self.player.dropped_ms(),
        }
    }
}

fn farewell(gone: Gone) -> Input<'static> {
    match gone {
        Gone::Left => Input::CalleeLeft,
        Gone::HandedOver => Input::HandedOver,
    }
}

fn asking(tools: &dyn Tools, request: ToolRequest) -> BoxFuture<'_, ToolReply> {
    async move {
        let result = tools.perform(&request).await;
        ToolReply {
            id: request.id,
            name: request.name,
            result,
        }
    }
    .boxed()
}

/// Writes what waits until nothing more can come, then closes.
async fn write(
    mut sink: SplitSink<Socket, Message>,
    mut waiting: mpsc::Receiver<Message>,
) -> Result<(), Error> {
    while let Some(message) = waiting.recv().await {
        sink.send(message).await?;
    }
    sink.close().await
}

/// As fine as a limit in seconds needs.
const TICK: Duration = Duration::from_millis(100);
/// The callee's last words are written down within a second.
const LINGER: Duration = Duration::from_secs(2);
const FAREWELL: Duration = Duration::from_secs(1);
