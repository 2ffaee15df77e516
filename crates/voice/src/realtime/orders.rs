//! What we tell a model's server, in the words of the protocol (the Realtime API of OpenAI, general availability).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Terms;
use crate::schema::parameters;

/// Who decides that it is the model's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turns {
    /// Nobody: it speaks when it is told to, and goes on when somebody speaks.
    Ours,
    /// The server, by what it hears.
    Theirs,
}

/// The whole session; `SESSION` names it in errors.
pub(super) fn session(terms: &Terms, turns: Turns) -> Value {
    let tools: Vec<Value> = terms
        .tools
        .iter()
        .map(|tool| {
            json!({
                "type": "function",
                "name": tool.as_str(),
                "description": tool.description(),
                "parameters": parameters(*tool),
            })
        })
        .collect();
    json!({
        "type": "session.update",
        "event_id": SESSION,
        "session": {
            "type": "realtime",
            "instructions": terms.instructions,
            "output_modalities": ["audio"],
            "audio": {
                "input": input(terms, turns),
                "output": {"format": terms.format.document(), "voice": terms.voice},
            },
            "tools": tools,
            "tool_choice": "auto",
        },
    })
}

/// Only who decides on turns. What else is said of the callee's audio is repeated, whether or not a server needs that.
pub(super) fn turns(terms: &Terms, turns: Turns) -> Value {
    json!({
        "type": "session.update",
        "session": {
            "type": "realtime",
            "audio": {"input": input(terms, turns)},
        },
    })
}

fn input(terms: &Terms, turns: Turns) -> Value {
    let language = terms.language.split('-').next().unwrap_or_default();
    json!({
        "format": terms.format.document(),
        "transcription": {"model": terms.transcriber, "language": language},
        "turn_detection": {
            "type": "server_vad",
            "threshold": 0.5,
            "prefix_padding_ms": PREFIX_MS,
            "silence_duration_ms": terms.pause_ms,
            "create_response": turns == Turns::Theirs,
            "interrupt_response": turns == Turns::Theirs,
        },
    })
}

pub(super) fn append(audio: &[u8]) -> Value {
    json!({"type": "input_audio_buffer.append", "audio": STANDARD.encode(audio)})
}

/// Asks for an answer to what was said.
pub(super) fn answer(event: &str, label: &str) -> Value {
    json!({"type": "response.create", "event_id": event, "response": {"metadata": {LABEL: label}}})
}

/// Asks for these words.
pub(super) fn speak(event: &str, label: &str, instructions: &str) -> Value {
    json!({
        "type": "response.create",
        "event_id": event,
        "response": {"instructions": instructions, "tool_choice": "none", "metadata": {LABEL: label}},
    })
}

pub(super) fn cancel(response: &str) -> Value {
    json!({"type": "response.cancel", "response_id": response})
}

/// What was heard of an item, so that the model does not believe that the rest was.
pub(super) fn truncate(item: &str, heard_ms: i64) -> Value {
    json!({
        "type": "conversation.item.truncate",
        "item_id": item,
        "content_index": 0,
        "audio_end_ms": heard_ms,
    })
}

pub(super) fn tool_output(call: &str, output: &str) -> Value {
    json!({
        "type": "conversation.item.create",
        "item": {"type": "function_call_output", "call_id": call, "output": output},
    })
}

/// By which the server names our settings in an error.
pub(super) const SESSION: &str = "session";
/// Under which the server keeps our word for a response.
pub(super) const LABEL: &str = "purpose";
/// The protocol's own default.
const PREFIX_MS: u32 = 300;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::official::{objections, official};
    use crate::realtime::AudioFormat;
    use crate::shipped::{APPOINTMENTS, shipped};

    #[test]
    fn what_we_send_is_as_the_official_document_has_it() {
        let Some(document) = official("openai.json") else {
            return;
        };
        let mut terms = Terms::new(
            &shipped(APPOINTMENTS).unwrap(),
            &BTreeMap::new(),
            "gpt-realtime-2",
        );
        let mut sent = vec![
            ("SessionUpdate", session(&terms, Turns::Ours)),
            ("SessionUpdate", session(&terms, Turns::Theirs)),
            ("SessionUpdate", turns(&terms, Turns::Theirs)),
            ("InputAudioBufferAppend", append(&[0xff; 160])),
            ("ResponseCreate", answer("ask-1", "answer")),
            ("ResponseCreate", speak("ask-2", "greeting", "Say hello.")),
            ("ResponseCancel", cancel("resp_1")),
            ("ConversationItemTruncate", truncate("item_1", 1_500)),
            ("ConversationItemCreate", tool_output("call_1", "Booked.")),
        ];
        terms.format = AudioFormat::Pcm24k;
        sent.push(("SessionUpdate", session(&terms, Turns::Ours)));
        for (name, event) in sent {
            let schema = &document["components"]["schemas"][format!("RealtimeClientEvent{name}")];
            assert!(schema.is_object(), "{name} is not in the document");
            assert_eq!(objections(&document, schema, &event, name), [""; 0]);
        }
    }

    #[test]
    fn an_unknown_field_or_a_wrong_type_would_be_noticed() {
        let Some(document) = official("openai.json") else {
            return;
        };
        let schema = &document["components"]["schemas"]["RealtimeClientEventConversationItemTruncate"];
        let mut event = truncate("item_1", 1);
        event["audio_end_ms"] = "1".into();
        event["content"] = 1.into();
        assert_eq!(objections(&document, schema, &event, "").len(), 2);
        let schema = &document["components"]["schemas"]["RealtimeClientEventSessionUpdate"];
        let terms = Terms::new(
            &shipped(APPOINTMENTS).unwrap(),
            &BTreeMap::new(),
            "gpt-realtime-2",
        );
        let mut event = session(&terms, Turns::Ours);
        event["session"]["audio"]["input"]["turn_detection"]["type"] = "none".into();
        event["session"]["audio"]["output"]["format"]["type"] = "g711_ulaw".into();
        assert_eq!(objections(&document, schema, &event, "").len(), 2);
    }
}
