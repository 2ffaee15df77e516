//! One response as the events of the protocol.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::programme::Programme;
use super::script::Reply;
use super::settings::Format;
use super::voice::spoken;

/// A response under way.
#[derive(Debug)]
pub(super) struct Response {
    pub id: String,
    metadata: Value,
    items: Vec<Value>,
    /// How long what it says lasts.
    pub speech_ms: u64,
    /// Whether it asks for tools.
    pub asks: bool,
    usage: Value,
}

/// How fast and how slowly a model answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    pub thinks: Duration,
}

impl Response {
    pub fn new(id: &str, metadata: &Value) -> Self {
        Self {
            id: id.to_owned(),
            metadata: metadata.clone(),
            items: Vec::new(),
            speech_ms: 0,
            asks: false,
            usage: Value::Null,
        }
    }

    pub fn document(&self, status: &str, reason: Option<&str>) -> Value {
        let details = match reason {
            Some(reason) => json!({"type": status, "reason": reason}),
            None => Value::Null,
        };
        json!({
            "object": "realtime.response", "id": self.id, "status": status, "status_details": details,
            "output": self.items, "metadata": self.metadata, "output_modalities": ["audio"], "usage": self.usage,
        })
    }

    pub fn uses(&mut self, heard_ms: u64, instructions: &str) {
        let text_in = instructions.chars().count() / CHARACTERS_A_TOKEN;
        let audio_in = heard_ms / 100;
        let audio_out = self.speech_ms / 50;
        let text_out = audio_out / 5 + 10;
        self.usage = json!({
            "total_tokens": text_in as u64 + audio_in + audio_out + text_out,
            "input_tokens": text_in as u64 + audio_in,
            "output_tokens": audio_out + text_out,
            "input_token_details": {"text_tokens": text_in, "audio_tokens": audio_in, "image_tokens": 0,
                "cached_tokens": 0, "cached_tokens_details": {"text_tokens": 0, "audio_tokens": 0, "image_tokens": 0}},
            "output_token_details": {"text_tokens": text_out, "audio_tokens": audio_out},
        });
    }

    /// Puts everything that a reply consists of on the programme; the end of the response is not part of it.
    pub fn perform(
        &mut self,
        reply: &Reply,
        speech_ms: u64,
        format: Format,
        pace: Pace,
        item_id: &mut impl FnMut(&str) -> String,
        programme: &mut Programme,
    ) {
        let mut gap = pace.thinks;
        let mut add = |event: Value| programme.add(std::mem::take(&mut gap), event);
        let mut index = 0;
        if let Some(text) = &reply.text {
            self.speech_ms = speech_ms;
            let item = item_id("item");
            let ids =
                json!({"response_id": self.id, "item_id": item, "output_index": index, "content_index": 0});
            let message = |status: &str, content: Value| {
                json!({"id": item, "object": "realtime.item", "type": "message", "status": status,
                    "role": "assistant", "content": content})
            };
            let part = json!({"type": "audio", "transcript": text});
            add(self.output(
                "response.output_item.added",
                index,
                &message("in_progress", json!([])),
            ));
            add(with(
                "response.content_part.added",
                &ids,
                &json!({"part": {"type": "audio", "transcript": ""}}),
            ));
            let words = with(
                "response.output_audio_transcript.delta",
                &ids,
                &json!({"delta": text}),
            );
            add(words);
            let pieces = spoken(speech_ms, format);
            for piece in pieces {
                let delta = json!({"delta": STANDARD.encode(piece)});
                programme.add(PIECE_EACH, with("response.output_audio.delta", &ids, &delta));
            }
            let mut add = |event: Value| programme.add(Duration::ZERO, event);
            add(with("response.output_audio.done", &ids, &json!({})));
            add(with(
                "response.output_audio_transcript.done",
                &ids,
                &json!({"transcript": text}),
            ));
            add(with("response.content_part.done", &ids, &json!({"part": part})));
            let content = json!([{"type": "output_audio", "transcript": text}]);
            let done = message("completed", content);
            add(self.output("response.output_item.done", index, &done));
            self.items.push(done);
            index += 1;
        }
        self.asks = !reply.calls.is_empty();
        for (name, arguments) in &reply.calls {
            let (item, call) = (item_id("fc"), item_id("call"));
            let document = |status: &str, arguments: &str| {
                json!({"id": item, "object": "realtime.item", "type": "function_call", "status": status,
                    "call_id": call, "name": name, "arguments": arguments})
            };
            let ids =
                json!({"response_id": self.id, "item_id": item, "output_index": index, "call_id": call});
            let mut add = |event: Value| programme.add(std::mem::take(&mut gap), event);
            add(self.output("response.output_item.added", index, &document("in_progress", "")));
            add(with(
                "response.function_call_arguments.delta",
                &ids,
                &json!({"delta": arguments}),
            ));
            let done = json!({"name": name, "arguments": arguments});
            add(with("response.function_call_arguments.done", &ids, &done));
            let done = document("completed", arguments);
            add(self.output("response.output_item.done", index, &done));
            self.items.push(done);
            index += 1;
        }
    }

    fn output(&self, kind: &str, index: usize, item: &Value) -> Value {
        json!({"type": kind, "response_id": self.id, "output_index": index, "item": item})
    }
}

fn with(kind: &str, ids: &Value, more: &Value) -> Value {
    let mut event = ids.clone();
    event["type"] = kind.into();
    if let (Some(event), Some(more)) = (event.as_object_mut(), more.as_object()) {
        event.extend(more.clone());
    }
    event
}

/// Five times as fast as it sounds.
const PIECE_EACH: Duration = Duration::from_millis(40);
const CHARACTERS_A_TOKEN: usize = 4;
