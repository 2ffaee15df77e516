use outdial_domain::prompt::Intent;
use serde_json::{Value, json};

use super::ctx;
use super::stand_in::{chat, model};
use crate::language_model::{Interpreted, interpret};

async fn read(text: &str, content: Value) -> Interpreted {
    let (model, server) = model(chat(&content));
    let interpreted = interpret(text, &ctx(), Some(&model)).await;
    server.join().expect("the stand-in was asked");
    interpreted
}

fn call(numbers: &[&str], message: Option<&str>, at: Option<&str>) -> Value {
    json!({ "intent": "call", "numbers": numbers, "message": message, "at": at })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn free_text_becomes_the_same_intent_as_a_command() {
    let text =
        "would you be so kind to let 415-555-2671 know on Monday morning at ten that the table is ready";
    let interpreted = read(
        text,
        call(
            &["415-555-2671"],
            Some("The table is ready."),
            Some("2026-11-23T10:00"),
        ),
    )
    .await;
    assert_eq!(interpreted.interpreter, "model:small-1");
    assert_eq!(interpreted.fallback_reason, None);
    let command = interpreted.result.expect("it was understood");
    let Intent::Call { numbers, message, at } = &command.intent else {
        panic!("{command:?}")
    };
    assert_eq!(
        numbers[0].phone.as_ref().map(|phone| phone.e164()),
        Ok("+14155552671")
    );
    assert_eq!(message.as_deref(), Some("The table is ready."));
    assert_eq!(
        at.map(|at| at.to_string()).as_deref(),
        Some("2026-11-23T15:00:00Z")
    );
    assert_eq!(
        &text[command.spans[0].start..command.spans[0].end],
        "415-555-2671"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_request_has_the_official_form() {
    let (model, server) = model(chat(
        &json!({ "intent": "status", "numbers": [], "message": null, "at": null }),
    ));
    let interpreted = interpret("so, are we getting anywhere?", &ctx(), Some(&model)).await;
    assert_eq!(
        interpreted.result.map(|command| command.intent),
        Ok(Intent::Status)
    );

    let asked = server.join().expect("the stand-in was asked");
    assert!(
        asked.head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"),
        "{}",
        asked.head
    );
    assert!(
        asked
            .head
            .to_lowercase()
            .contains("authorization: bearer sk-secret\r\n")
    );
    let body = asked.body;
    assert_eq!(body["model"], "small-1");
    assert_eq!(body["store"], false);
    assert_eq!(
        body["messages"][1],
        json!({ "role": "user", "content": "so, are we getting anywhere?" })
    );
    let system = body["messages"][0]["content"].as_str().expect("instructions");
    assert!(
        system.ends_with("It is now Friday, 2026-11-20T12:00."),
        "{system}"
    );
    let format = &body["response_format"];
    assert_eq!(format["type"], "json_schema");
    assert_eq!(format["json_schema"]["strict"], true);
    // Strict schemas require every property and admit no other.
    let schema = &format["json_schema"]["schema"];
    assert_eq!(schema["additionalProperties"], false);
    let properties = schema["properties"].as_object().expect("an object");
    let required = schema["required"].as_array().expect("a list");
    assert_eq!(properties.len(), required.len());
    assert!(
        required
            .iter()
            .all(|name| properties.contains_key(name.as_str().unwrap_or_default()))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn numbers_that_the_model_adds_cuts_or_loses_do_not_count() {
    let text = "call +1 415 555 2671 and 212-555-0199";
    for numbers in [
        &["+1 415 555 2671", "212-555-0199", "+1 650 555 0100"][..],
        &["+14155552671", "212-555-0199"],
        &["415 555 2671", "212-555-0199"],
        &["+1 415 555 2671"],
        &["+1 415 555 2671", "212-555-0199", "212-555-0199"],
    ] {
        let interpreted = read(text, call(numbers, None, None)).await;
        assert_eq!(interpreted.interpreter, "grammar", "{numbers:?}");
        assert_eq!(
            interpreted.fallback_reason.as_deref(),
            Some("the language model changed the numbers")
        );
        // The grammar has it right.
        let command = interpreted.result.expect("it is a plain command");
        assert_eq!(command.intent.numbers().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_call_that_overlooks_a_negation_does_not_count() {
    for (text, refusal) in [
        ("do not under any circumstances call 415-555-2671", Err("negated")),
        ("call everyone but 415-555-2671", Err("name_unknown")),
        ("do not call 415-555-2671", Ok("do_not_call")),
    ] {
        let interpreted = read(text, call(&["415-555-2671"], None, None)).await;
        assert_eq!(interpreted.interpreter, "grammar", "{text}");
        assert!(
            interpreted
                .fallback_reason
                .is_some_and(|why| why.contains("overlooked")),
            "{text}"
        );
        let result = interpreted.result.map(|command| match command.intent {
            Intent::DoNotCall { .. } => "do_not_call",
            Intent::Call { .. }
            | Intent::Cancel { .. }
            | Intent::HangUpAll
            | Intent::Status
            | Intent::PauseRuns
            | Intent::ResumeRuns => "something else",
        });
        assert_eq!(result.map_err(|refusal| refusal.code), refusal, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn stopping_can_mean_to_pause_but_a_negated_order_means_nothing() {
    let pause = json!({ "intent": "pause_runs", "numbers": [], "message": null, "at": null });
    assert_eq!(
        read("stop dialling for a moment", pause.clone())
            .await
            .interpreter,
        "model:small-1"
    );
    assert_eq!(read("please don't pause", pause).await.interpreter, "grammar");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn impossible_times_do_not_count() {
    for at in [
        "2026-11-20T11:00",
        "2031-01-01T10:00",
        "tomorrowish",
        "2026-11-23",
    ] {
        let interpreted = read("call 415-555-2671", call(&["415-555-2671"], None, Some(at))).await;
        assert_eq!(
            interpreted.fallback_reason.as_deref(),
            Some("the language model gave an impossible time"),
            "{at}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_model_that_does_not_understand_leaves_it_to_the_grammar() {
    let unsure = json!({ "intent": "not_understood", "numbers": [], "message": null, "at": null });
    let interpreted = read("call 415-555-2671", unsure).await;
    assert_eq!(interpreted.interpreter, "grammar");
    assert!(interpreted.result.is_ok() && interpreted.fallback_reason.is_some());
}
