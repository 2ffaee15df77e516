//! Lists while they are typed.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::floor::{Floor, JOHN, MARIA, column, numbers};

#[tokio::test]
async fn each_line_gets_a_verdict_and_nobody_is_called() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    agent
        .post("/api/v1/dnc", &json!({"numbers": [JOHN]}))
        .await
        .expect_status(200);
    let text = format!(
        "name,phone\nMaria,{MARIA}\nJohn,{JOHN}\nAgain,(415) 555-2671\nNobody,none\nJo,+447911123456\n"
    );
    let check = agent
        .post("/api/v1/numbers/check", &json!({ "text": text }))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        column(&check["lines"], "verdict"),
        ["allow", "refuse", "refuse", "refuse", "refuse"]
    );
    assert_eq!(
        column(&check["lines"], "code"),
        [
            "null",
            "do_not_call",
            "duplicate_line",
            "number_missing",
            "country_not_allowed"
        ]
    );
    let maria = &check["lines"][0];
    assert_eq!((&maria["line"], &maria["name"]), (&json!(2), &json!("Maria")));
    assert_eq!(
        (&maria["local_time"], &maria["region"]),
        (&json!("09:00"), &json!("US"))
    );
    assert_eq!(maria["zones"], json!(["America/Los_Angeles"]));
    assert_eq!(
        check["counts"],
        json!({"lines": 5, "valid": 4, "invalid": 1, "duplicates": 1, "allowed": 1, "postponed": 0, "refused": 2})
    );
    let empty = agent
        .post("/api/v1/numbers/check", &json!({"text": " \n"}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&empty["lines"], &empty["counts"]["lines"]),
        (&json!([]), &json!(0))
    );
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn ten_thousand_lines_are_checked_at_once() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("content-type", "text/plain");
    let text = numbers(10_000).join("\n");
    let check = agent
        .send(Method::POST, "/api/v1/numbers/check", Body::from(text))
        .await
        .expect_status(200)
        .json();
    assert_eq!(check["counts"]["allowed"], 10_000);
    let last = check["lines"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["line"], &last["phone"]),
        (&json!(10_000), &json!("+12122009999"))
    );
}

#[tokio::test]
async fn the_region_is_the_workspace_s_and_no_request_s() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let elsewhere = json!({"text": "9876543210", "default_region": "IN"});
    let answer = agent
        .post("/api/v1/numbers/check", &elsewhere)
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "request.invalid");
    floor.set(json!({"default_region": "IN"})).await;
    let check = agent
        .post("/api/v1/numbers/check", &json!({"text": "98765 43210"}))
        .await
        .json();
    assert_eq!(check["lines"][0]["phone"], "+919876543210");
}

#[tokio::test]
async fn what_is_no_list_is_refused_as_a_whole() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for (kind, body, status, code) in [
        ("application/xml", "<a/>", 415, "request.media_type"),
        ("", "x", 415, "request.media_type"),
        ("application/json", "{", 400, "request.malformed"),
        ("application/json", "[]", 422, "request.invalid"),
        ("application/json", "{\"text\":7}", 422, "request.invalid"),
        ("application/json", "{\"text\":null}", 422, "request.invalid"),
    ] {
        let answer = agent
            .with_header("content-type", kind)
            .send(Method::POST, "/api/v1/numbers/check", Body::from(body))
            .await
            .expect_status(status);
        assert_eq!(answer.problem(), code, "{kind} {body}");
    }
    let many = "12\n".repeat(100_001);
    let answer = agent
        .post("/api/v1/numbers/check", &json!({ "text": many }))
        .await
        .expect_status(413);
    assert_eq!(answer.problem(), "list.too_large");
    let odd: [&[u8]; 5] = [
        b"\xff\xfe\x00",
        b"\x00\x00\x00",
        b"\"never closed,+14155552671\n",
        b"\xef\xbb\xbf",
        &[0x80; 64],
    ];
    for bytes in odd {
        for kind in ["text/csv", "application/octet-stream"] {
            let check = agent
                .with_header("content-type", kind)
                .send(Method::POST, "/api/v1/numbers/check", Body::from(bytes))
                .await
                .expect_status(200)
                .json();
            assert!(check["lines"].is_array() && check["counts"]["lines"] != Value::Null);
        }
    }
}
