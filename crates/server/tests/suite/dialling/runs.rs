//! Runs: every line has a result, and the whole can be held, resumed and called off.

use axum::body::Body;
use axum::http::Method;
use outdial_domain::call::LegStatus;
use outdial_engine::Clock as _;
use serde_json::json;

use super::floor::{Floor, JOHN, MARIA, column, id_of, numbers, until};

#[tokio::test]
async fn every_line_has_a_result() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    agent
        .post("/api/v1/dnc", &json!({"numbers": [JOHN]}))
        .await
        .expect_status(200);
    let text = format!("{MARIA}\n\n(415) 555-2671\nnonsense\n{JOHN}\n+447911123456\n212-200-0000\n");
    let new = json!({"text": text, "name": "November", "message": "Hello."});
    let made = agent.post("/api/v1/runs", &new).await.expect_status(201).json();
    assert_eq!(
        column(&made["lines"], "status"),
        [
            "accepted",
            "duplicate",
            "invalid",
            "refused",
            "refused",
            "accepted"
        ]
    );
    assert_eq!(
        column(&made["lines"], "code"),
        [
            "null",
            "duplicate_line",
            "number_has_letters",
            "do_not_call",
            "country_not_allowed",
            "null"
        ]
    );
    let line_numbers: Vec<_> = made["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["line"].clone())
        .collect();
    assert_eq!(line_numbers, [1, 3, 4, 5, 6, 7]);
    for line in made["lines"].as_array().unwrap() {
        assert_eq!(line["reason"].is_null(), line["status"] == "accepted", "{line}");
    }
    let run = &made["run"];
    assert_eq!(
        (&run["name"], &run["source"], &run["state"]),
        (&json!("November"), &json!("paste"), &json!("running"))
    );
    assert_eq!(
        (&run["counts"]["lines"], &run["counts"]["refused"]),
        (&json!(6), &json!(2))
    );
    let id = id_of(run);
    let lines = agent.get(&format!("/api/v1/runs/{id}/lines")).await.json();
    assert_eq!(lines["items"], made["lines"]);

    for line in made["lines"].as_array().unwrap() {
        if line["status"] == "accepted" {
            floor
                .complete(&agent, line["call_id"].as_str().unwrap(), 1_000)
                .await;
        }
    }
    let done = until(&agent, &format!("/api/v1/runs/{id}"), |run| {
        run["state"] == "done"
    })
    .await;
    assert_eq!(done["outcomes"], json!({"blocked": 2, "completed": 2}));
    assert!(done["finished_at"].is_string());
    assert_eq!(agent.get("/api/v1/runs").await.json()["items"][0], done);
    assert!(floor.audit().await.contains(&"run.started".to_owned()));
}

#[tokio::test]
async fn a_file_is_read_in_whatever_way_it_was_saved() {
    let utf16 = |text: &str| -> Vec<u8> {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let files: [(&str, &str, Vec<u8>); 6] = [
        (
            "plain",
            "text/csv",
            format!("name,phone\nJosé,{MARIA}\n").into_bytes(),
        ),
        (
            "byte-order mark",
            "text/csv; charset=utf-8",
            format!("\u{feff}name,phone\r\nJosé,{MARIA}\r\n").into_bytes(),
        ),
        (
            "UTF-16",
            "text/csv",
            utf16(&format!("name;phone\r\nJosé;{MARIA}\r\n")),
        ),
        (
            "semicolons",
            "text/plain",
            format!("Phone ; Name\n{MARIA};José\n").into_bytes(),
        ),
        (
            "tabs",
            "application/octet-stream",
            format!("name\tphone\nJosé\t{MARIA}\n").into_bytes(),
        ),
        (
            "Latin-1",
            "text/csv",
            [b"name,phone\nJos\xe9,".as_slice(), MARIA.as_bytes(), b"\n"].concat(),
        ),
    ];
    for (kind, content_type, bytes) in files {
        let floor = Floor::new().await;
        let agent = floor.agent().await.with_header("content-type", content_type);
        let made = agent
            .send(Method::POST, "/api/v1/runs", Body::from(bytes))
            .await
            .expect_status(201)
            .json();
        assert_eq!(column(&made["lines"], "status"), ["accepted"], "{kind}: {made}");
        assert_eq!(made["run"]["source"], "csv");
        let call = made["lines"][0]["call_id"].as_str().unwrap();
        let call = agent.get(&format!("/api/v1/calls/{call}")).await.json()["call"].clone();
        assert_eq!(
            (&call["phone"], &call["name"]),
            (&json!(MARIA), &json!("José")),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_number_that_a_spreadsheet_spoiled_is_never_guessed() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("content-type", "text/csv");
    let file = "name,phone\nA,1.41556E+10\nB,14155552671.0\nC,\nD,nan\nE,6598765432\n";
    let answer = agent.send(Method::POST, "/api/v1/runs", file.into()).await;
    // With the plus sign that the spreadsheet took, the last one is a number in Singapore and not in Alabama.
    assert_eq!(answer.expect_status(422).problem(), "run.empty");
    assert_eq!(floor.carrier.times_rung(&"+16598765432".parse_number()), 0);
}

trait ParseNumber {
    fn parse_number(&self) -> outdial_domain::phone::PhoneNumber;
}

impl ParseNumber for str {
    fn parse_number(&self) -> outdial_domain::phone::PhoneNumber {
        outdial_domain::phone::PhoneNumber::from_stored(self).unwrap()
    }
}

#[tokio::test]
async fn a_line_may_bring_its_own_message() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let long = "x".repeat(3_001);
    let text = format!("phone,message\n{MARIA},For you\n{JOHN},\n+12122000000,{long}\n");
    let new = json!({"text": text, "message": "For all"});
    let made = agent.post("/api/v1/runs", &new).await.expect_status(201).json();
    assert_eq!(
        column(&made["lines"], "status"),
        ["accepted", "accepted", "invalid"]
    );
    assert_eq!(made["lines"][2]["code"], "message_too_long");
    let calls = agent.get("/api/v1/calls?sort=phone").await.json();
    assert_eq!(column(&calls["items"], "message"), ["For all", "For you"]);
}

#[tokio::test]
async fn a_list_without_a_number_starts_nothing() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let answer = agent
        .post("/api/v1/runs", &json!({"text": "hello\nworld"}))
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "run.empty");
    let lines: Vec<_> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["line"].clone())
        .collect();
    assert_eq!(lines, [1, 2]);
    for new in [json!({"text": ""}), json!({"numbers": []})] {
        let answer = agent.post("/api/v1/runs", &new).await.expect_status(422);
        assert_eq!(answer.problem(), "run.empty");
    }
    for new in [
        json!({}),
        json!({"text": MARIA, "numbers": [MARIA]}),
        json!({"numbers": MARIA}),
        json!({"numbers": [14_155_552_671_i64]}),
        json!({"text": MARIA, "at": "soon"}),
        json!({"text": MARIA, "message": "x".repeat(3_001)}),
        json!({"text": MARIA, "name": "x".repeat(201)}),
    ] {
        let answer = agent.post("/api/v1/runs", &new).await.expect_status(422);
        assert_eq!(answer.problem(), "request.invalid", "{new}");
    }
    assert_eq!(agent.get("/api/v1/runs").await.json()["items"], json!([]));
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn the_same_key_twice_is_the_same_run() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("idempotency-key", "batch-1");
    let new = json!({"numbers": numbers(3)});
    let first = agent.post("/api/v1/runs", &new).await.expect_status(201);
    let again = agent.post("/api/v1/runs", &new).await.expect_status(201);
    assert_eq!(first.text, again.text);
    let other = agent
        .post("/api/v1/runs", &json!({"numbers": numbers(2)}))
        .await
        .expect_status(409);
    assert_eq!(other.problem(), "idempotency.mismatch");
    floor.carrier.orders_received(3).await;
    assert_eq!(
        agent.get("/api/v1/runs").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for number in numbers(3) {
        assert_eq!(floor.carrier.times_rung(&number.parse_number()), 1);
    }
}

/// A run of three of which one is live, because the workspace has one line.
async fn one_of_three(floor: &Floor) -> (String, Vec<String>) {
    floor.set(json!({"max_live_calls": 1})).await;
    let agent = floor.agent().await;
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": numbers(3)}))
        .await
        .expect_status(201)
        .json();
    floor.carrier.orders_received(1).await;
    let calls = column(&made["lines"], "call_id");
    (
        id_of(&made["run"]),
        calls.into_iter().map(str::to_owned).collect(),
    )
}

#[tokio::test]
async fn a_held_run_dials_nobody_until_it_is_resumed() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let (run, calls) = one_of_three(&floor).await;
    let at = |action: &str| format!("/api/v1/runs/{run}/{action}");
    let paused = agent
        .post(&at("pause"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&paused["state"], &paused["counts"]["planned"]),
        (&json!("paused"), &json!(2))
    );
    floor.complete(&agent, &calls[0], 1_000).await;
    // The line is free, and somebody else gets it: the queue was looked at.
    let other = floor.call(&agent, MARIA).await;
    floor.complete(&agent, &other, 1_000).await;
    assert_eq!((floor.legs_of(&calls[1]), floor.legs_of(&calls[2])), (0, 0));

    let running = agent
        .post(&at("resume"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(running["state"], "running");
    floor.complete(&agent, &calls[1], 1_000).await;
    floor.complete(&agent, &calls[2], 1_000).await;
    until(&agent, &format!("/api/v1/runs/{run}"), |run| {
        run["state"] == "done"
    })
    .await;
    for action in ["pause", "resume", "cancel"] {
        let answer = agent.post(&at(action), &json!({})).await.expect_status(409);
        assert_eq!(answer.problem(), "run.ended");
    }
    let audit = floor.audit().await;
    assert!(
        audit.contains(&"run.paused".to_owned()) && audit.contains(&"run.resumed".to_owned()),
        "{audit:?}"
    );
}

#[tokio::test]
async fn a_run_that_is_called_off_lets_its_live_call_go_on() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let (run, calls) = one_of_three(&floor).await;
    let path = format!("/api/v1/runs/{run}/cancel");
    let canceled = agent.post(&path, &json!({})).await.expect_status(200).json();
    assert_eq!(canceled["state"], "canceled");
    assert_eq!(canceled["outcomes"], json!({"canceled": 2}));
    let leg = floor.leg(&agent, &calls[0]).await;
    assert!(floor.carrier.hang_ups().is_empty());
    floor.report(&leg, LegStatus::Busy, None).await;
    let ended = agent.get(&format!("/api/v1/runs/{run}")).await.json();
    assert_eq!(
        (&ended["state"], &ended["outcomes"]),
        (&json!("canceled"), &json!({"busy": 1, "canceled": 2}))
    );
    assert_eq!(
        agent.post(&path, &json!({})).await.expect_status(409).problem(),
        "run.ended"
    );
    assert_eq!(floor.carrier.orders().len(), 1);
}

#[tokio::test]
async fn runs_are_listed_newest_first_in_pages() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for number in numbers(5) {
        agent
            .post("/api/v1/runs", &json!({"numbers": [number]}))
            .await
            .expect_status(201);
    }
    let mut seen: Vec<String> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = agent
            .get(&format!("/api/v1/runs?limit=2{cursor}"))
            .await
            .expect_status(200)
            .json();
        seen.extend(column(&page["items"], "id").into_iter().map(str::to_owned));
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let mut sorted = seen.clone();
    sorted.sort_by(|one, other| other.cmp(one));
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (5, &sorted));
    let unknown = format!("/api/v1/runs/run_{}", "0".repeat(26));
    assert_eq!(
        agent.get(&unknown).await.expect_status(404).problem(),
        "run.not_found"
    );
    assert_eq!(
        agent
            .get(&format!("{unknown}/lines"))
            .await
            .expect_status(404)
            .problem(),
        "run.not_found"
    );
    agent.get("/api/v1/runs/%ff").await.expect_status(404).problem();
}

#[tokio::test]
async fn a_file_brings_the_rest_of_its_run_in_the_query() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("content-type", "text/csv");
    let at = floor.test.clock.now().plus_seconds(3_600);
    let query = format!(
        "name=Spring%20list&message=Hello%20there&at={}&override_window=true&voice=alice&language=de-DE",
        at.to_string().replace(':', "%3A")
    );
    let file = format!("sep=;\nname;phone\nMaria;{MARIA}\n");
    let made = agent
        .send(Method::POST, &format!("/api/v1/runs?{query}"), file.into())
        .await
        .expect_status(201)
        .json();
    assert_eq!(made["run"]["name"], "Spring list");
    assert_eq!(column(&made["lines"], "status"), ["scheduled"], "{made}");
    let row = floor
        .stored_call(made["lines"][0]["call_id"].as_str().unwrap())
        .await;
    assert_eq!(
        (row.name.as_deref(), &*row.message),
        (Some("Maria"), "Hello there")
    );
    assert_eq!(row.call.due_at, at);
    assert_eq!(
        (row.voice.as_deref(), row.language.as_deref()),
        (Some("alice"), Some("de-DE"))
    );
    assert!(row.window_override.is_some());
}

#[tokio::test]
async fn what_a_query_says_of_a_run_is_checked_like_a_body() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let file = agent.with_header("content-type", "text/csv");
    let long = "x".repeat(201);
    for (query, status, code) in [
        ("at=tomorrow".to_owned(), 422, "request.invalid"),
        (format!("name={long}"), 422, "request.invalid"),
        (format!("voice={long}"), 422, "request.invalid"),
        ("override_window=perhaps".to_owned(), 400, "request.malformed"),
        ("override=true".to_owned(), 400, "request.malformed"),
    ] {
        let answer = file
            .send(Method::POST, &format!("/api/v1/runs?{query}"), MARIA.into())
            .await
            .expect_status(status);
        assert_eq!(answer.problem(), code, "{query}");
    }
    let both = agent
        .post(
            "/api/v1/runs?name=Twice",
            &json!({"numbers": [MARIA], "name": "Once"}),
        )
        .await
        .expect_status(422);
    assert_eq!(both.problem(), "request.invalid");
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn a_run_has_a_voice_and_a_language_of_its_own() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let new = json!({"numbers": [MARIA], "voice": "alice", "language": "de-DE"});
    let made = agent.post("/api/v1/runs", &new).await.expect_status(201).json();
    let row = floor
        .stored_call(made["lines"][0]["call_id"].as_str().unwrap())
        .await;
    assert_eq!(
        (row.voice.as_deref(), row.language.as_deref()),
        (Some("alice"), Some("de-DE"))
    );
}
