use std::time::Duration;

use outdial_domain::voice_agent::ToolRequest;
use serde_json::{Value, json};

use super::*;
use crate::language_model::{LanguageModelConfig, ModelError};
use crate::stand_in::{Asked, answering, client, objections, official};

fn completion(reason: &str, message: &Value) -> String {
    json!({"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "small-1",
        "choices": [{"index": 0, "finish_reason": reason, "logprobs": null, "message": message}]})
    .to_string()
}

fn request(id: &str, name: &str, arguments: &str) -> ToolRequest {
    ToolRequest {
        id: id.to_owned(),
        name: name.to_owned(),
        arguments: arguments.to_owned(),
    }
}

/// A talk with everything in it that there can be.
fn talk() -> Vec<ChatMessage> {
    vec![
        ChatMessage::System("Book a meeting.".to_owned()),
        ChatMessage::Assistant {
            text: Some("Hello.".to_owned()),
            calls: Vec::new(),
        },
        ChatMessage::User("What is free?".to_owned()),
        ChatMessage::Assistant {
            text: None,
            calls: vec![request("call_1", "check_availability", "{}")],
        },
        ChatMessage::Tool {
            id: "call_1".to_owned(),
            text: "Monday.".to_owned(),
        },
    ]
}

fn tools() -> Vec<ChatTool> {
    vec![ChatTool {
        name: "check_availability".to_owned(),
        description: "Finds free times.".to_owned(),
        parameters: json!({"type": "object", "properties": {"from": {"type": "string"}}}),
    }]
}

async fn asked(status: u16, body: String) -> (Result<ChatReply, ModelError>, Asked) {
    let (base, server) = answering(vec![(status, body)]);
    let config = LanguageModelConfig {
        time_limit: Duration::from_secs(5),
        ..LanguageModelConfig::new(format!("{base}/v1"), "sk-secret", "small-1")
    };
    let model = ChatModel::new(config, client());
    assert_eq!(model.name(), "small-1");
    let reply = model.answer(&talk(), &tools(), Freedom::WordsOnly).await;
    let mut requests = server.join().expect("the stand-in was asked");
    (reply, requests.remove(0))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_the_model_says_and_asks_for_is_read() {
    let message = json!({"role": "assistant", "content": " One moment. ", "refusal": null, "tool_calls": [
        {"id": "call_2", "type": "function", "function": {"name": "check_availability", "arguments": "{\"from\":\"x\"}"}},
        {"id": "call_3", "type": "custom", "custom": {"name": "other", "input": "x"}},
    ]});
    let (reply, _) = asked(200, completion("tool_calls", &message)).await;
    let expected = ChatReply {
        text: Some("One moment.".to_owned()),
        calls: vec![request("call_2", "check_availability", "{\"from\":\"x\"}")],
    };
    assert_eq!(reply, Ok(expected));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_request_has_the_official_form() {
    let message = json!({"role": "assistant", "content": "Monday suits?", "refusal": null});
    let (reply, asked) = asked(200, completion("stop", &message)).await;
    assert_eq!(reply.unwrap().text.as_deref(), Some("Monday suits?"));
    assert_eq!(asked.line(), "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(asked.header("authorization"), Some("Bearer sk-secret"));
    assert_eq!(asked.body["store"], false);
    assert_eq!(asked.body["messages"].as_array().map(Vec::len), Some(5));
    let Some(document) = official("openai.json") else {
        return;
    };
    let schema = json!({"$ref": "#/components/schemas/CreateChatCompletionRequest"});
    let found = objections(&document, &schema, &asked.body, "");
    assert_eq!(found, Vec::<String>::new());
    let mut wrong = asked.body.clone();
    wrong["messages"][3]["tool_calls"][0]["function"] = json!({"name": 1});
    wrong["stored"] = json!(true);
    assert_eq!(
        objections(&document, &schema, &wrong, "").len(),
        3,
        "the judge is awake"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_way_to_fail_has_its_reason() {
    let said = |content: Value| json!({"role": "assistant", "content": content});
    for (status, body, expected) in [
        (401, "{}".to_owned(), ModelError::KeyRejected),
        (429, "{}".to_owned(), ModelError::RateLimited),
        (500, "{}".to_owned(), ModelError::Status(500)),
        (
            200,
            completion("length", &said(json!("One mom"))),
            ModelError::BrokeOff("length".to_owned()),
        ),
        (
            200,
            completion("stop", &said(json!("x".repeat(8_001)))),
            ModelError::TooLong,
        ),
        (
            200,
            completion("stop", &said(json!("  "))),
            ModelError::Malformed("it says nothing".to_owned()),
        ),
        (
            200,
            completion(
                "stop",
                &json!({"role": "assistant", "content": null, "refusal": "No."}),
            ),
            ModelError::Declined,
        ),
        (200, " ".repeat(300 * 1024), ModelError::TooLong),
    ] {
        let (reply, _) = asked(status, body).await;
        assert_eq!(reply, Err(expected));
    }
    let (reply, _) = asked(200, "<html>".to_owned()).await;
    assert!(matches!(reply, Err(ModelError::Malformed(_))), "{reply:?}");
}
