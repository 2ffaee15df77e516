//! What carriers say.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::error::{LONGEST_MESSAGE, StreamError};
use crate::dtmf::Digit;

/// A message of the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromCarrier {
    /// The first: which protocol follows.
    Connected {
        /// `Call`.
        protocol: String,
        /// `1.0.0`.
        version: String,
    },
    /// The second: whose audio follows.
    Start(Box<Start>),
    /// A piece of audio.
    Media {
        /// The stream.
        stream_sid: String,
        /// Whose voice it is.
        track: Track,
        /// Its number, from 1.
        chunk: u64,
        /// Milliseconds since the start.
        timestamp_ms: u64,
        /// Mu-law.
        audio: Vec<u8>,
    },
    /// A key was pressed.
    Dtmf {
        /// The stream.
        stream_sid: String,
        /// Which.
        digit: Digit,
    },
    /// Everything that was sent before this mark has been played or cleared.
    Mark {
        /// The stream.
        stream_sid: String,
        /// The name we gave it.
        name: String,
    },
    /// The last.
    Stop {
        /// The stream.
        stream_sid: String,
    },
    /// Something that the protocol has learnt since.
    Unknown,
}

/// Whose audio a stream carries, and what it was given along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The stream.
    pub stream_sid: String,
    /// The account.
    pub account_sid: String,
    /// The call.
    pub call_sid: String,
    /// `inbound` and perhaps `outbound`.
    pub tracks: Vec<String>,
    /// Whether the audio is mu-law, 8000 Hz, one channel.
    pub is_telephone_audio: bool,
    /// What we asked the carrier to hand on.
    pub parameters: Parameters,
}

/// Parameters that our instructions gave the stream; they hold tokens, so they are not printed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// The value of one.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

/// Whose voice a piece of audio is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Track {
    /// The other side's.
    Inbound,
    /// Ours, sent back to us.
    Outbound,
}

/// Reads a message.
///
/// # Errors
/// When it is too long, not JSON, or lacks what its event must have.
pub fn parse(text: &str) -> Result<FromCarrier, StreamError> {
    if text.len() > LONGEST_MESSAGE {
        return Err(StreamError::TooLong { length: text.len() });
    }
    let message: Message<'_> = serde_json::from_str(text).map_err(|_| StreamError::Malformed("JSON"))?;
    match message.event.as_ref() {
        "connected" => message.connected(),
        "start" => message.start(),
        "media" => message.media(),
        "dtmf" => message.dtmf(),
        "mark" => message.mark(),
        "stop" => Ok(FromCarrier::Stop {
            stream_sid: message.sid()?,
        }),
        _ => Ok(FromCarrier::Unknown),
    }
}

impl Message<'_> {
    fn connected(self) -> Result<FromCarrier, StreamError> {
        Ok(FromCarrier::Connected {
            protocol: self.protocol.ok_or(StreamError::Malformed("protocol"))?,
            version: self.version.unwrap_or_default(),
        })
    }

    fn start(self) -> Result<FromCarrier, StreamError> {
        let stream_sid = self.sid()?;
        let start = self.start.ok_or(StreamError::Malformed("start"))?;
        if start.stream_sid.as_ref().is_some_and(|sid| *sid != stream_sid) {
            return Err(StreamError::OtherStream);
        }
        let format = start.media_format;
        Ok(FromCarrier::Start(Box::new(Start {
            stream_sid,
            account_sid: start.account_sid,
            call_sid: start.call_sid,
            tracks: start.tracks,
            is_telephone_audio: format.encoding == "audio/x-mulaw"
                && format.sample_rate == 8_000
                && format.channels == 1,
            parameters: Parameters(start.custom_parameters),
        })))
    }

    fn media(self) -> Result<FromCarrier, StreamError> {
        let stream_sid = self.sid()?;
        let media = self.media.ok_or(StreamError::Malformed("media"))?;
        if media.payload.len() > LONGEST_PAYLOAD {
            return Err(StreamError::Audio);
        }
        Ok(FromCarrier::Media {
            stream_sid,
            track: match media.track.as_ref() {
                "inbound" => Track::Inbound,
                "outbound" => Track::Outbound,
                _ => return Err(StreamError::Malformed("media.track")),
            },
            chunk: number(&media.chunk, "media.chunk")?,
            timestamp_ms: number(&media.timestamp, "media.timestamp")?,
            audio: STANDARD
                .decode(media.payload.as_bytes())
                .map_err(|_| StreamError::Audio)?,
        })
    }

    fn dtmf(self) -> Result<FromCarrier, StreamError> {
        let stream_sid = self.sid()?;
        let pressed = self.dtmf.ok_or(StreamError::Malformed("dtmf"))?;
        let mut signs = pressed.digit.chars();
        let digit = match (signs.next(), signs.next()) {
            (Some(sign), None) => Digit::from_char(sign),
            _ => None,
        };
        Ok(FromCarrier::Dtmf {
            stream_sid,
            digit: digit.ok_or(StreamError::Malformed("dtmf.digit"))?,
        })
    }

    fn mark(self) -> Result<FromCarrier, StreamError> {
        Ok(FromCarrier::Mark {
            stream_sid: self.sid()?,
            name: self.mark.ok_or(StreamError::Malformed("mark"))?.name,
        })
    }

    /// The stream's name, which we send back in every message: letters and digits as carriers make them.
    fn sid(&self) -> Result<String, StreamError> {
        let sid = self.stream_sid.as_deref().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if sid.is_empty() || sid.len() > LONGEST_SID || !sid.bytes().all(plain) {
            return Err(StreamError::Malformed("streamSid"));
        }
        Ok(sid.to_owned())
    }
}

/// Numbers travel as text.
fn number(text: &str, name: &'static str) -> Result<u64, StreamError> {
    text.parse().map_err(|_| StreamError::Malformed(name))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow)]
    stream_sid: Option<Cow<'a, str>>,
    protocol: Option<String>,
    version: Option<String>,
    start: Option<StartPart>,
    #[serde(borrow)]
    media: Option<MediaPart<'a>>,
    dtmf: Option<DtmfPart>,
    mark: Option<MarkPart>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StartPart {
    stream_sid: Option<String>,
    account_sid: String,
    call_sid: String,
    #[serde(default)]
    tracks: Vec<String>,
    media_format: FormatPart,
    #[serde(default)]
    custom_parameters: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FormatPart {
    encoding: String,
    sample_rate: u32,
    channels: u32,
}

#[derive(Deserialize)]
struct MediaPart<'a> {
    #[serde(borrow)]
    track: Cow<'a, str>,
    #[serde(borrow)]
    chunk: Cow<'a, str>,
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    #[serde(borrow)]
    payload: Cow<'a, str>,
}

#[derive(Deserialize)]
struct DtmfPart {
    digit: String,
}

#[derive(Deserialize)]
struct MarkPart {
    name: String,
}

/// A second of mu-law in base64.
const LONGEST_PAYLOAD: usize = 10_668;

/// Carriers use 34.
const LONGEST_SID: usize = 64;
