//! Bad input: always a problem with a code, never a fault of ours, and nothing lost.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::floor::{Floor, MARIA, column};

#[tokio::test]
async fn ten_megabytes_are_read_and_more_is_refused() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let line =
        "no number, whatever one may think of it: a hundred characters of text to no purpose at all ..\n";
    let fits = format!("{MARIA}\n{}", line.repeat(9_990_000 / line.len()));
    let check = agent
        .with_header("content-type", "text/plain")
        .send(Method::POST, "/api/v1/numbers/check", Body::from(fits))
        .await;
    assert!([200, 413].contains(&check.status.as_u16()), "{}", check.status);
    for (path, kind) in [
        ("/api/v1/runs", "text/csv"),
        ("/api/v1/numbers/check", "text/csv"),
        ("/api/v1/runs", "application/octet-stream"),
    ] {
        for size in [10_000_001, 13 * 1024 * 1024] {
            let answer = agent
                .with_header("content-type", kind)
                .send(Method::POST, path, Body::from("x".repeat(size)))
                .await
                .expect_status(413);
            let code = answer.problem();
            assert!(
                ["list.too_large", "request.too_large"].contains(&&*code),
                "{path} {size}: {code}"
            );
        }
        let answer = agent
            .post(path, &json!({"text": "1".repeat(13 * 1024 * 1024)}))
            .await
            .expect_status(413);
        assert_eq!(answer.problem(), "request.too_large");
    }
    let answer = agent
        .post(
            "/api/v1/calls",
            &json!({"to": MARIA, "message": "x".repeat(2 * 1024 * 1024)}),
        )
        .await
        .expect_status(413);
    assert_eq!(answer.problem(), "request.too_large");
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn a_broken_file_loses_no_good_line() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("content-type", "text/csv");
    for (file, good) in [
        (
            "name,phone\n\"unclosed,+12122000000\nB,+12122000001\n".to_owned(),
            1,
        ),
        (
            "name,phone\nA\nB,+12122000001,extra,extra\n,,,\nC,+12122000002\n".to_owned(),
            1,
        ),
        (
            "phone\n=+12122000000\n@+12122000001\n'+12122000002\n".to_owned(),
            1,
        ),
        (format!("name,phone\n{},+12122000000\n", "x".repeat(100_000)), 1),
        (format!("{}\nname,phone\nA,+12122000000\n", ",".repeat(5_000)), 0),
        ("\u{0}\u{0}name,phone\nA,+12122000000\u{0}\n".to_owned(), 0),
    ] {
        let check = agent
            .send(Method::POST, "/api/v1/numbers/check", Body::from(file.clone()))
            .await
            .expect_status(200)
            .json();
        let valid = check["counts"]["valid"].as_u64().unwrap();
        assert!(
            valid >= good,
            "{valid} of {}: {}",
            &file[..file.len().min(80)],
            check["counts"]
        );
        let run = agent.send(Method::POST, "/api/v1/runs", Body::from(file)).await;
        if valid == 0 {
            assert_eq!(run.expect_status(422).problem(), "run.empty");
        } else {
            let lines = run.expect_status(201).json()["lines"].clone();
            assert_eq!(
                lines.as_array().unwrap().len(),
                check["lines"].as_array().unwrap().len()
            );
        }
    }
}

#[tokio::test]
async fn wrong_types_are_named() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let wrong = [
        Value::Null,
        json!(7),
        json!(true),
        json!([]),
        json!({}),
        json!([[MARIA]]),
    ];
    for path in ["calls", "runs", "numbers/check", "prompt", "prompt/execute"] {
        for body in wrong.iter().chain(&[json!("text")]) {
            let answer = agent
                .post(&format!("/api/v1/{path}"), body)
                .await
                .expect_status(422);
            assert_eq!(answer.problem(), "request.invalid", "{path} {body}");
        }
        let field = if path == "calls" { "to" } else { "text" };
        for value in &wrong {
            let answer = agent
                .post(&format!("/api/v1/{path}"), &json!({ field: value }))
                .await
                .expect_status(422);
            assert_eq!(answer.problem(), "request.invalid", "{path} {value}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let answer = agent
            .with_header("content-type", "application/json")
            .send(Method::POST, &format!("/api/v1/{path}"), Body::from(deep))
            .await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        answer.problem();
    }
}

#[tokio::test]
async fn names_and_messages_come_back_as_they_were_sent() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let text = "</script><script>alert('x')</script>\"\\\u{202e}\u{0} \u{1f4de} {{7*7}} ${jndi:ldap://x} '; DROP TABLE calls; --";
    let new = json!({"to": MARIA, "name": text, "message": text});
    let made = agent.post("/api/v1/calls", &new).await.expect_status(201).json();
    let listed = agent.get("/api/v1/calls").await;
    assert_eq!(listed.headers["content-type"], "application/json");
    let listed = listed.json();
    for field in ["name", "message"] {
        assert_eq!(made[field], text);
        assert_eq!(listed["items"][0][field], text);
    }
    let run = json!({"numbers": ["+12122000000"], "name": text});
    let run = agent.post("/api/v1/runs", &run).await.expect_status(201).json();
    assert_eq!(run["run"]["name"], text);
    let searched = agent
        .get("/api/v1/calls?q=%3C%2Fscript%3E")
        .await
        .expect_status(200)
        .json();
    assert_eq!(column(&searched["items"], "phone"), [MARIA]);
}

#[tokio::test]
async fn headers_out_of_proportion_reach_no_operation() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let fat = agent.with_header("x-fat", &"x".repeat(40_000));
    let answer = fat
        .post("/api/v1/calls", &json!({ "to": MARIA }))
        .await
        .expect_status(431);
    assert_eq!(answer.problem(), "request.headers_too_large");
    let odd = agent
        .with_header("idempotency-key", "caf\u{e9}")
        .post("/api/v1/calls", &json!({ "to": MARIA }))
        .await
        .expect_status(400);
    assert_eq!(odd.problem(), "idempotency.key_invalid");
    let long = agent
        .get(&format!("/api/v1/calls?q={}", "x".repeat(40_000)))
        .await
        .expect_status(431);
    long.problem();
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}
