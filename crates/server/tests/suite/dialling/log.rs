//! The call log: filtered, searched, sorted, in pages, exported and cleared.

use outdial_domain::call::LegStatus;
use outdial_server::http::auth::Role;
use serde_json::json;

use super::floor::{Floor, JOHN, MARIA, column, id_of, numbers};
use crate::client::Client;

/// Three ended calls, one live and one that waits.
async fn filled() -> (Floor, Client) {
    let floor = Floor::new().await;
    let admin = floor.admin().await;
    for (to, name, status, talk_ms) in [
        ("+12122000000", "Ada", LegStatus::Completed, Some(9_000)),
        ("+12122000001", "Bob", LegStatus::Busy, None),
        ("+12122000002", "Carla_50%", LegStatus::Completed, Some(3_000)),
    ] {
        let call = admin
            .post("/api/v1/calls", &json!({"to": to, "name": name}))
            .await
            .expect_status(201)
            .json();
        let leg = floor.leg(&admin, &id_of(&call)).await;
        if status == LegStatus::Completed {
            floor.report(&leg, LegStatus::Answered, None).await;
        }
        floor.report(&leg, status, talk_ms).await;
        floor.test.clock.advance_s(60);
    }
    let live = floor.call(&admin, MARIA).await;
    let leg = floor.leg(&admin, &live).await;
    floor.report(&leg, LegStatus::Ringing, None).await;
    let later = json!({"to": JOHN, "at": "2026-12-01T18:00:00Z"});
    admin.post("/api/v1/calls", &later).await.expect_status(201);
    (floor, admin)
}

#[tokio::test]
async fn the_log_is_filtered_searched_and_sorted() {
    let (_floor, admin) = filled().await;
    let ada = "+12122000000";
    let bob = "+12122000001";
    let carla = "+12122000002";
    let table: [(&str, &[&str]); 20] = [
        ("", &[JOHN, MARIA, carla, bob, ada]),
        ("state=ended", &[carla, bob, ada]),
        ("state=planned", &[JOHN]),
        ("state=ringing", &[MARIA]),
        ("state=live", &[MARIA]),
        ("outcome=busy", &[bob]),
        ("outcome=completed", &[carla, ada]),
        ("state=ended&outcome=completed&sort=created_at", &[ada, carla]),
        ("q=ada", &[ada]),
        ("q=Carla_50%25", &[carla]),
        ("q=%25", &[carla]),
        ("q=2671", &[MARIA]),
        ("q=%2B1212200", &[carla, bob, ada]),
        ("q=(212)%20200-0001", &[bob]),
        ("q=%27%20OR%201%3D1%20--", &[]),
        ("sort=phone", &[ada, bob, carla, JOHN, MARIA]),
        ("sort=-phone", &[MARIA, JOHN, carla, bob, ada]),
        ("sort=-duration&outcome=completed", &[ada, carla]),
        ("from=2026-11-02T17:01:00Z&state=ended", &[carla, bob]),
        ("to=2026-11-02T17:01:00Z", &[ada]),
    ];
    for (query, expected) in table {
        let answer = admin
            .get(&format!("/api/v1/calls?{query}"))
            .await
            .expect_status(200)
            .json();
        assert_eq!(column(&answer["items"], "phone"), expected, "{query}");
        if !query.contains("q=") {
            assert_eq!(answer["total"], expected.len(), "{query}");
        }
    }
}

#[tokio::test]
async fn questions_that_make_no_sense_are_answered_with_what_would() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for (query, status, code) in [
        ("state=sleeping", 422, "request.invalid"),
        ("outcome=good", 422, "request.invalid"),
        ("sort=colour", 422, "request.invalid"),
        ("from=yesterday", 422, "request.invalid"),
        ("to=2026-13-01T00:00:00Z", 422, "request.invalid"),
        ("run_id=7", 422, "request.invalid"),
        ("limit=many", 400, "request.malformed"),
        ("cursor=x", 400, "request.cursor_invalid"),
    ] {
        for path in ["calls", "calls.csv"] {
            if path == "calls.csv" && (query.starts_with("cursor") || code == "request.malformed") {
                continue;
            }
            let admin = if path == "calls.csv" {
                floor.admin().await
            } else {
                agent.clone()
            };
            let answer = admin
                .get(&format!("/api/v1/{path}?{query}"))
                .await
                .expect_status(status);
            assert_eq!(answer.problem(), code, "{path}?{query}");
        }
    }
}

#[tokio::test]
async fn pages_neither_repeat_nor_skip() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": numbers(23)}))
        .await
        .expect_status(201)
        .json();
    let run = id_of(&made["run"]);
    for sort in [
        "-created_at",
        "created_at",
        "phone",
        "-phone",
        "state",
        "duration",
    ] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/api/v1/calls?run_id={run}&limit=5&sort={sort}{cursor}");
            let page = agent.get(&path).await.expect_status(200).json();
            assert_eq!(page["total"], 23);
            seen.extend(column(&page["items"], "phone").into_iter().map(str::to_owned));
            // Calls move on while somebody turns the pages, which matters only for an order by state.
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        if sort == "state" {
            continue;
        }
        let mut sorted = seen.clone();
        sorted.sort();
        assert_eq!(sorted, numbers(23), "{sort}");
        if sort == "-phone" {
            assert_eq!(seen, numbers(23).into_iter().rev().collect::<Vec<_>>());
        }
    }
    let other = agent.get("/api/v1/calls?limit=2&sort=phone").await.json();
    let cursor = other["next_cursor"].as_str().unwrap();
    let answer = agent
        .get(&format!("/api/v1/calls?sort=created_at&cursor={cursor}"))
        .await
        .expect_status(400);
    assert_eq!(answer.problem(), "request.cursor_invalid");
}

#[tokio::test]
async fn an_export_holds_no_formula_and_reads_back() {
    let floor = Floor::new().await;
    let manager = floor.test.signed_in(Role::Manager).await;
    let names = [
        "=HYPERLINK(\"http://evil\")",
        "@SUM(A1)",
        "-1+2",
        "\t=1",
        "Plain, \"quoted\"\nname",
        "＝1",
    ];
    for (number, name) in numbers(6).into_iter().zip(names) {
        let new = json!({"to": number, "name": name, "message": "+cmd|' /C calc'!A0"});
        manager.post("/api/v1/calls", &new).await.expect_status(201);
    }
    let answer = manager
        .get("/api/v1/calls.csv?sort=phone")
        .await
        .expect_status(200);
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        answer.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let text = answer.text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().next(), Some("id"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for (row, (number, name)) in rows.iter().zip(numbers(6).into_iter().zip(names)) {
        assert_eq!(row[2], format!("'{number}"));
        assert_eq!(row[1].trim_start_matches('\''), name);
        for cell in row {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']),
                "{cell:?}"
            );
        }
    }
    // What was exported can be pasted again.
    let checked = manager
        .with_header("content-type", "text/csv")
        .send(
            axum::http::Method::POST,
            "/api/v1/numbers/check",
            answer.text.clone().into(),
        )
        .await
        .expect_status(200)
        .json();
    assert_eq!(column(&checked["lines"], "phone"), numbers(6));

    let filtered = manager.get("/api/v1/calls.csv?q=2000003").await.text;
    assert_eq!(csv::Reader::from_reader(filtered.as_bytes()).records().count(), 1);
    assert!(floor.audit().await.contains(&"calls.exported".to_owned()));
}

#[tokio::test]
async fn clearing_takes_what_is_over_and_nothing_else() {
    let (floor, admin) = filled().await;
    let ended = admin.get("/api/v1/calls?outcome=busy").await.json()["items"][0].clone();
    let cleared = admin.delete("/api/v1/calls").await.expect_status(200).json();
    assert_eq!(cleared["cleared"], 3);
    let left = admin.get("/api/v1/calls").await.json();
    assert_eq!(column(&left["items"], "phone"), [JOHN, MARIA]);
    assert_eq!(left["total"], 2);
    let stats = admin.get("/api/v1/stats").await.json();
    assert_eq!(
        (&stats["total"], &stats["live"], &stats["by_outcome"]),
        (&json!(2), &json!(1), &json!({}))
    );
    // The receipts of what was done are kept.
    let kept = admin
        .get(&format!("/api/v1/calls/{}", id_of(&ended)))
        .await
        .expect_status(200)
        .json();
    assert!(kept["receipt"].is_object());
    assert!(floor.audit().await.contains(&"calls.cleared".to_owned()));
    assert_eq!(admin.delete("/api/v1/calls").await.json()["cleared"], 0);
}
