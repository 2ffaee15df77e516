//! Requests for tools, in the three shapes that Vapi's documents show, and the answer to them.

use std::collections::BTreeSet;

use outdial_domain::voice_agent::{ToolReply, ToolRequest};
use serde_json::{Value, json};

use super::json::{at, cut, text};
use crate::Rendered;

/// The tools that a message asks for, each once. Entries without an id cannot be answered and are left out.
pub(super) fn read(message: &Value) -> Vec<ToolRequest> {
    let list = |key: &str| at(message, &[key]).as_array().map_or(&[][..], Vec::as_slice);
    let plain = list("toolCallList").iter();
    // The same requests again, each inside the tool's own description.
    let described = list("toolWithToolCallList")
        .iter()
        .map(|entry| at(entry, &["toolCall"]));
    let old = list("toolCalls").iter();
    let mut seen = BTreeSet::new();
    plain
        .chain(described)
        .chain(old)
        .filter_map(request)
        .filter(|request| seen.insert(request.id.clone()))
        .take(TOOLS_MAX)
        .collect()
}

fn request(entry: &Value) -> Option<ToolRequest> {
    let id = text(entry, &["id"]).filter(|id| id.len() <= ID_MAX)?;
    let name = text(entry, &["function", "name"]).or_else(|| text(entry, &["name"]));
    Some(ToolRequest {
        id: id.to_owned(),
        name: cut(name.unwrap_or_default(), NAME_MAX),
        arguments: arguments(entry),
    })
}

/// Arguments as JSON text, whether they come as text or as an object, and under which name.
fn arguments(entry: &Value) -> String {
    let places: [&[&str]; 4] = [
        &["function", "arguments"],
        &["function", "parameters"],
        &["arguments"],
        &["parameters"],
    ];
    let found = places
        .iter()
        .map(|path| at(entry, path))
        .find(|value| !value.is_null());
    match found {
        Some(Value::String(text)) => cut(text, ARGUMENTS_MAX),
        Some(value) => cut(&value.to_string(), ARGUMENTS_MAX),
        None => "{}".to_owned(),
    }
}

/// The answer; Vapi takes single lines.
pub(super) fn answer(replies: &[ToolReply]) -> Rendered {
    let results: Vec<Value> = replies
        .iter()
        .map(|reply| {
            let (key, said) = match &reply.result {
                Ok(said) => ("result", said),
                Err(said) => ("error", said),
            };
            json!({ "toolCallId": reply.id, "name": reply.name, (key): one_line(said) })
        })
        .collect();
    Rendered {
        content_type: "application/json",
        body: json!({ "results": results }).to_string(),
    }
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A model asks for one tool, rarely for two or three at a time.
const TOOLS_MAX: usize = 32;
const ID_MAX: usize = 200;
const NAME_MAX: usize = 80;
/// What is cut off becomes malformed, and the model is told so.
const ARGUMENTS_MAX: usize = 16_384;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_shapes_say_the_same() {
        let wanted = json!({ "start": "2026-11-30T10:00:00+01:00" });
        for entry in [
            json!({ "id": "t1", "type": "function", "function": { "name": "book", "arguments": wanted.to_string() } }),
            json!({ "id": "t1", "type": "function", "function": { "name": "book", "arguments": wanted } }),
            json!({ "id": "t1", "name": "book", "arguments": wanted }),
            json!({ "id": "t1", "name": "book", "parameters": wanted }),
            json!({ "id": "t1", "type": "function", "function": { "name": "book", "parameters": wanted } }),
        ] {
            let message = json!({ "toolCallList": [entry], "toolWithToolCallList": [{ "toolCall": entry }] });
            let requests = read(&message);
            assert_eq!(requests.len(), 1, "{entry}");
            assert_eq!(
                (requests[0].id.as_str(), requests[0].name.as_str()),
                ("t1", "book")
            );
            assert_eq!(requests[0].arguments, wanted.to_string(), "{entry}");
        }
    }

    #[test]
    fn requests_that_stand_in_one_list_only_are_found() {
        let message = json!({
            "toolCallList": [{ "id": "a", "name": "x" }, { "name": "no id" }],
            "toolWithToolCallList": [{ "toolCall": { "id": "b", "function": { "name": "y", "parameters": {} } } }],
        });
        let ids: Vec<String> = read(&message).into_iter().map(|request| request.id).collect();
        assert_eq!(ids, ["a", "b"]);
    }

    #[test]
    fn answers_are_single_lines_in_the_order_of_the_replies() {
        let replies = [
            ToolReply {
                id: "a".to_owned(),
                name: "x".to_owned(),
                result: Ok("one\r\ntwo\n".to_owned()),
            },
            ToolReply {
                id: "b".to_owned(),
                name: "y".to_owned(),
                result: Err("no".to_owned()),
            },
        ];
        let rendered: Value = serde_json::from_str(&answer(&replies).body).unwrap();
        assert_eq!(
            rendered,
            json!({ "results": [
                { "toolCallId": "a", "name": "x", "result": "one two" },
                { "toolCallId": "b", "name": "y", "error": "no" },
            ] })
        );
    }
}
