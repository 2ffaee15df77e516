//! The order in which messages come, and what each means for the leg.

use super::error::{LONGEST_MARK, StreamError};
use super::message::{FromCarrier, Start, Track, parse};
use super::reply::ToCarrier;
use crate::dtmf::Digit;

/// What a message means for whoever owns the leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamEvent {
    /// The carrier has opened the stream; whose it is comes next.
    Connected,
    /// The stream has begun. Its parameters are to be checked before any audio is believed.
    Started(Box<Start>),
    /// Mu-law from the other side.
    Audio(Vec<u8>),
    /// A key was pressed.
    Digit(Digit),
    /// What was sent before this mark has been heard or cleared.
    Mark(String),
    /// The stream is over.
    Stopped,
    /// Nothing that matters here.
    Ignored,
}

/// One media stream from `connected` to `stop`.
#[derive(Debug, Default)]
pub struct StreamLeg {
    state: State,
    marks: usize,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    AwaitingConnected,
    AwaitingStart,
    Streaming {
        sid: String,
    },
    Stopped,
}

impl StreamLeg {
    /// A stream that has said nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a message of the carrier.
    ///
    /// # Errors
    /// When it is not of the protocol, out of order, or of another stream.
    pub fn receive(&mut self, text: &str) -> Result<StreamEvent, StreamError> {
        let message = parse(text)?;
        match message {
            FromCarrier::Connected { protocol, version } => self.connected(&protocol, &version),
            FromCarrier::Start(start) => self.started(start),
            FromCarrier::Media {
                stream_sid,
                track,
                audio,
                ..
            } => {
                self.check("media", &stream_sid)?;
                Ok(match track {
                    Track::Inbound => StreamEvent::Audio(audio),
                    Track::Outbound => StreamEvent::Ignored,
                })
            }
            FromCarrier::Dtmf { stream_sid, digit } => {
                self.check("dtmf", &stream_sid)?;
                Ok(StreamEvent::Digit(digit))
            }
            FromCarrier::Mark { stream_sid, name } => {
                self.check("mark", &stream_sid)?;
                self.marks = self.marks.saturating_sub(1);
                Ok(StreamEvent::Mark(name))
            }
            FromCarrier::Stop { stream_sid } => {
                self.check("stop", &stream_sid)?;
                self.state = State::Stopped;
                Ok(StreamEvent::Stopped)
            }
            FromCarrier::Unknown => Ok(StreamEvent::Ignored),
        }
    }

    /// The message that carries mu-law to the other side.
    ///
    /// # Errors
    /// When the stream has not begun or is over.
    pub fn media(&self, mulaw: &[u8]) -> Result<String, StreamError> {
        Ok(ToCarrier::Media(mulaw).to_json(self.sid("media")?))
    }

    /// The message that asks to be told when everything before it was heard.
    ///
    /// # Errors
    /// When the stream has not begun or is over, the name is not one, or too many marks are under way.
    pub fn mark(&mut self, name: &str) -> Result<String, StreamError> {
        if name.is_empty() || name.len() > LONGEST_MARK {
            return Err(StreamError::MarkName);
        }
        if self.marks >= MOST_MARKS {
            return Err(StreamError::TooManyMarks);
        }
        let message = ToCarrier::Mark(name).to_json(self.sid("mark")?);
        self.marks += 1;
        Ok(message)
    }

    /// The message that makes the carrier forget what it has not played yet.
    ///
    /// # Errors
    /// When the stream has not begun or is over.
    pub fn clear(&self) -> Result<String, StreamError> {
        Ok(ToCarrier::Clear.to_json(self.sid("clear")?))
    }

    fn connected(&mut self, protocol: &str, version: &str) -> Result<StreamEvent, StreamError> {
        match self.state {
            State::AwaitingConnected if protocol == "Call" && version.starts_with("1.") => {
                self.state = State::AwaitingStart;
                Ok(StreamEvent::Connected)
            }
            State::AwaitingConnected => Err(StreamError::Protocol),
            State::AwaitingStart | State::Streaming { .. } => Err(StreamError::Twice { event: "connected" }),
            State::Stopped => Err(StreamError::Stopped),
        }
    }

    fn started(&mut self, start: Box<Start>) -> Result<StreamEvent, StreamError> {
        match self.state {
            State::AwaitingConnected => Err(StreamError::TooEarly { event: "start" }),
            State::AwaitingStart if !start.is_telephone_audio => Err(StreamError::Format),
            State::AwaitingStart => {
                self.state = State::Streaming {
                    sid: start.stream_sid.clone(),
                };
                Ok(StreamEvent::Started(start))
            }
            State::Streaming { .. } => Err(StreamError::Twice { event: "start" }),
            State::Stopped => Err(StreamError::Stopped),
        }
    }

    fn check(&self, event: &'static str, stream_sid: &str) -> Result<(), StreamError> {
        if self.sid(event)? == stream_sid {
            Ok(())
        } else {
            Err(StreamError::OtherStream)
        }
    }

    fn sid(&self, event: &'static str) -> Result<&str, StreamError> {
        match &self.state {
            State::AwaitingConnected | State::AwaitingStart => Err(StreamError::TooEarly { event }),
            State::Streaming { sid } => Ok(sid),
            State::Stopped => Err(StreamError::Stopped),
        }
    }
}

/// One per clip is enough; a stream that never returns them must not make us count forever.
const MOST_MARKS: usize = 64;
