//! The prompt: read, confirmed, carried out; and nothing that the words do not say.

use outdial_domain::call::LegStatus;
use serde_json::{Value, json};

use super::floor::{Floor, JOHN, MARIA, column, id_of, numbers};
use crate::client::Client;

async fn read(client: &Client, text: &str) -> Value {
    client
        .post("/api/v1/prompt", &json!({ "text": text }))
        .await
        .expect_status(200)
        .json()
}

/// Confirms what the card showed.
async fn confirm(client: &Client, text: &str) -> Value {
    let card = read(client, text).await;
    assert_eq!(card["understood"], true, "{card}");
    let request = json!({"text": text, "intent": card["intent"]});
    client
        .post("/api/v1/prompt/execute", &request)
        .await
        .expect_status(200)
        .json()
}

#[tokio::test]
async fn a_number_is_called_with_what_was_to_be_said() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let text = "Call (415) 555-2671 and say \"Your order is ready\"";
    let reply = read(&agent, text).await;
    assert_eq!(
        (&reply["interpreter"], &reply["refusal"]),
        (&json!("grammar"), &Value::Null)
    );
    let card = &reply["card"];
    assert_eq!(
        (&card["allowed"], &card["refused"], &card["postponed"]),
        (&json!(1), &json!(0), &json!(0))
    );
    assert_eq!(card["message"], "Your order is ready");
    let number = &card["numbers"][0];
    assert_eq!(
        (&number["phone"], &number["local_time"]),
        (&json!(MARIA), &json!("09:00"))
    );
    assert_eq!(card["cost_estimate"], Value::Null, "no call has had a price yet");
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);

    let done = confirm(&agent, text).await;
    assert_eq!((&done["calls_created"], &done["run"]), (&json!(1), &Value::Null));
    let call = &done["calls"][0];
    assert_eq!(
        (&call["phone"], &call["message"]),
        (&json!(MARIA), &json!("Your order is ready"))
    );
    let leg = floor.complete(&agent, &id_of(call), 1_000).await;
    floor.bill(&leg, 20_000).await;
    let next = read(&agent, "call +12122000000 and +12122000001").await;
    assert_eq!(
        next["card"]["cost_estimate"],
        json!({"amount": "0.0400", "currency": "USD"})
    );
    assert!(floor.audit().await.contains(&"prompt.executed".to_owned()));
}

#[tokio::test]
async fn several_numbers_are_a_run() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let done = confirm(&agent, &format!("ring {MARIA}, {JOHN}")).await;
    assert_eq!(
        (&done["calls_created"], &done["run"]["source"]),
        (&json!(2), &json!("prompt"))
    );
    assert_eq!(column(&done["lines"], "status"), ["accepted", "accepted"]);
    floor.carrier.orders_received(2).await;
}

#[tokio::test]
async fn a_later_time_is_kept() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let text = format!("call {MARIA} at 3pm");
    let zone = "America/New_York";
    let card = agent
        .post("/api/v1/prompt", &json!({"text": text, "time_zone": zone}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(card["card"]["at"], "2026-11-02T20:00:00Z", "{card}");
    let request = json!({"text": text, "time_zone": zone, "intent": card["intent"]});
    let done = agent
        .post("/api/v1/prompt/execute", &request)
        .await
        .expect_status(200)
        .json();
    assert_eq!(done["calls"][0]["due_at"], "2026-11-02T20:00:00Z");
    for zone in ["Mars/Olympus", "../../../etc/passwd", "/etc/localtime", ""] {
        for path in ["/api/v1/prompt", "/api/v1/prompt/execute"] {
            let answer = agent
                .post(path, &json!({"text": text, "time_zone": zone}))
                .await
                .expect_status(422);
            assert_eq!(answer.problem(), "request.invalid", "{zone:?}");
        }
    }
}

#[tokio::test]
async fn what_nobody_may_call_is_not_called_by_command_either() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let text = format!("do not call {MARIA}");
    let card = read(&agent, &text).await;
    assert_eq!(card["intent"]["intent"], "do_not_call");
    let waiting = json!({"to": MARIA, "at": "2026-12-01T18:00:00Z"});
    let waiting = id_of(&agent.post("/api/v1/calls", &waiting).await.json());
    let done = confirm(&agent, &text).await;
    assert_eq!(done["canceled"], 1);
    let list = agent.get("/api/v1/dnc").await.json();
    assert_eq!(
        (&list["items"][0]["phone"], &list["items"][0]["source"]),
        (&json!(MARIA), &json!("prompt"))
    );
    let call = agent.get(&format!("/api/v1/calls/{waiting}")).await.json();
    assert_eq!(call["call"]["outcome"], "canceled");

    let refused = confirm(&agent, &format!("call {MARIA}")).await;
    assert_eq!(
        (&refused["calls_created"], &refused["lines"][0]["code"]),
        (&json!(0), &json!("do_not_call"))
    );
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .starts_with("Nobody is called.")
    );
    assert!(floor.carrier.orders().is_empty());
}

#[tokio::test]
async fn calls_are_ended_by_command() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let live = floor.call(&agent, MARIA).await;
    let leg = floor.leg(&agent, &live).await;
    floor.report(&leg, LegStatus::Answered, None).await;
    let later = |to: &str| json!({"to": to, "at": "2026-12-01T18:00:00Z"});
    for to in [JOHN, "+12122000000", MARIA] {
        agent.post("/api/v1/calls", &later(to)).await.expect_status(201);
    }
    let one = confirm(&agent, &format!("cancel {JOHN}")).await;
    assert_eq!(one["canceled"], 1);
    let status = confirm(&agent, "status").await;
    assert_eq!(
        status["message"],
        "1 live, 2 waiting, 1 ended, of which 0 completed."
    );
    let waiting = confirm(&agent, "cancel all calls").await;
    assert_eq!(waiting["canceled"], 2);
    assert!(floor.carrier.hang_ups().is_empty(), "the live one goes on");

    let all = confirm(&agent, "hang up all").await;
    assert_eq!(all["canceled"], 1);
    floor.report(&leg, LegStatus::Completed, Some(1_000)).await;
    let call = agent.get(&format!("/api/v1/calls/{live}")).await.json();
    assert_eq!(call["call"]["state"], "ended");
    let none = confirm(&agent, "hang up all").await;
    assert_eq!(none["canceled"], 0);

    let log = floor.admin().await.get("/api/v1/audit").await.json();
    let entries = log["items"].as_array().unwrap().iter();
    let ended: Vec<_> = entries
        .filter(|entry| entry["detail"]["intent"] == "hang_up_all")
        .map(|entry| entry["detail"]["ended"].clone())
        .collect();
    assert_eq!(ended, [0, 1], "one entry for each, newest first");
}

#[tokio::test]
async fn a_live_call_is_ended_by_its_number() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let live = floor.call(&agent, MARIA).await;
    floor.leg(&agent, &live).await;
    let done = confirm(&agent, "hang up (415) 555-2671").await;
    assert_eq!(done["canceled"], 1);
    let call = agent.get(&format!("/api/v1/calls/{live}")).await.json();
    let last = call["timeline"].as_array().unwrap().iter();
    assert!(last.clone().any(|entry| entry["kind"] == "hang_up_requested"));
}

#[tokio::test]
async fn runs_are_held_and_resumed_by_command() {
    let floor = Floor::new().await;
    floor.set(json!({"max_live_calls": 1})).await;
    let agent = floor.agent().await;
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": numbers(3)}))
        .await
        .expect_status(201)
        .json();
    let path = format!("/api/v1/runs/{}", id_of(&made["run"]));
    for (command, message, state) in [
        ("pause", "1 runs were paused.", "paused"),
        ("pause", "0 runs were paused.", "paused"),
        ("resume", "1 runs were resumed.", "running"),
    ] {
        let done = confirm(&agent, command).await;
        assert_eq!(done["message"], message, "{command}");
        assert_eq!(agent.get(&path).await.json()["state"], state);
    }
}

#[tokio::test]
async fn what_is_not_understood_does_nothing_and_says_why() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for text in [
        "",
        "   ",
        "make me a sandwich",
        "call",
        "do not call",
        "don't call anybody; call +14155552671",
        "<script>alert(1)</script>",
        "call \u{0} \u{202e}",
    ] {
        let reply = read(&agent, text).await;
        assert_eq!(
            (&reply["understood"], &reply["intent"], &reply["card"]),
            (&json!(false), &Value::Null, &Value::Null),
            "{text:?}"
        );
        assert!(!reply["refusal"].as_str().unwrap().is_empty());
        let answer = agent
            .post("/api/v1/prompt/execute", &json!({ "text": text }))
            .await
            .expect_status(422);
        assert_eq!(answer.problem(), "prompt.not_understood", "{text:?}");
    }
    let long = "call ".repeat(100_000);
    assert_eq!(read(&agent, &long).await["understood"], false);
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn an_intent_that_the_words_do_not_carry_is_refused() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let mention =
        |text: &str, phone: &str| json!({"text": text, "phone": phone, "code": null, "reason": null});
    let call = |numbers: Value| json!({"intent": "call", "numbers": numbers, "message": null, "at": null});
    let other = "+12122000000";
    let table = [
        // A number that does not stand there.
        (
            format!("call {MARIA}"),
            call(json!([mention(MARIA, MARIA), mention(JOHN, JOHN)])),
        ),
        (format!("call {MARIA}"), call(json!([mention(JOHN, JOHN)]))),
        // Other digits behind the words that stand there.
        (format!("call {MARIA}"), call(json!([mention(MARIA, JOHN)]))),
        (
            "call 415-555-2671".to_owned(),
            call(json!([mention("415-555-2671", "+914155552671")])),
        ),
        // A part of a longer number, and a number that was left out.
        (
            format!("call {MARIA}"),
            call(json!([mention("4155552671", MARIA)])),
        ),
        (
            format!("call {MARIA} and {JOHN}"),
            call(json!([mention(MARIA, MARIA)])),
        ),
        // Words that say the opposite, or something else.
        (
            format!("do not call {MARIA}"),
            call(json!([mention(MARIA, MARIA)])),
        ),
        (
            format!("stop calling {MARIA}"),
            call(json!([mention(MARIA, MARIA)])),
        ),
        // Nobody at all.
        (format!("call {other}"), call(json!([]))),
    ];
    for (text, intent) in table {
        let request = json!({"text": text, "intent": intent});
        let answer = agent
            .post("/api/v1/prompt/execute", &request)
            .await
            .expect_status(422);
        assert_eq!(answer.problem(), "prompt.not_understood", "{request}");
    }
    for intent in [
        json!("call"),
        json!({"intent": "launch"}),
        json!({"intent": "call", "numbers": [mention("+1", "+1")], "message": null, "at": null}),
        json!({"intent": "call", "numbers": MARIA}),
        json!(7),
    ] {
        let request = json!({"text": format!("call {MARIA}"), "intent": intent});
        let answer = agent
            .post("/api/v1/prompt/execute", &request)
            .await
            .expect_status(422);
        answer.problem();
    }
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
    assert!(floor.carrier.orders().is_empty());
}

#[tokio::test]
async fn a_command_sent_twice_is_carried_out_once() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("idempotency-key", "click");
    let text = json!({"text": format!("call {MARIA}")});
    let first = agent
        .post("/api/v1/prompt/execute", &text)
        .await
        .expect_status(200);
    let again = agent
        .post("/api/v1/prompt/execute", &text)
        .await
        .expect_status(200);
    assert_eq!(first.text, again.text);
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 1);
}
