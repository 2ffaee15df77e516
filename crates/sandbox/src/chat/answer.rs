//! A completion as the protocol writes it.

use outdial_domain::Timestamp;
use serde_json::{Value, json};

use super::request::Request;
use super::script::{Said, next};
use super::structured::emptiest;

/// The completion of a request.
pub(super) fn completion(request: &Request<'_>, id: &str, now: Timestamp) -> Value {
    let said = match request.schema {
        Some(schema) => Said {
            text: Some(emptiest(schema).to_string()),
            calls: Vec::new(),
        },
        None => next(request, now),
    };
    // A talk grows with each answer, so its length tells apart what was asked for in it.
    let place = request.messages.len();
    let calls: Vec<Value> = said
        .calls
        .iter()
        .enumerate()
        .map(|(nth, (name, arguments))| {
            json!({
                "id": format!("call_{place}_{nth}"),
                "type": "function",
                "function": {"name": name, "arguments": arguments.to_string()},
            })
        })
        .collect();
    let mut message = json!({"role": "assistant", "content": said.text, "refusal": null, "annotations": []});
    let reason = if calls.is_empty() { "stop" } else { "tool_calls" };
    if !calls.is_empty() {
        message["tool_calls"] = Value::Array(calls);
    }
    let read: usize = request
        .messages
        .iter()
        .map(|message| message.to_string().len())
        .sum();
    let (tokens_in, tokens_out) = (
        read / CHARACTERS_A_TOKEN,
        message.to_string().len() / CHARACTERS_A_TOKEN,
    );
    json!({
        "id": id,
        "object": "chat.completion",
        "created": now.0 / 1_000_000,
        "model": request.model,
        "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": reason}],
        "usage": {
            "prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out,
        },
    })
}

const CHARACTERS_A_TOKEN: usize = 4;
