//! The messages on a browser's socket, as the kit writes and reads them.

use serde::Deserialize;
use serde_json::{Value, json};
use url::form_urlencoded;

/// What the kit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    /// The answer to a heartbeat.
    Beat,
    Listen {
        token: String,
        /// How long it will try to come back when the socket is lost; 0 when it does not say.
        reconnect_s: u64,
    },
    Register {
        /// Whether it wants to be called.
        audio: bool,
    },
    Invite {
        /// Its own name for the call, until it is told ours.
        call: String,
        sdp: String,
        params: Vec<(String, String)>,
    },
    /// The socket was lost, and the call is wanted back.
    Reconnect {
        call: String,
        sdp: String,
        token: String,
    },
    /// The path of the sound was lost.
    Reinvite {
        call: String,
        sdp: String,
    },
    Hangup {
        call: String,
    },
    Dtmf {
        call: String,
        keys: String,
    },
    /// A message to the application.
    Message {
        call: String,
        event: String,
    },
    /// Something that has no meaning here, such as the answer to a call that nobody makes.
    Other {
        kind: String,
    },
}

/// What the kit says that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message of the kit cannot be read: {0}")]
pub(super) struct Unreadable(String);

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    payload: Payload,
}

/// All fields of all messages; which of them count depends on the kind.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Payload {
    token: Option<String>,
    #[serde(rename = "reconnectTimeout")]
    reconnect_timeout: Option<u64>,
    media: Option<Media>,
    callsid: Option<String>,
    sdp: Option<String>,
    twilio: Option<Custom>,
    reconnect: Option<String>,
    dtmf: Option<String>,
    voiceeventsid: Option<String>,
}

#[derive(Deserialize)]
struct Media {
    #[serde(default)]
    audio: bool,
}

#[derive(Deserialize)]
struct Custom {
    params: Option<String>,
}

impl Heard {
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        if text == HEARTBEAT {
            return Ok(Self::Beat);
        }
        let Envelope { kind, payload } =
            serde_json::from_str(text).map_err(|error| Unreadable(error.to_string()))?;
        let lacks = |what: &str| Unreadable(format!("{kind} without {what}"));
        let call = payload.callsid.ok_or_else(|| lacks("callsid"));
        let sdp = payload.sdp.ok_or_else(|| lacks("sdp"));
        Ok(match kind.as_str() {
            "listen" => Self::Listen {
                token: payload.token.unwrap_or_default(),
                reconnect_s: payload.reconnect_timeout.unwrap_or(0).min(LONGEST_RECONNECT_S),
            },
            "register" => Self::Register {
                audio: payload.media.is_none_or(|media| media.audio),
            },
            "invite" => match payload.reconnect {
                Some(token) => Self::Reconnect {
                    call: call?,
                    sdp: sdp?,
                    token,
                },
                None => Self::Invite {
                    call: call?,
                    sdp: sdp?,
                    params: custom(payload.twilio.and_then(|custom| custom.params)),
                },
            },
            "reinvite" => Self::Reinvite {
                call: call?,
                sdp: sdp?,
            },
            "hangup" => Self::Hangup { call: call? },
            "dtmf" => Self::Dtmf {
                call: call?,
                keys: payload.dtmf.unwrap_or_default(),
            },
            "message" => Self::Message {
                call: call?,
                event: payload.voiceeventsid.unwrap_or_default(),
            },
            _ => Self::Other { kind },
        })
    }
}

fn custom(encoded: Option<String>) -> Vec<(String, String)> {
    let encoded = encoded.unwrap_or_default();
    form_urlencoded::parse(encoded.as_bytes())
        .into_owned()
        .take(MOST_PARAMS)
        .collect()
}

/// The token is good until then.
pub(super) fn connected(identity: &str, ttl_s: i64) -> String {
    message(
        "connected",
        &json!({
            "region": "US_EAST_VIRGINIA",
            "edge": "ashburn",
            "home": "us1",
            "gateway": "sandbox",
            "token": {"identity": identity, "ttl": ttl_s},
        }),
    )
}

pub(super) fn ready() -> String {
    message("ready", &json!({}))
}

pub(super) fn offline() -> String {
    message("offline", &json!({}))
}

pub(super) fn ringing(call: &str) -> String {
    message("ringing", &json!({"callsid": call}))
}

pub(super) fn answer(call: &str, sdp: &str, reconnect: &str) -> String {
    message(
        "answer",
        &json!({"callsid": call, "sdp": sdp, "reconnect": reconnect}),
    )
}

pub(super) fn hangup(call: &str) -> String {
    message("hangup", &json!({"callsid": call}))
}

/// A call that did not come about.
pub(super) fn refusal(call: &str, code: u32, why: &str) -> String {
    message(
        "hangup",
        &json!({"callsid": call, "error": {"code": code, "message": why}}),
    )
}

pub(super) fn error(code: u32, why: &str) -> String {
    message("error", &json!({"error": {"code": code, "message": why}}))
}

/// A message to the application that was not passed on.
pub(super) fn undelivered(call: &str, event: &str) -> String {
    message(
        "error",
        &json!({
            "callsid": call,
            "voiceeventsid": event,
            "error": {"code": 31_000, "message": "Call messages are not simulated"},
        }),
    )
}

fn message(kind: &str, payload: &Value) -> String {
    json!({"type": kind, "version": "1.6", "payload": payload}).to_string()
}

/// Sent by us, and sent back by the kit.
pub(super) const HEARTBEAT: &str = "\n";
/// The kit's own limit.
const LONGEST_RECONNECT_S: u64 = 30;
const MOST_PARAMS: usize = 100;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_the_kit_says_is_read() {
        let table = [
            (
                json!({"type": "listen", "payload": {"browserinfo": {"p": "browser"}, "reconnectTimeout": 99, "token": "t"}}),
                Heard::Listen {
                    token: "t".into(),
                    reconnect_s: 30,
                },
            ),
            (
                json!({"type": "register", "payload": {"media": {"audio": true}}}),
                Heard::Register { audio: true },
            ),
            (
                json!({"type": "register", "payload": {"media": {"audio": false}}}),
                Heard::Register { audio: false },
            ),
            (
                json!({"type": "invite", "payload": {"callsid": "TJS1", "sdp": "v=0", "twilio": {"params": "room=a%26b&To="}}}),
                Heard::Invite {
                    call: "TJS1".into(),
                    sdp: "v=0".into(),
                    params: vec![("room".into(), "a&b".into()), ("To".into(), String::new())],
                },
            ),
            (
                json!({"type": "invite", "payload": {"callsid": "CA1", "sdp": "v=0", "twilio": {}, "reconnect": "r"}}),
                Heard::Reconnect {
                    call: "CA1".into(),
                    sdp: "v=0".into(),
                    token: "r".into(),
                },
            ),
            (
                json!({"type": "reinvite", "payload": {"callsid": "CA1", "sdp": "v=0"}}),
                Heard::Reinvite {
                    call: "CA1".into(),
                    sdp: "v=0".into(),
                },
            ),
            (
                json!({"type": "hangup", "payload": {"callsid": "CA1", "message": "bye"}}),
                Heard::Hangup { call: "CA1".into() },
            ),
            (
                json!({"type": "dtmf", "payload": {"callsid": "CA1", "dtmf": "12#"}}),
                Heard::Dtmf {
                    call: "CA1".into(),
                    keys: "12#".into(),
                },
            ),
            (
                json!({"type": "message", "payload": {"callsid": "CA1", "voiceeventsid": "KX1"}}),
                Heard::Message {
                    call: "CA1".into(),
                    event: "KX1".into(),
                },
            ),
            (
                json!({"type": "answer"}),
                Heard::Other {
                    kind: "answer".into(),
                },
            ),
        ];
        for (message, expected) in table {
            assert_eq!(Heard::read(&message.to_string()), Ok(expected), "{message}");
        }
        assert_eq!(Heard::read("\n"), Ok(Heard::Beat));
    }

    #[test]
    fn what_lacks_something_says_what() {
        let error = Heard::read(r#"{"type": "invite", "payload": {"callsid": "TJS1"}}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a message of the kit cannot be read: invite without sdp"
        );
        assert!(Heard::read("{}").is_err());
        assert!(Heard::read("[]").is_err());
    }

    /// Messages that are nearly right.
    fn nearly() -> impl Strategy<Value = String> {
        let kind = prop_oneof![
            Just("listen"),
            Just("register"),
            Just("invite"),
            Just("reinvite"),
            Just("hangup"),
            Just("dtmf"),
            Just("message")
        ];
        let field = prop_oneof![
            Just("token"),
            Just("reconnectTimeout"),
            Just("media"),
            Just("callsid"),
            Just("sdp"),
            Just("twilio"),
            Just("reconnect"),
            Just("dtmf")
        ];
        let value = prop_oneof![
            any::<String>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            Just(Value::Null),
            Just(json!({"audio": 1})),
            Just(json!({"params": "%%=&&"})),
            Just(json!([])),
        ];
        let payload = proptest::collection::vec((field, value), 0..6);
        (kind, payload).prop_map(|(kind, payload)| {
            let payload: serde_json::Map<String, Value> = payload
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect();
            json!({"type": kind, "payload": payload}).to_string()
        })
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = Heard::read(&text);
        }

        #[test]
        fn any_nearly_right_message_is_read_or_refused(text in nearly()) {
            let _ = Heard::read(&text);
        }
    }
}
