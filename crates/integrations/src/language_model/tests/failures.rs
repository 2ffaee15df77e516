use std::time::Duration;

use serde_json::json;

use super::ctx;
use super::stand_in::{Answering, chat, client, finished, model};
use crate::language_model::{LanguageModel, LanguageModelConfig, ModelError, interpret};

const TEXT: &str = "call 415-555-2671";

async fn error(answering: Answering) -> ModelError {
    let (model, server) = model(answering);
    let error = model
        .interpret(TEXT, &ctx())
        .await
        .expect_err("the answer is no good");
    server.join().expect("the stand-in was asked");
    error
}

fn status(status: u16) -> Answering {
    Answering::With {
        status,
        body: json!({ "error": { "message": "no", "code": "x" } }).to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_way_to_fail_has_its_reason() {
    assert_eq!(error(status(429)).await, ModelError::RateLimited);
    assert_eq!(error(status(401)).await, ModelError::KeyRejected);
    assert_eq!(error(status(500)).await, ModelError::Status(500));
    assert_eq!(error(status(307)).await, ModelError::Status(307));
    assert_eq!(
        error(finished("length", "{\"intent\":")).await,
        ModelError::BrokeOff("length".to_owned())
    );
    assert_eq!(
        error(finished("content_filter", "")).await,
        ModelError::BrokeOff("content_filter".to_owned())
    );
    let declined =
        json!({ "choices": [{ "finish_reason": "stop", "message": { "content": null, "refusal": "No." } }] });
    assert_eq!(
        error(Answering::With {
            status: 200,
            body: declined.to_string()
        })
        .await,
        ModelError::Declined
    );
    let huge = Answering::With {
        status: 200,
        body: " ".repeat(300 * 1024),
    };
    assert_eq!(error(huge).await, ModelError::TooLong);
    for body in [
        "",
        "<html>",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{}}]}",
    ] {
        let answer = error(Answering::With {
            status: 200,
            body: body.to_owned(),
        })
        .await;
        assert!(matches!(answer, ModelError::Malformed(_)), "{body:?}: {answer:?}");
    }
    for content in [
        json!("call them"),
        json!({ "intent": "call" }),
        json!({ "intent": "dance", "numbers": [], "message": null, "at": null }),
        json!({ "intent": "call", "numbers": [], "message": null, "at": null }),
        json!({ "intent": "call", "numbers": ["415-555-2671"], "message": "x".repeat(3_001), "at": null }),
    ] {
        let answer = error(chat(&content)).await;
        assert!(
            matches!(answer, ModelError::Malformed(_)),
            "{content}: {answer:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_model_that_hangs_is_given_up_and_the_grammar_answers() {
    let (model, server) = model(Answering::Never);
    let interpreted = interpret(TEXT, &ctx(), Some(&model)).await;
    server.join().expect("the stand-in was asked");
    assert_eq!(interpreted.interpreter, "grammar");
    assert!(interpreted.result.is_ok());
    let reason = interpreted.fallback_reason.expect("the model was asked");
    assert_eq!(reason, "the language model did not answer within 0.3 s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_model_that_cannot_be_reached_is_no_obstacle() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|it| it.local_addr())
        .expect("a free port");
    let config = LanguageModelConfig::new(format!("http://{closed}/v1"), "sk-secret", "small-1");
    let model = LanguageModel::new(config, client());
    let interpreted = interpret(TEXT, &ctx(), Some(&model)).await;
    assert!(interpreted.result.is_ok());
    let reason = interpreted.fallback_reason.expect("the model was asked");
    assert!(
        reason.starts_with("the language model cannot be reached: "),
        "{reason}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_a_model_or_a_text_nobody_is_asked() {
    let alone = interpret(TEXT, &ctx(), None).await;
    assert_eq!(
        (alone.interpreter.as_str(), alone.fallback_reason),
        ("grammar", None)
    );
    let config = LanguageModelConfig::new("http://127.0.0.1:1/v1", "sk-secret", "small-1");
    let empty = interpret("  ", &ctx(), Some(&LanguageModel::new(config, client()))).await;
    assert_eq!(empty.fallback_reason, None);
    assert_eq!(empty.result.map_err(|refusal| refusal.code), Err("empty"));
}

#[test]
fn the_key_is_never_printed_and_the_limit_is_eight_seconds() {
    let config = LanguageModelConfig::new("https://api.openai.com/v1", "sk-secret", "small-1");
    assert!(!format!("{config:?}").contains("sk-secret"));
    assert_eq!(config.time_limit, Duration::from_secs(8));
}
