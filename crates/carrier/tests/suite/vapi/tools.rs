//! Requests for tools and their answers, through the seam.

use outdial_carrier::{News, ReportKind};
use outdial_domain::voice_agent::{ConversationNews, ToolReply, ToolRequest};
use serde_json::{Value, json};

use super::bench::{Scripted, carrier, read};

fn requests(document: &Value) -> Vec<ToolRequest> {
    let mut events = read(document);
    assert_eq!((events.len(), events[0].kind), (1, ReportKind::Conversation));
    match events.remove(0).news {
        Some(News::Conversation(ConversationNews::Tools(requests))) => requests,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_tool_of_a_message_is_asked_for_and_answered() {
    let asked = requests(&json!({
        "type": "tool-calls",
        "toolCallList": [
            { "id": "t1", "type": "function", "function": { "name": "check_availability", "arguments": "{\"day\":\"monday\"}" } },
            { "id": "t2", "name": "book_appointment", "arguments": { "slot": "s-1" } },
            { "id": "t3", "name": "end_call", "parameters": {} },
        ],
    }));
    let told: Vec<_> = asked
        .iter()
        .map(|tool| (tool.name.as_str(), tool.arguments.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("check_availability", "{\"day\":\"monday\"}"),
            ("book_appointment", "{\"slot\":\"s-1\"}"),
            ("end_call", "{}"),
        ]
    );
    let replies: Vec<ToolReply> = asked
        .into_iter()
        .map(|tool| ToolReply {
            result: Ok(format!("done\n{}", tool.name)),
            id: tool.id,
            name: tool.name,
        })
        .collect();
    let carrier = carrier(Scripted::new([]));
    let rendered = carrier.agents().unwrap().answer_tools(&replies);
    assert_eq!(rendered.content_type, "application/json");
    let body: Value = serde_json::from_str(&rendered.body).unwrap();
    assert_eq!(
        body["results"][1],
        json!({ "toolCallId": "t2", "name": "book_appointment", "result": "done book_appointment" })
    );
    assert_eq!(body["results"].as_array().unwrap().len(), 3);
}

#[test]
fn malformed_and_huge_arguments_reach_whoever_performs_the_tool() {
    let asked = requests(&json!({
        "type": "tool-calls",
        "toolCallList": [
            { "id": "t1", "function": { "name": "x", "arguments": "{ not json" } },
            { "id": "t2", "function": { "name": "n".repeat(500), "arguments": "a".repeat(100_000) } },
            { "id": "t3" },
        ],
    }));
    assert_eq!(asked[0].arguments, "{ not json");
    assert_eq!((asked[1].name.len(), asked[1].arguments.len()), (80, 16_384));
    assert_eq!((asked[2].name.as_str(), asked[2].arguments.as_str()), ("", "{}"));
}
