//! One stream from its handshake to its end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::SplitStream;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

use super::failure::StreamFailure;
use super::open::Socket;
use super::playout::Playout;
use super::start::StreamTerms;
use super::tell::StreamEvent;
use super::wire::{Dtmf, Incoming, Mark, Media, MediaFormat, Outgoing, Start, Stop, payload};
use crate::audio::{Frame, Overheard, encode, is_loud};
use crate::call::{EndedBy, Leg, LineDriver, Order, every_frame};
use crate::lock::lock;
use crate::sandbox::Sandbox;
use crate::twiml::Tracks;

/// Where a stream gets its sound from.
pub(super) enum Ears {
    /// It drives the line itself and brings the other side's sound.
    TwoWay,
    /// It is told what passes.
    ListenIn(mpsc::Receiver<Overheard>),
}

/// One stream.
pub(super) struct Session {
    sandbox: Arc<Sandbox>,
    leg: Arc<Leg>,
    terms: StreamTerms,
    sid: String,
    stop: CancellationToken,
}

/// Why a stream ended.
enum End {
    /// The application closed it.
    Closed,
    /// The call is over, or its instructions went on.
    Stopped,
    Failed(StreamFailure),
}

/// The numbers in the messages, and the way to the writer.
struct Numbering<'a> {
    session: &'a Session,
    out: mpsc::Sender<String>,
    sequence: u64,
    frames: u64,
}

impl Session {
    pub(super) fn new(
        sandbox: &Arc<Sandbox>,
        leg: &Arc<Leg>,
        terms: StreamTerms,
        stop: CancellationToken,
    ) -> Self {
        let nth = leg.next_stream().to_string();
        Self {
            sid: sandbox.mint().sid("MZ", &[&leg.sid, &nth]),
            sandbox: Arc::clone(sandbox),
            leg: Arc::clone(leg),
            terms,
            stop,
        }
    }

    /// Lives the whole stream.
    pub(super) async fn run(self, ears: Ears) {
        let end = match self.open().await {
            Ok(Some(socket)) => {
                self.tell(StreamEvent::Started);
                self.talk(socket, ears).await
            }
            Ok(None) => return,
            Err(failure) => End::Failed(failure),
        };
        match end {
            End::Closed | End::Stopped => self.tell(StreamEvent::Stopped),
            End::Failed(failure) => {
                self.problem(failure.code(), &failure.to_string());
                self.tell(StreamEvent::Error(failure.to_string()));
            }
        }
    }

    /// The open stream; `None` when the call did not wait for it.
    async fn open(&self) -> Result<Option<Socket>, StreamFailure> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Ok(None),
            opened = self.sandbox.open_stream(&self.terms.url) => opened.map(Some),
        }
    }

    /// Reads and writes at once, so that an application that does not read cannot stop the clock.
    async fn talk(&self, socket: Socket, ears: Ears) -> End {
        let (mut sink, source) = socket.split();
        let (out, mut waiting) = mpsc::channel::<String>(MESSAGES_WAITING);
        let writer = async move {
            while let Some(text) = waiting.recv().await {
                sink.send(Message::text(text)).await?;
            }
            let goodbye = CloseFrame {
                code: CloseCode::Normal,
                reason: "".into(),
            };
            sink.send(Message::Close(Some(goodbye))).await
        };
        tokio::pin!(writer);
        let mut numbering = Numbering {
            session: self,
            out,
            sequence: 0,
            frames: 0,
        };
        numbering.begin();
        let end = tokio::select! {
            biased;
            written = &mut writer => return End::from_result(written),
            end = self.exchange(&mut numbering, source, ears) => end,
        };
        if matches!(end, End::Stopped) {
            numbering.stop();
        }
        drop(numbering);
        // Whether the last words arrive makes no difference to the call.
        let _ = timeout(FAREWELL, writer).await;
        end
    }

    async fn exchange(&self, numbering: &mut Numbering<'_>, source: SplitStream<Socket>, ears: Ears) -> End {
        match ears {
            Ears::TwoWay => self.both_ways(numbering, source).await,
            Ears::ListenIn(overheard) => self.listen_in(numbering, source, overheard).await,
        }
    }

    async fn both_ways(&self, numbering: &mut Numbering<'_>, mut source: SplitStream<Socket>) -> End {
        let _driver = LineDriver::new(&self.leg);
        let mut playout = Playout::default();
        let mut ticks = every_frame();
        loop {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return End::Stopped,
                _ = ticks.tick() => {
                    let heard = playout.take();
                    let Some(said) = self.sandbox.exchange(&self.leg, &heard) else {
                        return End::Stopped;
                    };
                    let (spoke, heard) = (is_loud(&said.frame), is_loud(&heard));
                    lock(&self.sandbox.waits).passes(&self.leg.to, spoke, heard, Instant::now());
                    numbering.media(&[("inbound", &said.frame)]);
                    if let Some(key) = said.key {
                        self.note_key(key);
                        numbering.dtmf(key);
                    }
                    while let Some(name) = playout.passed() {
                        numbering.mark(name);
                    }
                    if said.leaves {
                        self.leg.order(Order::HangUp(EndedBy::Callee));
                    }
                }
                message = source.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        if let Err(why) = obey(&text, &self.sid, &mut playout) {
                            self.problem(31_924, &why);
                        }
                        // A mark on an empty queue, and all marks after a clear, come back at once.
                        while let Some(name) = playout.passed() {
                            numbering.mark(name);
                        }
                    }
                    other => if let Some(end) = self.other(other) {
                        return end;
                    },
                },
            }
        }
    }

    async fn listen_in(
        &self,
        numbering: &mut Numbering<'_>,
        mut source: SplitStream<Socket>,
        mut overheard: mpsc::Receiver<Overheard>,
    ) -> End {
        loop {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return End::Stopped,
                passed = overheard.recv() => {
                    let Some(Overheard { said, heard }) = passed else {
                        return End::Stopped;
                    };
                    match self.terms.tracks {
                        Tracks::Inbound => numbering.media(&[("inbound", &said)]),
                        Tracks::Outbound => numbering.media(&[("outbound", &heard)]),
                        Tracks::Both => numbering.media(&[("inbound", &said), ("outbound", &heard)]),
                    }
                }
                message = source.next() => match message {
                    Some(Ok(Message::Text(_))) => {
                        self.problem(31_924, "a message to a stream that only listens");
                    }
                    other => if let Some(end) = self.other(other) {
                        return end;
                    },
                },
            }
        }
    }

    /// What is not a text message; some of it is the end.
    fn other(&self, message: Option<Result<Message, Error>>) -> Option<End> {
        match message {
            Some(Ok(Message::Binary(_))) => {
                self.problem(31_924, "a binary message");
                None
            }
            Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => None,
            Some(Ok(Message::Close(_))) | None => Some(End::Closed),
            Some(Err(error)) => Some(End::from_result(Err(error))),
        }
    }

    fn note_key(&self, key: char) {
        self.sandbox
            .ledger
            .change(self.leg.entry, |attempt| attempt.digits.push(key));
    }

    fn problem(&self, code: u32, why: &str) {
        tracing::debug!(call.sid = %self.leg.sid, stream.sid = %self.sid, code, why, "a stream went wrong");
        self.sandbox.ledger.change(self.leg.entry, |attempt| {
            attempt.problem(code, format!("stream {}: {why}", self.terms.url));
        });
    }

    fn tell(&self, event: StreamEvent) {
        self.sandbox.tell_stream(&self.leg, &self.sid, &self.terms, event);
    }
}

impl End {
    fn from_result(result: Result<(), Error>) -> Self {
        match result {
            Ok(()) | Err(Error::ConnectionClosed | Error::AlreadyClosed) => Self::Closed,
            Err(error) => Self::Failed(StreamFailure::Broken(Box::new(error))),
        }
    }
}

impl Numbering<'_> {
    fn begin(&mut self) {
        let connected = Outgoing::Connected {
            protocol: "Call",
            version: "1.0.0",
        };
        self.send(connected.text());
        let Session {
            sandbox,
            leg,
            terms,
            sid,
            ..
        } = self.session;
        let tracks: &[&'static str] = match terms.tracks {
            Tracks::Inbound => &["inbound"],
            Tracks::Outbound => &["outbound"],
            Tracks::Both => &["inbound", "outbound"],
        };
        let parameters = terms.parameters.iter();
        let start = Start {
            account_sid: &sandbox.account.sid,
            stream_sid: sid,
            call_sid: &leg.sid,
            tracks,
            media_format: MediaFormat::MU_LAW,
            custom_parameters: parameters
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
        };
        let message = Outgoing::Start {
            sequence_number: self.next(),
            start,
            stream_sid: sid,
        };
        self.send(message.text());
    }

    /// One frame of each track; dropped, but counted, when the application is a second behind.
    fn media(&mut self, tracks: &[(&'static str, &Frame)]) {
        let (chunk, timestamp) = (self.frames + 1, self.frames * 20);
        self.frames += 1;
        if self.out.capacity() <= KEPT_FREE {
            return;
        }
        for (track, frame) in tracks {
            let media = Media {
                track,
                chunk: chunk.to_string(),
                timestamp: timestamp.to_string(),
                payload: payload(&encode(frame)),
            };
            let message = Outgoing::Media {
                sequence_number: self.next(),
                media,
                stream_sid: &self.session.sid,
            };
            self.send(message.text());
        }
    }

    fn dtmf(&mut self, key: char) {
        let message = Outgoing::Dtmf {
            stream_sid: &self.session.sid,
            sequence_number: self.next(),
            dtmf: Dtmf {
                track: "inbound_track",
                digit: key.to_string(),
            },
        };
        self.send(message.text());
    }

    fn mark(&mut self, name: String) {
        let message = Outgoing::Mark {
            sequence_number: self.next(),
            stream_sid: &self.session.sid,
            mark: Mark { name },
        };
        self.send(message.text());
    }

    fn stop(&mut self) {
        let message = Outgoing::Stop {
            sequence_number: self.next(),
            stream_sid: &self.session.sid,
            stop: Stop {
                account_sid: &self.session.sandbox.account.sid,
                call_sid: &self.session.leg.sid,
            },
        };
        self.send(message.text());
    }

    fn next(&mut self) -> String {
        self.sequence += 1;
        self.sequence.to_string()
    }

    fn send(&self, text: String) {
        if self.out.try_send(text).is_err() {
            self.session
                .problem(0, "the application does not read; a message was dropped");
        }
    }
}

/// Does what the application asks for; the error says what cannot be done.
fn obey(text: &str, sid: &str, playout: &mut Playout) -> Result<(), String> {
    let done = match Incoming::read(text, sid)? {
        Incoming::Media { media, .. } => playout.add(&media.bytes()?),
        Incoming::Mark { mark, .. } => playout.mark(mark.name),
        Incoming::Clear { .. } => {
            playout.clear();
            true
        }
    };
    if done {
        Ok(())
    } else {
        Err("more sound or marks than can wait".to_owned())
    }
}

/// More than a second of sound; an application further behind misses some.
const MESSAGES_WAITING: usize = 128;
/// Room kept for what is not sound.
const KEPT_FREE: usize = 64;
const FAREWELL: Duration = Duration::from_secs(2);
