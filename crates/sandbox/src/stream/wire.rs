//! The messages of the protocol.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What this network sends.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub(super) enum Outgoing<'a> {
    Connected {
        protocol: &'static str,
        version: &'static str,
    },
    Start {
        sequence_number: String,
        start: Start<'a>,
        stream_sid: &'a str,
    },
    Media {
        sequence_number: String,
        media: Media,
        stream_sid: &'a str,
    },
    Dtmf {
        stream_sid: &'a str,
        sequence_number: String,
        dtmf: Dtmf,
    },
    Mark {
        sequence_number: String,
        stream_sid: &'a str,
        mark: Mark,
    },
    Stop {
        sequence_number: String,
        stream_sid: &'a str,
        stop: Stop<'a>,
    },
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start<'a> {
    pub account_sid: &'a str,
    pub stream_sid: &'a str,
    pub call_sid: &'a str,
    pub tracks: &'a [&'static str],
    pub media_format: MediaFormat,
    pub custom_parameters: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MediaFormat {
    encoding: &'static str,
    sample_rate: u32,
    channels: u8,
}

#[derive(Debug, Serialize)]
pub(super) struct Media {
    pub track: &'static str,
    pub chunk: String,
    pub timestamp: String,
    pub payload: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Dtmf {
    pub track: &'static str,
    pub digit: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Mark {
    pub name: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stop<'a> {
    pub account_sid: &'a str,
    pub call_sid: &'a str,
}

/// What the application sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub(super) enum Incoming {
    Media { stream_sid: String, media: Payload },
    Mark { stream_sid: String, mark: Mark },
    Clear { stream_sid: String },
}

#[derive(Debug, Deserialize)]
pub(super) struct Payload {
    payload: String,
}

impl MediaFormat {
    /// The only one there is.
    pub(super) const MU_LAW: Self = Self {
        encoding: "audio/x-mulaw",
        sample_rate: 8_000,
        channels: 1,
    };
}

impl Outgoing<'_> {
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers can always be written as JSON")
    }
}

impl Incoming {
    /// The message, or what is wrong with it.
    pub(super) fn read(text: &str, stream_sid: &str) -> Result<Self, String> {
        let message: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let (Self::Media {
            stream_sid: named, ..
        }
        | Self::Mark {
            stream_sid: named, ..
        }
        | Self::Clear { stream_sid: named }) = &message;
        if named == stream_sid {
            Ok(message)
        } else {
            Err(format!("streamSid {named} is not this stream's"))
        }
    }
}

impl Payload {
    /// The mu-law bytes, or what is wrong with them.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        STANDARD.decode(&self.payload).map_err(|error| error.to_string())
    }
}

/// Bytes as a payload.
pub(super) fn payload(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
