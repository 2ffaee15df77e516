//! What a model's server tells, read from its JSON.
//!
//! Names are those of general availability; the older names of the same events are read too, since compatible servers
//! send them. What is not known is no mistake.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::orders::LABEL;

/// Something that the server tells.
#[derive(Debug, Clone, PartialEq)]
pub enum ServerEvent {
    /// Our settings are in force.
    SessionUpdated,
    /// Something went wrong; mostly the session goes on.
    Error {
        /// The server's word for it.
        code: String,
        /// The event of ours that caused it, if one did.
        of: Option<String>,
    },
    /// The callee begins to speak.
    SpeechStarted {
        /// The item that will hold what they say.
        item: String,
        /// When, in milliseconds of the audio that we sent.
        at_ms: Option<i64>,
    },
    /// The callee has finished.
    SpeechStopped {
        /// The item that holds what they said.
        item: String,
        /// Up to where the audio belongs to it: their pause is part of it.
        at_ms: Option<i64>,
    },
    /// What the callee said was written down.
    Transcribed {
        /// The item that holds it.
        item: String,
        /// What they said.
        text: String,
        /// What that is billed by.
        usage: Value,
    },
    /// What the callee said could not be written down.
    NotTranscribed {
        /// The item that holds it.
        item: String,
    },
    /// A response begins.
    ResponseCreated {
        /// Its id.
        response: String,
        /// The word that we gave it when we asked for it, if the server keeps such words.
        label: Option<String>,
    },
    /// A part of a response begins.
    ItemAdded {
        /// The response.
        response: String,
    },
    /// Audio of a response; it comes faster than it sounds.
    Audio {
        /// The response.
        response: String,
        /// The item.
        item: String,
        /// In the form that was agreed.
        bytes: Vec<u8>,
    },
    /// The words of audio, piece by piece.
    Words {
        /// The response.
        response: String,
        /// The item.
        item: String,
        /// What comes next.
        text: String,
    },
    /// The words of audio, all of them.
    AllWords {
        /// The response.
        response: String,
        /// The item.
        item: String,
        /// The whole text.
        text: String,
    },
    /// A part of a response asks for a tool.
    Call {
        /// The response.
        response: String,
        /// What it asks for.
        call: FunctionCall,
    },
    /// A response is over, one way or the other.
    ResponseDone {
        /// Its id.
        response: String,
        /// How it ended.
        status: Status,
        /// What it asks for.
        calls: Vec<FunctionCall>,
        /// What it is billed by.
        usage: Value,
    },
    /// Anything else.
    Other,
}

/// A tool that a model asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionCall {
    /// By which its answer is named.
    pub id: String,
    /// The tool, as the model names it.
    pub name: String,
    /// JSON, as the model writes it.
    pub arguments: String,
    /// Whether the model finished writing.
    pub is_whole: bool,
}

/// How a response ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// As the model meant it to.
    Completed,
    /// Somebody spoke, or we called it off.
    Cancelled,
    /// A limit was reached.
    Incomplete,
    /// By a fault, with the server's word for it.
    Failed(String),
}

/// Text that is no event at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no event")]
pub struct Unreadable;

impl ServerEvent {
    /// Reads an event.
    ///
    /// # Errors
    /// When it is no JSON, has no type, or lacks what an event of its type must have.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let event: Value = serde_json::from_str(text).map_err(|_| Unreadable)?;
        let kind = event["type"].as_str().ok_or(Unreadable)?;
        Ok(match kind {
            "session.updated" => Self::SessionUpdated,
            "error" => Self::Error {
                code: word(&event["error"], &["code", "type"]),
                of: event["error"]["event_id"].as_str().map(str::to_owned),
            },
            "input_audio_buffer.speech_started" => Self::SpeechStarted {
                item: text_of(&event, "item_id")?,
                at_ms: event["audio_start_ms"].as_i64(),
            },
            "input_audio_buffer.speech_stopped" => Self::SpeechStopped {
                item: text_of(&event, "item_id")?,
                at_ms: event["audio_end_ms"].as_i64(),
            },
            "conversation.item.input_audio_transcription.completed" => Self::Transcribed {
                item: text_of(&event, "item_id")?,
                text: text_of(&event, "transcript")?,
                usage: event["usage"].clone(),
            },
            "conversation.item.input_audio_transcription.failed" => Self::NotTranscribed {
                item: text_of(&event, "item_id")?,
            },
            "response.created" => Self::ResponseCreated {
                response: text_of(&event["response"], "id")?,
                label: event["response"]["metadata"][LABEL].as_str().map(str::to_owned),
            },
            "response.output_item.added" => Self::ItemAdded {
                response: text_of(&event, "response_id")?,
            },
            "response.output_audio.delta" | "response.audio.delta" => Self::Audio {
                response: text_of(&event, "response_id")?,
                item: text_of(&event, "item_id")?,
                bytes: STANDARD
                    .decode(text_of(&event, "delta")?)
                    .map_err(|_| Unreadable)?,
            },
            "response.output_audio_transcript.delta" | "response.audio_transcript.delta" => Self::Words {
                response: text_of(&event, "response_id")?,
                item: text_of(&event, "item_id")?,
                text: text_of(&event, "delta")?,
            },
            "response.output_audio_transcript.done" | "response.audio_transcript.done" => Self::AllWords {
                response: text_of(&event, "response_id")?,
                item: text_of(&event, "item_id")?,
                text: text_of(&event, "transcript")?,
            },
            "response.output_item.done" => match FunctionCall::read(&event["item"]) {
                Some(call) => Self::Call {
                    response: text_of(&event, "response_id")?,
                    call,
                },
                None => Self::Other,
            },
            "response.done" => {
                let response = &event["response"];
                let output = response["output"].as_array().into_iter().flatten();
                Self::ResponseDone {
                    response: text_of(response, "id")?,
                    status: Status::read(response),
                    calls: output.filter_map(FunctionCall::read).collect(),
                    usage: response["usage"].clone(),
                }
            }
            _ => Self::Other,
        })
    }
}

impl FunctionCall {
    fn read(item: &Value) -> Option<Self> {
        if item["type"] != "function_call" {
            return None;
        }
        let field = |name: &str| Some(item[name].as_str()?.to_owned());
        Some(Self {
            id: field("call_id")?,
            name: field("name")?,
            arguments: field("arguments").unwrap_or_default(),
            is_whole: item["status"].as_str().is_none_or(|status| status == "completed"),
        })
    }
}

impl Status {
    fn read(response: &Value) -> Self {
        let details = &response["status_details"];
        match response["status"].as_str() {
            Some("cancelled") => Self::Cancelled,
            Some("incomplete") => Self::Incomplete,
            Some("failed") => Self::Failed(word(&details["error"], &["code", "type"])),
            // A server that says nothing of it has finished.
            Some(_) | None => Self::Completed,
        }
    }
}

fn text_of(event: &Value, name: &str) -> Result<String, Unreadable> {
    event[name].as_str().map(str::to_owned).ok_or(Unreadable)
}

/// A short word of the server, fit to be shown and logged; its sentences may repeat what was said.
fn word(event: &Value, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| event[*name].as_str());
    let signs = found.unwrap_or("unknown").chars();
    signs
        .filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.'))
        .take(WORD_MAX)
        .collect()
}

const WORD_MAX: usize = 60;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::official::{objections, official};

    fn read(event: &Value) -> ServerEvent {
        ServerEvent::read(&event.to_string()).unwrap()
    }

    #[test]
    fn events_of_either_name_are_read() {
        for kind in ["response.output_audio.delta", "response.audio.delta"] {
            let event = json!({"type": kind, "response_id": "r", "item_id": "i", "delta": "//8="});
            assert_eq!(
                read(&event),
                ServerEvent::Audio {
                    response: "r".to_owned(),
                    item: "i".to_owned(),
                    bytes: vec![0xff, 0xff],
                }
            );
        }
    }

    #[test]
    fn the_examples_of_the_official_document_are_read_as_what_they_are() {
        let Some(document) = official("openai.json") else {
            return;
        };
        // The examples of other events are no JSON, or cut short.
        let expected = [
            ("Error", "Error"),
            ("InputAudioBufferSpeechStarted", "SpeechStarted"),
            ("InputAudioBufferSpeechStopped", "SpeechStopped"),
            ("ConversationItemInputAudioTranscriptionCompleted", "Transcribed"),
            ("ConversationItemInputAudioTranscriptionFailed", "NotTranscribed"),
            ("ResponseOutputItemAdded", "ItemAdded"),
            ("ResponseAudioTranscriptDelta", "Words"),
            ("ResponseAudioTranscriptDone", "AllWords"),
            ("ResponseDone", "ResponseDone"),
            ("RateLimitsUpdated", "Other"),
        ];
        for (name, variant) in expected {
            let schema = &document["components"]["schemas"][format!("RealtimeServerEvent{name}")];
            let example = schema["x-oaiMeta"]["example"].as_str().unwrap();
            let event = ServerEvent::read(example).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert!(format!("{event:?}").starts_with(variant), "{name}: {event:?}");
        }
    }

    #[test]
    fn what_the_tests_send_is_as_the_official_document_has_it() {
        let Some(document) = official("openai.json") else {
            return;
        };
        let schema = &document["components"]["schemas"]["RealtimeServerEventResponseDone"];
        let event = json!({"type": "response.done", "event_id": "e", "response": {
            "id": "r", "status": "completed",
            "output": [{"type": "function_call", "call_id": "c", "name": "end_call", "arguments": "{}", "status": "completed"}],
        }});
        assert_eq!(objections(&document, schema, &event, ""), [""; 0]);
        let ServerEvent::ResponseDone { calls, .. } = read(&event) else {
            panic!()
        };
        assert!(calls[0].is_whole);
    }

    #[test]
    fn what_is_no_event_is_refused_and_what_is_unknown_is_not() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"type": 1}"#,
            r#"{"type": "response.done"}"#,
            "\u{0}",
        ] {
            assert_eq!(ServerEvent::read(text), Err(Unreadable), "{text}");
        }
        assert_eq!(read(&json!({"type": "a.new.event"})), ServerEvent::Other);
    }

    #[test]
    fn a_failure_is_named_by_a_word_and_never_by_a_sentence() {
        let event = json!({"type": "error", "error": {"type": "invalid_request_error", "code": null,
            "message": "The key sk-secret is wrong", "event_id": "session"}});
        assert_eq!(
            read(&event),
            ServerEvent::Error {
                code: "invalid_request_error".to_owned(),
                of: Some("session".to_owned()),
            }
        );
    }
}
