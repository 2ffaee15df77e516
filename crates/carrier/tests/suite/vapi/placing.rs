//! Orders to dial: what is sent, and what its answers mean.

use outdial_carrier::http::{HttpResponse, TransportError};
use outdial_carrier::{LegRef, PlaceError, Placed};
use outdial_domain::call::{Blame, Policy, Retry};
use outdial_domain::instruction::{Converse, Instruction};
use serde_json::{Value, json};

use super::bench::{ASSISTANT_ID, LEG, PHONE_NUMBER_ID, SECRET, Scripted, answer, carrier, converse, order};
use super::description;
use crate::bench::call_id;

async fn answer_to(answer: Result<HttpResponse, TransportError>) -> Result<Placed, PlaceError> {
    let network = Scripted::new([answer]);
    let result = carrier(network.clone()).place(&order(converse())).await;
    // One request, whatever became of it.
    network.only_body();
    result
}

async fn body_of(order: outdial_carrier::DialOrder) -> Value {
    let network = Scripted::new([answer(201, &json!({ "id": LEG }))]);
    carrier(network.clone()).place(&order).await.unwrap();
    network.only_body()
}

#[tokio::test]
async fn an_order_carries_the_agent_the_callee_and_where_to_tell_us() {
    let network = Scripted::new([answer(201, &json!({ "id": LEG, "status": "queued" }))]);
    let mut wish = converse();
    wish.callee_name = Some("Ann ".repeat(20));
    wish.record = true;
    let placed = carrier(network.clone()).place(&order(wish)).await;
    assert_eq!(
        placed,
        Ok(Placed {
            leg: LegRef(LEG.to_owned()),
            queue_ms: None
        })
    );
    assert_eq!(network.requests()[0].url, "https://api.vapi.ai/call");
    let url = "https://outdial.example/webhooks/vapi/car_00000000000000000000000001/message\
               ?call=call_0000000000000000000000003q";
    let name = "Ann Ann Ann Ann Ann Ann Ann Ann Ann Ann ";
    assert_eq!(
        network.only_body(),
        json!({
            "name": "call_0000000000000000000000003q",
            "assistantId": ASSISTANT_ID,
            "phoneNumberId": PHONE_NUMBER_ID,
            "customer": { "number": "+14155552671", "name": name.trim_end().to_owned() + " " },
            "assistantOverrides": {
                "variableValues": { "name": "Ann" },
                "metadata": { "outdial_call_id": call_id(), "attempt": 1 },
                "maxDurationSeconds": 300,
                "serverMessages":
                    ["status-update", "tool-calls", "transcript[transcriptType=\"final\"]", "end-of-call-report"],
                "server": {
                    "url": url,
                    "timeoutSeconds": 20,
                    "headers": { "x-vapi-secret": SECRET },
                    "backoffPlan": { "type": "exponential", "maxRetries": 5, "baseDelaySeconds": 1 },
                },
                "artifactPlan": { "recordingEnabled": true },
                "monitorPlan": { "controlEnabled": true },
            },
        })
    );
}

#[tokio::test]
async fn what_is_optional_travels_only_when_it_is_wished() {
    let wish = Converse {
        agent: Some("published-1".to_owned()),
        first_message: Some("Good morning".to_owned()),
        voicemail: Some("Please call back. ".repeat(100)),
        time_limit_s: 5,
        ..converse()
    };
    let body = body_of(order(wish)).await;
    let overrides = &body["assistantOverrides"];
    assert_eq!(body["assistantId"], "published-1");
    assert_eq!(overrides["firstMessage"], "Good morning");
    assert_eq!(overrides["voicemailMessage"].as_str().unwrap().len(), 1_000);
    assert_eq!(overrides["voicemailDetection"]["provider"], "vapi");
    assert_eq!(overrides["maxDurationSeconds"], 10);

    let mut order = order(converse());
    order.policy = Policy {
        time_limit_s: 120,
        ..Policy::default()
    };
    assert_eq!(
        body_of(order).await["assistantOverrides"]["maxDurationSeconds"],
        120
    );
}

#[tokio::test]
async fn an_order_that_vapi_cannot_carry_out_is_refused_before_it_is_sent() {
    let carrier = carrier(Scripted::new([]));
    let mut spoken = order(converse());
    spoken.instructions = vec![crate::bench::say("Hello"), Instruction::HangUp];
    match carrier.place(&spoken).await {
        Err(PlaceError::Refused(failure)) => {
            assert_eq!(failure.cause, "carrier.not_supported");
            assert_eq!(
                (failure.blame, failure.retry),
                (Blame::Config, Retry::AfterRepair)
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_says_who_is_to_blame() {
    for (status, said, cause) in [
        (
            401,
            json!("Invalid Key. Hot tip, you may be using the public key."),
            "carrier.auth_rejected",
        ),
        (
            400,
            json!(["customer.number must be a valid phone number"]),
            "carrier.number_invalid",
        ),
        (400, json!("Couldn't Find Assistant"), "carrier.agent_unknown"),
        (400, json!("something else"), "carrier.request_refused"),
        (404, json!("Not Found"), "carrier.not_found"),
    ] {
        match answer_to(answer(status, &json!({ "message": said }))).await {
            Err(PlaceError::Refused(failure)) => assert_eq!(failure.cause, cause, "{said}"),
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn only_an_order_that_surely_was_not_taken_is_called_so() {
    let full = answer(400, &json!({ "message": "Over Concurrency Limit." }));
    assert_eq!(
        answer_to(full).await,
        Err(PlaceError::RateLimited { retry_after_ms: None })
    );
    let mut busy = answer(429, &json!({})).unwrap();
    busy.headers.insert("retry-after", "3".parse().unwrap());
    assert_eq!(
        answer_to(Ok(busy)).await,
        Err(PlaceError::RateLimited {
            retry_after_ms: Some(3_000)
        })
    );
    let unsent = Err(TransportError::NotSent("connection refused".to_owned()));
    assert!(matches!(answer_to(unsent).await, Err(PlaceError::NotSent { .. })));
    for doubtful in [
        Err(TransportError::Uncertain("timed out".to_owned())),
        answer(500, &json!({})),
        answer(503, &json!({})),
        answer(408, &json!({})),
        answer(302, &json!({})),
        answer(201, &json!("<html>")),
        answer(201, &json!({ "id": null })),
        answer(201, &json!({ "results": [] })),
    ] {
        let result = answer_to(doubtful).await;
        assert!(matches!(result, Err(PlaceError::Uncertain { .. })), "{result:?}");
    }
}

#[tokio::test]
async fn the_description_is_a_judge_that_can_say_no() {
    if !description::is_there() {
        return;
    }
    let network = Scripted::new([answer(201, &json!({ "id": LEG }))]);
    carrier(network.clone()).place(&order(converse())).await.unwrap();
    let mut request = network.requests().remove(0);
    for (key, value) in [
        ("assistantOverrides", json!({ "maxDurationSeconds": 5 })),
        ("assistantOverrides", json!({ "serverMessages": ["gossip"] })),
        ("assistantOverrides", json!({ "server": { "secret": "s" } })),
        ("customer", json!({ "number": "+1", "name": "Ann" })),
        ("surprise", json!(1)),
    ] {
        let mut body = network.only_body();
        body[key] = value;
        request.body = body.to_string().into();
        assert!(!description::complaints_about(&request).is_empty(), "{body}");
    }
}

#[tokio::test]
async fn credentials_are_never_printed() {
    use super::bench::API_KEY;
    let said = format!("bad key {API_KEY}, secret {SECRET}");
    for answer in [
        answer(400, &json!({ "message": said })),
        Err(TransportError::Uncertain(said.clone())),
    ] {
        let error = answer_to(answer).await.unwrap_err();
        let printed = format!("{error} {error:?}");
        assert!(
            !printed.contains(API_KEY) && !printed.contains(SECRET),
            "{printed}"
        );
    }
}
