//! Lists of leads over HTTP: a file becomes leads, calls move them, agents say what came of it.

use axum::body::Body;
use axum::http::Method;
use outdial_domain::PhoneNumber;
use outdial_domain::call::LegStatus;
use outdial_domain::ids::{CallId, LeadId};
use outdial_server::http::auth::Role;
use outdial_store::{Actor, CallRow};
use serde_json::{Value, json};

use super::floor::{Floor, column, id_of};
use crate::client::{Answer, Client};

const FILE: &str = "name,company,phone,title\n\
    Ada Lovelace,Engines Ltd,(212) 200-0001,Countess\n\
    Bob,Acme,+1 212 200 0002,\n\
    Carl,Acme,,\n\
    =cmd(),Acme,12,\n\
    Eve,Acme,2122000001,\n";

async fn upload(client: &Client, path: &str, file: &str) -> Answer {
    client
        .with_header("content-type", "text/csv")
        .send(Method::POST, path, Body::from(file.to_owned()))
        .await
}

async fn imported(client: &Client) -> Value {
    let answer = upload(client, "/api/v1/lists?name=Spring", FILE).await;
    answer.expect_status(201).json()
}

async fn leads(client: &Client, query: &str) -> Value {
    let answer = client.get(&format!("/api/v1/leads?{query}")).await;
    answer.expect_status(200).json()
}

/// A call made to a lead, as rooms write it down.
async fn call_to(floor: &Floor, lead: &Value) -> String {
    let lead_id: LeadId = lead["id"].as_str().unwrap().parse().unwrap();
    let phone = PhoneNumber::from_e164(lead["phone"].as_str().unwrap()).unwrap();
    let now = floor.test.app.now();
    let row = CallRow {
        lead_id: Some(lead_id),
        message: "Hello".to_owned(),
        ..CallRow::planned(
            CallId::from_bits(floor.test.app.new_bits()),
            phone,
            Actor::system(),
            now,
        )
    };
    let id = row.id.to_string();
    let rows = floor.test.app.workspace(&floor.test.workspace);
    rows.write(move |tx| tx.calls().insert(&row)).await.unwrap();
    floor.test.app.engine.wake();
    id
}

#[tokio::test]
async fn a_preview_shows_what_a_file_would_become_and_keeps_nothing() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let shown = upload(&agent, "/api/v1/lists/preview", FILE)
        .await
        .expect_status(200)
        .json();
    assert_eq!(shown["has_header"], true);
    assert_eq!(shown["mapping"]["phone"], 2);
    assert_eq!(shown["mapping"]["email"], Value::Null);
    assert_eq!(
        shown["counts"],
        json!({"rows": 5, "valid": 2, "invalid": 2, "duplicates": 1})
    );
    assert_eq!(
        column(&shown["errors"], "code"),
        ["number_missing", "number_not_diallable", "duplicate_line"]
    );
    assert_eq!(shown["errors"][0]["line"], 4);
    assert_eq!(shown["errors"][0]["raw"], "Carl,Acme,,");
    assert_eq!(shown["rows"][0]["phone"], "+12122000001");
    assert_eq!(shown["rows"][3]["phone_display"], "12");
    assert_eq!(shown["columns"][3]["sample"], json!(["Countess", "", ""]));
    assert_eq!(shown["missing"], json!([]));
    assert_eq!(leads(&agent, "").await["total"], 0);

    let text = json!({"text": "who;direct\nAda;+12122000001\n"});
    let guessed = agent
        .post("/api/v1/lists/preview", &text)
        .await
        .expect_status(200)
        .json();
    assert_eq!(guessed["missing"], json!(["company"]), "{guessed:#}");
    let path = "/api/v1/lists/preview?phone_column=0&name_column=1&company_column=1";
    let chosen = agent.post(path, &text).await.expect_status(200).json();
    assert_eq!(
        (&chosen["mapping"]["phone"], &chosen["mapping"]["name"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(chosen["counts"]["valid"], 0);
    let wrong = agent.post("/api/v1/lists/preview?phone_column=9", &text).await;
    assert_eq!(
        wrong.expect_status(422).json()["errors"][0]["field"],
        "phone_column"
    );
}

#[tokio::test]
async fn a_file_becomes_a_list_and_its_bad_rows_can_be_downloaded() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let made = imported(&agent).await;
    assert_eq!(made["list"]["name"], "Spring");
    assert_eq!(made["list"]["source"], "csv");
    assert_eq!(
        made["list"]["counts"],
        json!({"leads": 2, "called": 0, "open": 2})
    );
    let list = id_of(&made["list"]);
    let page = leads(&agent, &format!("list_id={list}&sort=-contact_name")).await;
    assert_eq!(column(&page["items"], "contact_name"), ["Bob", "Ada Lovelace"]);
    assert_eq!(page["items"][1]["zones"], json!(["America/New_York"]));
    assert_eq!(page["items"][1]["held_by"], Value::Null);
    for (q, found) in [
        ("love", 1),
        ("acme", 1),
        ("212-200-0002", 1),
        ("2122", 2),
        ("nobody", 0),
    ] {
        assert_eq!(leads(&agent, &format!("q={q}")).await["total"], found, "{q}");
    }
    let errors = agent.get(&format!("/api/v1/lists/{list}/errors")).await.json();
    assert_eq!(errors["total"], 3);
    let file = agent
        .get(&format!("/api/v1/lists/{list}/errors.csv"))
        .await
        .expect_status(200);
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        file.text
            .starts_with("\u{feff}line,code,message,raw\n4,number_missing,"),
        "{}",
        file.text
    );
    assert!(file.text.contains("\"'=cmd(),Acme,12,\""), "{}", file.text);

    agent
        .delete(&format!("/api/v1/lists/{list}"))
        .await
        .expect_status(204);
    assert_eq!(leads(&agent, "").await["total"], 0);
    assert_eq!(agent.get("/api/v1/lists").await.json()["items"], json!([]));
    let kept = agent
        .get(&format!("/api/v1/lists/{list}"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(kept["archived"], true);
    let log = floor.audit().await;
    let of_lists: Vec<_> = log.iter().filter(|action| action.starts_with("list.")).collect();
    assert_eq!(of_lists, ["list.archived", "list.imported"]);
}

#[tokio::test]
async fn files_that_cannot_be_used_are_refused_in_words() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let table = [
        ("", "list.empty", "CSV file is empty"),
        ("\n \n", "list.empty", "CSV file is empty"),
        (
            "name,company\nAda,Acme\n",
            "list.column_missing",
            "Missing required columns: phone.",
        ),
        (
            "phone\n+12122000001\n",
            "list.column_missing",
            "Missing required columns: name, company.",
        ),
        (
            "name,phone,title\nAda,+12122000001,Countess\n",
            "list.column_missing",
            "Missing required columns: company.",
        ),
        (
            "name,company,phone\nAda,Acme,\n",
            "list.no_leads",
            "No valid contacts found in CSV",
        ),
        (
            "name,company,phone\n",
            "list.no_leads",
            "No valid contacts found in CSV",
        ),
    ];
    for (file, code, detail) in table {
        let answer = upload(&agent, "/api/v1/lists", file).await.expect_status(422);
        assert_eq!(answer.problem(), code, "{file:?}");
        let said = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(said.starts_with(detail), "{file:?}: {said}");
    }
    let answer = upload(&agent, "/api/v1/lists", "name,phone\nAda,+12122000001\n").await;
    let named = answer.expect_status(422).json()["errors"][0].clone();
    assert_eq!(named["field"], "company");
    assert!(
        named["message"].as_str().unwrap().contains("company_column"),
        "{named}"
    );
    assert_eq!(agent.get("/api/v1/lists").await.json()["items"], json!([]));
}

#[tokio::test]
async fn one_column_can_be_chosen_as_name_and_company() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let path = "/api/v1/lists?name_column=account&company_column=account";
    let file = "Account,Phone\nAcme Inc,+12122000001\n";
    upload(&agent, path, file).await.expect_status(201);
    let lead = leads(&agent, "").await["items"][0].clone();
    assert_eq!(lead["contact_name"], "Acme Inc");
    assert_eq!(lead["company_name"], "Acme Inc");
}

#[tokio::test]
async fn a_number_belongs_to_one_lead_whichever_list_brings_it() {
    let floor = Floor::new().await;
    let admin = floor.admin().await;
    imported(&admin).await;
    admin
        .post("/api/v1/dnc", &json!({"text": "+12122000009"}))
        .await
        .expect_status(200);
    let file = "name,company,phone,title\nAda L,Engines,+12122000001,Queen\nNew,Acme,+12122000008,\n\
                Never,Acme,+12122000009,\n";
    let shown = upload(&admin, "/api/v1/lists/preview", file)
        .await
        .expect_status(200)
        .json();
    let counts = json!({"rows": 3, "valid": 2, "invalid": 1, "duplicates": 0});
    assert_eq!(shown["counts"], counts);
    let made = upload(&admin, "/api/v1/lists?name=Summer", file)
        .await
        .expect_status(201)
        .json();
    assert_eq!(made["counts"], counts);
    assert_eq!(made["list"]["counts"]["leads"], 2);
    assert_eq!(column(&made["errors"], "code"), ["on_do_not_call_list"]);
    assert_eq!(leads(&admin, "").await["total"], 3);
    let summer = id_of(&made["list"]);
    let there = leads(&admin, &format!("list_id={summer}")).await;
    assert_eq!(column(&there["items"], "contact_name"), ["Ada L", "New"]);
    assert_eq!(there["items"][0]["title"], "Queen");
    let again = "name,company,phone\nAda,Engines,+12122000001\n";
    let skipped = upload(&admin, "/api/v1/lists?known=skip", again)
        .await
        .expect_status(422);
    assert_eq!(skipped.problem(), "list.no_leads");
    let refused = upload(&admin, "/api/v1/lists?known=forget", again)
        .await
        .expect_status(422);
    assert_eq!(refused.json()["errors"][0]["field"], "known");
}

#[tokio::test]
async fn an_import_sent_twice_is_one_list() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("idempotency-key", "spring");
    let first = imported(&agent).await;
    let second = imported(&agent).await;
    assert_eq!(first, second);
    assert_eq!(
        agent.get("/api/v1/lists").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_lead_that_is_redialled_keeps_its_history() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    imported(&agent).await;
    let lead = leads(&agent, "").await["items"][0].clone();
    let path = format!("/api/v1/leads/{}", id_of(&lead));
    let call = call_to(&floor, &lead).await;
    let leg = floor.leg(&agent, &call).await;
    floor.report(&leg, LegStatus::NoAnswer, None).await;

    let again = agent
        .post(&format!("/api/v1/calls/{call}/redial"), &json!({}))
        .await;
    let again = again.expect_status(201).json();
    assert_eq!(again["lead_id"], lead["id"]);
    let leg = floor.leg(&agent, &id_of(&again)).await;
    floor.report(&leg, LegStatus::Busy, None).await;
    let after = agent.get(&path).await.json();
    assert_eq!(after["lead"]["call_attempts"], 2);
    assert_eq!(after["lead"]["last_outcome"], "busy");
    assert_eq!(column(&after["calls"], "id"), [id_of(&again), call]);
}

#[tokio::test]
async fn a_lead_follows_its_call_and_what_the_agent_says() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    imported(&agent).await;
    let lead = leads(&agent, "").await["items"][0].clone();
    let path = format!("/api/v1/leads/{}", id_of(&lead));
    let call = call_to(&floor, &lead).await;
    let leg = floor.leg(&agent, &call).await;
    let during = agent.get(&path).await.json();
    assert_eq!(during["lead"]["status"], "calling");
    assert_eq!(during["lead"]["call_attempts"], 1);
    assert_eq!(during["calls"][0]["id"], json!(call));
    assert_eq!(during["calls"][0]["lead_id"], lead["id"]);

    let said = format!("/api/v1/calls/{call}/disposition");
    let word = |disposition: Value, notes: &str, at: Value| json!({"disposition": disposition, "notes": notes, "callback_at": at});
    let noted = agent
        .put(&said, &word(Value::Null, "Asks for", Value::Null))
        .await;
    assert_eq!(noted.expect_status(200).json()["lead"]["status"], "calling");
    floor.report(&leg, LegStatus::Answered, None).await;
    floor.report(&leg, LegStatus::Completed, Some(9_000)).await;
    let after = agent.get(&path).await.json();
    assert_eq!(after["lead"]["status"], "called");
    assert_eq!(after["lead"]["last_outcome"], "completed");

    let at = "2026-11-03T15:00:00Z";
    let word = word(json!("callback_requested"), "Asks for prices", json!(at));
    let first = agent.put(&said, &word).await.expect_status(200).json();
    assert_eq!(first["call"]["disposition"], "callback_requested");
    assert_eq!(first["lead"]["status"], "callback");
    assert_eq!(first["lead"]["callback_at"], at);
    assert_eq!(first["lead"]["notes"], "Asks for prices");
    assert_eq!(agent.put(&said, &word).await.expect_status(200).json(), first);
    let saved = json!({"disposition": null, "notes": "Asks for prices, please", "callback_at": null});
    let still = agent.put(&said, &saved).await.expect_status(200).json();
    assert_eq!(still["lead"]["callback_at"], at);

    let wrong = json!({"disposition": "wrong_number", "notes": null, "callback_at": null});
    let closed = agent.put(&said, &wrong).await.expect_status(200).json();
    assert_eq!(closed["lead"]["status"], "closed");
    assert_eq!(closed["lead"]["callback_at"], Value::Null);
    let dnc = agent.get("/api/v1/dnc").await.json();
    assert_eq!(column(&dnc["items"], "phone"), [lead["phone"].as_str().unwrap()]);
    let counts = agent.get("/api/v1/lists").await.json()["items"][0]["counts"].clone();
    assert_eq!(counts, json!({"leads": 2, "called": 1, "open": 1}));
}

#[tokio::test]
async fn words_that_make_no_sense_are_refused() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    imported(&agent).await;
    let lead = leads(&agent, "").await["items"][0].clone();
    let path = format!("/api/v1/leads/{}", id_of(&lead));
    for (change, code) in [
        (json!({"disposition": "great"}), "disposition.unknown"),
        (json!({"callback_at": "tomorrow"}), "request.invalid"),
        (
            json!({"contact_name": null, "company_name": " "}),
            "request.invalid",
        ),
        (json!({"notes": "x".repeat(10_001)}), "request.invalid"),
        (json!({"phone": "+1"}), "request.invalid"),
    ] {
        let answer = agent.patch(&path, &change).await.expect_status(422);
        assert_eq!(answer.problem(), code, "{change}");
    }
    let old = agent.with_header("if-match", "7");
    let conflict = old.patch(&path, &json!({"title": "x"})).await.expect_status(409);
    assert_eq!(conflict.problem(), "revision.conflict");
    let changed = agent
        .patch(
            &path,
            &json!({"title": null, "notes": "Hello", "disposition": "follow_up"}),
        )
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&changed["title"], &changed["notes"], &changed["status"]),
        (&Value::Null, &json!("Hello"), &json!("callback"))
    );
    let back = agent.patch(&path, &json!({"disposition": null})).await.json();
    assert_eq!(
        (&back["status"], &back["disposition"]),
        (&json!("new"), &Value::Null)
    );
    for query in ["status=open", "sort=phone", "list_id=x"] {
        agent
            .get(&format!("/api/v1/leads?{query}"))
            .await
            .expect_status(422);
    }
}

#[tokio::test]
async fn a_manager_chooses_the_dispositions() {
    let floor = Floor::new().await;
    let (agent, manager) = (floor.agent().await, floor.test.signed_in(Role::Manager).await);
    let set = agent.get("/api/v1/dispositions").await.expect_status(200).json();
    assert_eq!(set["items"].as_array().unwrap().len(), 8);
    let own = json!({"items": [{"code": "won", "label": "Won", "final": true, "do_not_call": false, "callback": false, "retry": false}]});
    agent.put("/api/v1/dispositions", &own).await.expect_status(403);
    let kept = manager
        .put("/api/v1/dispositions", &own)
        .await
        .expect_status(200)
        .json();
    assert_eq!(kept, own);
    assert_eq!(agent.get("/api/v1/dispositions").await.json(), own);
    let twice = json!({"items": [own["items"][0], own["items"][0]]});
    let refused = manager
        .put("/api/v1/dispositions", &twice)
        .await
        .expect_status(422);
    assert_eq!(refused.problem(), "settings.invalid");
}
