//! What we say to carriers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A message to the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToCarrier<'a> {
    /// Mu-law to be heard after what was sent before.
    Media(&'a [u8]),
    /// A name that comes back when everything before it has been heard.
    Mark(&'a str),
    /// What was sent and not heard yet is to be forgotten.
    Clear,
}

impl ToCarrier<'_> {
    /// The message as text, for the stream of this name, which `parse` has found to be plain.
    #[must_use]
    pub fn to_json(&self, stream_sid: &str) -> String {
        match self {
            Self::Media(mulaw) => {
                let mut text = String::with_capacity(stream_sid.len() + mulaw.len() * 4 / 3 + 80);
                text.push_str(r#"{"event":"media","streamSid":""#);
                text.push_str(stream_sid);
                text.push_str(r#"","media":{"payload":""#);
                STANDARD.encode_string(mulaw, &mut text);
                text.push_str(r#""}}"#);
                text
            }
            Self::Mark(name) => {
                let name = serde_json::Value::from(*name);
                format!(r#"{{"event":"mark","streamSid":"{stream_sid}","mark":{{"name":{name}}}}}"#)
            }
            Self::Clear => format!(r#"{{"event":"clear","streamSid":"{stream_sid}"}}"#),
        }
    }
}
