//! The wire contract of the autodialer that Outdial replaces: its forms and messages, without its defects.

use axum::body::Body;
use axum::http::{Method, header};
use outdial_server::http::auth::Role;
use serde_json::json;
use url::form_urlencoded::Serializer;

use super::floor::{Floor, JOHN, MARIA, column, numbers};
use crate::client::{Answer, Client};

async fn submit(client: &Client, path: &str, field: &str, value: &str) -> Answer {
    let form = Serializer::new(String::new()).append_pair(field, value).finish();
    client
        .with_header("content-type", "application/x-www-form-urlencoded")
        .send(Method::POST, path, Body::from(form))
        .await
}

/// The message of a redirect to the page, after checking that the page will find it.
#[track_caller]
fn flash(answer: &Answer, kind: &str) -> String {
    assert_eq!(answer.status, 302, "{}", answer.text);
    assert_eq!(answer.headers[header::LOCATION], "/");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.len() < 4_096, "browsers drop it");
    let value = cookie.strip_prefix("outdial_flash=").unwrap();
    let value = value.split(';').next().unwrap();
    let text = percent_encoding::percent_decode_str(value).decode_utf8().unwrap();
    let message = text
        .strip_prefix(&format!("{kind}:"))
        .unwrap_or_else(|| panic!("{text}"));
    assert!(answer.text.starts_with(message), "{} / {message}", answer.text);
    answer.text.clone()
}

#[tokio::test]
async fn a_command_is_answered_in_the_old_words() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for (command, kind, message) in [
        ("", "alert", "Please enter a command"),
        ("   ", "alert", "Please enter a command"),
        (
            "call nobody",
            "alert",
            "Could not extract phone number from: call nobody",
        ),
        (
            "make a call to +1 415 555 2671",
            "notice",
            "Call initiated to +14155552671",
        ),
    ] {
        let answer = submit(&agent, "/ai_prompt", "command", command).await;
        assert_eq!(flash(&answer, kind), message);
    }
    floor.carrier.orders_received(1).await;
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 1);
}

#[tokio::test]
async fn the_right_person_is_called_and_nobody_who_must_not_be() {
    let floor = Floor::new().await;
    floor.set(json!({"countries": {"allow": "all"}})).await;
    let agent = floor.agent().await;
    for (command, number) in [
        ("call 415-555-2671", MARIA),
        ("call (212) 555-0199", JOHN),
        ("call +447911123456", "+447911123456"),
        ("call +91 98765 43210", "+919876543210"),
    ] {
        let answer = submit(&agent, "/ai_prompt", "command", command).await;
        assert_eq!(flash(&answer, "notice"), format!("Call initiated to {number}"));
    }
    for command in [
        "do not call +91 9876543211",
        "stop calling 2125550111",
        "hang up all",
        "call 1234567890123456789",
    ] {
        let answer = submit(&agent, "/ai_prompt", "command", command).await;
        assert_eq!(
            flash(&answer, "alert"),
            format!("Could not extract phone number from: {command}")
        );
    }
    let both = submit(
        &agent,
        "/ai_prompt",
        "command",
        "call +12122000000 and +12122000001",
    )
    .await;
    assert_eq!(
        flash(&both, "notice"),
        "Call initiated to +12122000000, +12122000001"
    );
    let calls = agent.get("/api/v1/calls?sort=phone").await.json();
    assert_eq!(
        column(&calls["items"], "phone"),
        [
            "+12122000000",
            "+12122000001",
            JOHN,
            MARIA,
            "+447911123456",
            "+919876543210"
        ]
    );
}

#[tokio::test]
async fn a_rule_s_refusal_is_an_alert() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    agent
        .post("/api/v1/dnc", &json!({"numbers": [MARIA]}))
        .await
        .expect_status(200);
    let answer = submit(&agent, "/ai_prompt", "command", &format!("call {MARIA}")).await;
    let message = flash(&answer, "alert");
    assert!(message.to_lowercase().contains("do-not-call"), "{message}");
    assert!(floor.carrier.orders().is_empty());
}

#[tokio::test]
async fn a_list_is_uploaded_and_every_number_is_called() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let blank = submit(&agent, "/upload_numbers", "numbers", " \n ").await;
    assert_eq!(flash(&blank, "alert"), "Please enter phone numbers");
    let none = submit(&agent, "/upload_numbers", "numbers", "12\nhello\n").await;
    assert_eq!(flash(&none, "alert"), "No valid phone numbers found");

    let answer = submit(&agent, "/upload_numbers", "numbers", &numbers(60).join("\r\n")).await;
    assert_eq!(
        flash(&answer, "notice"),
        "Initiated 60 calls (processing with delays to avoid rate limits)"
    );
    let mixed = submit(
        &agent,
        "/upload_numbers",
        "numbers",
        &format!("{MARIA}\n{MARIA}\n1234567890123456789\n"),
    )
    .await;
    let message = flash(&mixed, "notice");
    assert!(
        message.starts_with("Initiated 1 calls (processing with delays to avoid rate limits); line 2: "),
        "{message}"
    );
    assert!(message.contains("; line 3: "), "{message}");
    let runs = agent.get("/api/v1/runs").await.json();
    assert_eq!(column(&runs["items"], "source"), ["upload", "upload"]);
    floor.carrier.orders_received(50).await;
}

#[tokio::test]
async fn a_long_list_of_complaints_still_fits_in_the_cookie() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let text = format!("{MARIA}\n{}", "ünsinn \u{1f4de}\n".repeat(300));
    let answer = submit(&agent, "/upload_numbers", "numbers", &text).await;
    flash(&answer, "notice");
    let command = "\u{1f4de}".repeat(900);
    let answer = submit(&agent, "/ai_prompt", "command", &command).await;
    flash(&answer, "alert");
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let evil = "<script>alert(1)</script>\r\nSet-Cookie: a=b";
    let answer = submit(&agent, "/ai_prompt", "command", evil).await;
    flash(&answer, "alert");
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers.get_all(header::SET_COOKIE).iter().count(), 1);
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(!cookie.contains('<') && !cookie.contains(','), "{cookie}");
}

#[tokio::test]
async fn the_log_is_emptied_by_those_who_may() {
    let floor = Floor::new().await;
    let manager = floor.test.signed_in(Role::Manager).await;
    let id = floor.call(&manager, MARIA).await;
    floor.complete(&manager, &id, 1_000).await;
    let agent = floor.agent().await;
    assert_eq!(
        agent.delete("/clear_logs").await.expect_status(403).problem(),
        "auth.forbidden"
    );
    let answer = manager.delete("/clear_logs").await;
    flash(&answer, "notice");
    assert_eq!(manager.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn nobody_dials_without_signing_in_or_proving_the_page() {
    let floor = Floor::new().await;
    let stranger = floor.test.stranger();
    let mut forged = floor.agent().await;
    forged.csrf = None;
    for (path, field) in [("/ai_prompt", "command"), ("/upload_numbers", "numbers")] {
        let answer = submit(&stranger, path, field, MARIA).await;
        assert_eq!(answer.expect_status(401).problem(), "auth.required");
        let answer = submit(&forged, path, field, MARIA).await;
        assert_eq!(answer.expect_status(403).problem(), "auth.csrf");
    }
    stranger.delete("/clear_logs").await.expect_status(401);
    let made = floor
        .admin()
        .await
        .post(
            "/api/v1/api-keys",
            &json!({"name": "reader", "scopes": ["calls:read"]}),
        )
        .await;
    let key = made.expect_status(201).json()["key"].as_str().unwrap().to_owned();
    let reader = stranger.with_key(&key);
    for (path, field) in [("/ai_prompt", "command"), ("/upload_numbers", "numbers")] {
        submit(&reader, path, field, MARIA)
            .await
            .expect_status(403)
            .problem();
    }
    reader.delete("/clear_logs").await.expect_status(403).problem();
    assert!(floor.carrier.orders().is_empty());
}

#[tokio::test]
async fn forms_that_are_none_are_problems() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for path in ["/ai_prompt", "/upload_numbers"] {
        for (kind, body, status) in [
            ("application/json", "{}", 415),
            ("application/x-www-form-urlencoded", "command=a&command=b", 0),
            ("application/x-www-form-urlencoded", "%ff%fe=%ff", 0),
            ("text/plain", "command=call", 415),
        ] {
            let answer = agent
                .with_header("content-type", kind)
                .send(Method::POST, path, Body::from(body))
                .await;
            assert!(!answer.status.is_server_error(), "{path} {body}: {}", answer.text);
            if status != 0 {
                answer.expect_status(status).problem();
            } else if !answer.status.is_redirection() {
                answer.problem();
            }
        }
        let huge = format!("numbers={}", "1".repeat(13 * 1024 * 1024));
        let answer = agent
            .with_header("content-type", "application/x-www-form-urlencoded")
            .send(Method::POST, path, Body::from(huge))
            .await
            .expect_status(413);
        assert_eq!(answer.problem(), "request.too_large");
    }
}
