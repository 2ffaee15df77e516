//! The AI dialler's routes and the automation behind them: the contract that its users rely on, and its defects, which are
//! absent, each by its number in the list of what must not return.

use axum::body::Body;
use axum::http::Method;
use outdial_domain::ids::{LeadId, VoiceAgentId};
use outdial_domain::leads::{LeadEvent, LeadResult, step};
use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};

const SECRET: &str = "a-secret-that-only-the-scheduler-knows";

async fn app() -> (TestApp, Client) {
    let app = TestApp::empty(&[("CRON_SECRET", SECRET)]).await;
    app.add_user("manager@example.com", Role::Manager).await;
    let client = app.signed_in(Role::Manager).await;
    (app, client)
}

fn person(number: u32) -> Value {
    json!({
        "company_name": format!("Company {number}"),
        "contact_name": format!("Person {number}"),
        "phone": format!("+1 415 555 {:04}", 2_000 + number),
        "email": format!("person{number}@example.com"),
        "timezone": "America/Los_Angeles",
        "consents": ["ai_voice"],
        "consent_source": "The form on the website",
    })
}

async fn add(client: &Client, count: u32) -> Vec<Value> {
    let people: Vec<Value> = (1..=count).map(person).collect();
    let added = client
        .post("/api/leads", &Value::Array(people))
        .await
        .expect_status(201);
    added.json().as_array().unwrap().clone()
}

/// Chooses a voice agent and lets the campaign run. Its own schedule is silent until January, so that what is asked for
/// is all that is done.
async fn switch_on(client: &Client, change: Value) -> Value {
    let mut body = json!({"voice_agent_id": VoiceAgentId::from_bits(3).to_string(), "cron": "0 4 1 1 *"});
    body.as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    let chosen = client
        .put("/api/v1/automation", &body)
        .await
        .expect_status(200)
        .json();
    let start = format!(
        "/api/v1/campaigns/{}/start",
        chosen["campaign_id"].as_str().unwrap()
    );
    client.post(&start, &json!({})).await.expect_status(200);
    chosen
}

async fn cron(app: &TestApp, secret: &str) -> Answer {
    app.stranger()
        .with_header("authorization", &format!("Bearer {secret}"))
        .get("/api/cron")
        .await
}

async fn leads(client: &Client) -> Vec<Value> {
    let leads = client.get("/api/leads").await.expect_status(200).json();
    leads.as_array().unwrap().clone()
}

/// What came of a lead's call, as the engine notes it.
async fn settle(app: &TestApp, lead: &str, result: LeadResult) {
    let id: LeadId = lead.parse().unwrap();
    app.app
        .workspace(&app.workspace)
        .write(move |tx| {
            let mut lead = tx.leads().get(&id)?.unwrap();
            let event = LeadEvent::Settled {
                call: None,
                outcome: None,
                result,
            };
            lead.standing = step(lead.standing, event).0;
            tx.leads().update(&mut lead)
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn leads_come_and_go_with_the_fields_of_the_earlier_dialler() {
    let (_app, client) = app().await;
    let one = client
        .post("/api/leads", &person(1))
        .await
        .expect_status(201)
        .json();
    let lead = &one[0];
    for (field, expected) in [
        ("company_name", json!("Company 1")),
        ("contact_name", json!("Person 1")),
        ("phone", json!("+14155552001")),
        ("email", json!("person1@example.com")),
        ("status", json!("pending")),
        ("call_attempts", json!(0)),
        ("timezone", json!("America/Los_Angeles")),
        ("last_called_at", Value::Null),
        ("cal_booking_uid", Value::Null),
        ("follow_up_email_sent", json!(false)),
    ] {
        assert_eq!(lead[field], expected, "{field}");
    }
    let path = format!("/api/leads/{}", lead["id"].as_str().unwrap());
    let changed = client
        .patch(&path, &json!({"contact_name": "Ada", "phone": "(415) 555-2999"}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&changed[0]["contact_name"], &changed[0]["phone"]),
        (&json!("Ada"), &json!("+14155552999"))
    );
    assert_eq!(leads(&client).await.len(), 1);
    let gone = client.delete(&path).await.expect_status(200).json();
    assert!(gone["message"].is_string());
    assert!(leads(&client).await.is_empty());
}

#[tokio::test]
async fn the_secret_of_the_schedule_is_asked_for_and_nobody_signs_in() {
    let (app, client) = app().await;
    for answer in [
        app.stranger().get("/api/cron").await,
        cron(&app, "another").await,
        cron(&app, "").await,
        client.get("/api/cron").await,
    ] {
        let answer = answer.expect_status(401);
        assert_eq!(answer.json(), json!({"error": "Authentication required"}));
    }
    let off = cron(&app, SECRET).await.expect_status(200);
    assert_eq!(off.json(), json!({"message": "Automation is disabled"}));
    add(&client, 2).await;
    switch_on(&client, json!({"batch": 10})).await;
    let done = cron(&app, SECRET).await.expect_status(200).json();
    assert_eq!(done["message"], "Calls initiated");
    assert_eq!(done["summary"], json!({"total": 2, "successful": 2, "failed": 0}));
    let first = &done["details"][0];
    assert!(first["success"] == json!(true) && first["callId"].is_string() && first["lead"].is_string());
    let none = cron(&app, SECRET).await.expect_status(200);
    assert_eq!(none.json(), json!({"message": "No leads to process"}));
}

#[tokio::test]
async fn without_a_secret_nobody_triggers_a_batch() {
    let app = TestApp::new().await;
    cron(&app, "").await.expect_status(401);
    cron(&app, "none").await.expect_status(401);
}

#[tokio::test]
async fn defect_1_a_lead_that_was_not_reached_is_selected_again() {
    let (app, client) = app().await;
    let added = add(&client, 1).await;
    switch_on(&client, json!({"max_attempts": 3, "retry_minutes": 15})).await;
    settle(&app, added[0]["id"].as_str().unwrap(), LeadResult::NoAnswer).await;
    assert_eq!(leads(&client).await[0]["status"], "no_answer");
    let done = cron(&app, SECRET).await.expect_status(200).json();
    assert_eq!(done["summary"]["successful"], 1, "{done}");
    let shown = client.get("/api/v1/automation").await.expect_status(200).json();
    assert_eq!(
        (&shown["max_attempts"], &shown["retry_minutes"]),
        (&json!(3), &json!(15))
    );
}

#[tokio::test]
async fn defect_2_an_unclear_outcome_is_an_error_and_takes_no_place() {
    let (app, client) = app().await;
    let added = add(&client, 2).await;
    for (lead, result) in added.iter().zip([LeadResult::Failed, LeadResult::Talked]) {
        settle(&app, lead["id"].as_str().unwrap(), result).await;
    }
    let shown = leads(&client).await;
    assert!(shown.iter().all(|lead| lead["status"] == "error"), "{shown:?}");
    let filtered = client
        .get("/api/v1/leads?result=failed")
        .await
        .expect_status(200)
        .json();
    assert_eq!(filtered["items"].as_array().unwrap().len(), 1);
    assert_eq!(filtered["items"][0]["result"], "failed");
    client
        .get("/api/v1/leads?result=perhaps")
        .await
        .expect_status(422);
    let automation = client.get("/api/v1/automation").await.expect_status(200).json();
    assert_eq!(
        (&automation["live"], &automation["free_slots"]),
        (&json!(0), &json!(10))
    );
    // And nobody puts a lead into a state that only a call leads out of.
    let path = format!("/api/leads/{}", added[0]["id"].as_str().unwrap());
    client
        .patch(&path, &json!({"status": "calling"}))
        .await
        .expect_status(422);
    let pending = client
        .patch(&path, &json!({"status": "pending"}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(pending[0]["status"], "pending");
}

#[tokio::test]
async fn defect_4_schedules_at_once_call_each_lead_once() {
    let (app, client) = app().await;
    add(&client, 8).await;
    switch_on(&client, json!({"batch": 5})).await;
    let run = json!({});
    let (one, two, three) = tokio::join!(
        cron(&app, SECRET),
        client.post("/api/v1/automation/run", &run),
        cron(&app, SECRET)
    );
    let three = [one, two, three].map(|answer| answer.expect_status(200).json());
    let placed: u64 = three
        .iter()
        .map(|done| {
            done["placed"]
                .as_u64()
                .or(done["summary"]["successful"].as_u64())
                .unwrap_or(0)
        })
        .sum();
    assert_eq!(placed, 5, "as many as there are places: {three:?}");
    let calls = client.get("/api/v1/calls").await.expect_status(200).json();
    let mut numbers: Vec<_> = calls["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| call["phone"].to_string())
        .collect();
    let count = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!((numbers.len(), count), (5, 5));
}

#[tokio::test]
async fn defect_8_files_are_read_as_they_are_written_and_each_refused_row_says_why() {
    let (_app, client) = app().await;
    let file = "\u{feff}company_name,contact_name,phone,email,timezone\r\n\
        Acme Inc,John Smith,(415) 555-2671,john@acme.example,America/New_York\r\n\
        \"The \"\"Best\"\" Co, Ltd\",\"Mary\nAnn\",+1 415 555 2672,,Europe/London\r\n\
        Empty Field,,415-555-2673,x@example.com,\r\n\
        Bad Number,Nobody,12,y@example.com,\r\n\
        Again,Somebody,+14155552671,z@example.com,\r\n";
    let done = client
        .with_header("content-type", "text/csv")
        .send(Method::POST, "/api/leads/import", Body::from(file))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&done["imported"], &done["data"]),
        (&json!(3), &Value::Null),
        "{done}"
    );
    let rejected = done["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), 2, "{rejected:?}");
    assert!(
        rejected
            .iter()
            .all(|row| row["line"].is_u64() && !row["reason"].as_str().unwrap().is_empty())
    );
    let shown = leads(&client).await;
    let find = |phone: &str| shown.iter().find(|lead| lead["phone"] == phone).unwrap();
    let john = find("+14155552671");
    assert_eq!(
        (&john["company_name"], &john["contact_name"], &john["timezone"]),
        (
            &json!("Acme Inc"),
            &json!("John Smith"),
            &json!("America/New_York")
        )
    );
    let quoted = find("+14155552672");
    assert_eq!(quoted["company_name"], "The \"Best\" Co, Ltd");
    assert_eq!(quoted["email"], Value::Null);
    let shifted = find("+14155552673");
    assert_eq!(
        (&shifted["company_name"], &shifted["contact_name"]),
        (&json!("Empty Field"), &Value::Null)
    );

    let array = json!([person(7), {"contact_name": "No Number"}, person(7)]);
    let done = client
        .post("/api/leads/import", &array)
        .await
        .expect_status(200)
        .json();
    assert_eq!(done["imported"], 1);
    let lines: Vec<_> = done["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["line"].clone())
        .collect();
    assert_eq!(lines, [json!(2), json!(3)]);
}

#[tokio::test]
async fn defect_9_no_ending_of_a_path_lets_anybody_in_and_only_what_people_may_change_is_changed() {
    let (app, client) = app().await;
    let added = add(&client, 1).await;
    let id = added[0]["id"].as_str().unwrap();
    for ending in ["", ".js", ".css", ".png", ".svg"] {
        let path = format!("/api/leads/{id}{ending}");
        for answer in [
            app.stranger().delete(&path).await,
            app.stranger().patch(&path, &json!({"contact_name": "X"})).await,
        ] {
            answer.expect_status(401);
        }
    }
    app.stranger().get("/api/leads").await.expect_status(401);
    app.stranger()
        .post("/api/leads/import", &json!([person(2)]))
        .await
        .expect_status(401);
    let path = format!("/api/leads/{id}");
    for field in [
        "call_attempts",
        "follow_up_email_sent",
        "created_at",
        "id",
        "last_called_at",
    ] {
        client.patch(&path, &json!({field: 1})).await.expect_status(422);
    }
    assert_eq!(leads(&client).await, added);
}

#[tokio::test]
async fn defect_12_hours_do_not_call_and_budget_hold_and_many_leads_go_in_one_request() {
    let (app, client) = app().await;
    let added = add(&client, 3).await;
    client
        .post("/api/v1/dnc", &json!({"numbers": [added[0]["phone"]]}))
        .await
        .expect_status(200);
    // The test's clock shows Monday noon in New York, which is nine in Los Angeles; these hours are over.
    let closed = json!({"time_zone": "UTC", "days": [{"start_minute": 0, "end_minute": 60}, null, null, null, null, null, null]});
    switch_on(&client, json!({"schedule": closed})).await;
    let run = client
        .post("/api/v1/automation/run", &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&run["placed"], &run["why"]),
        (&json!(0), &json!("Outside the automation's hours."))
    );
    let campaign = client.get("/api/v1/automation").await.expect_status(200).json();
    let path = format!("/api/v1/campaigns/{}", campaign["campaign_id"].as_str().unwrap());
    let revision = client.get(&path).await.expect_status(200).json()["revision"].to_string();
    client
        .with_header("if-match", &revision)
        .patch(&path, &json!({"settings": {"schedule": null}}))
        .await
        .expect_status(200);
    let run = client
        .post("/api/v1/automation/run", &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&run["placed"], &run["considered"]),
        (&json!(2), &json!(3)),
        "{run}"
    );
    let refused = run["leads"]
        .as_array()
        .unwrap()
        .iter()
        .find(|lead| lead["call_id"].is_null())
        .unwrap();
    assert_eq!(refused["lead_id"], added[0]["id"]);
    // A lead that is being called stays; the whole request is refused, and nothing of it is done.
    let ids: Vec<_> = added.iter().map(|lead| lead["id"].clone()).collect();
    client
        .send_json(Method::DELETE, "/api/leads", &json!({"ids": ids}))
        .await
        .expect_status(409);
    assert_eq!(leads(&client).await.len(), 3);
    let more = add_more(&client).await;
    let gone = client
        .send_json(Method::DELETE, "/api/leads", &json!({"ids": more}))
        .await
        .expect_status(200);
    assert_eq!(gone.json(), json!({"success": true}));
    assert_eq!(leads(&client).await.len(), 3);
    drop(app);
}

async fn add_more(client: &Client) -> Vec<Value> {
    let added = client
        .post("/api/leads", &json!([person(50), person(51)]))
        .await
        .expect_status(201)
        .json();
    added
        .as_array()
        .unwrap()
        .iter()
        .map(|lead| lead["id"].clone())
        .collect()
}

#[tokio::test]
async fn automation_says_what_is_missing_before_it_is_switched_on() {
    let (_app, client) = app().await;
    let fresh = client.get("/api/v1/automation").await.expect_status(200).json();
    assert_eq!(
        (&fresh["enabled"], &fresh["campaign_id"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(
        (
            &fresh["every_minutes"],
            &fresh["batch"],
            &fresh["max_attempts"],
            &fresh["retry_minutes"]
        ),
        (&json!(5), &json!(10), &json!(3), &json!(15))
    );
    let refused = client
        .put("/api/v1/automation", &json!({"enabled": true}))
        .await
        .expect_status(422);
    assert_eq!(refused.problem(), "automation.not_ready");
    let codes: Vec<_> = refused.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        codes,
        ["voice_agent_missing", "account_without_agents", "lists_missing"]
    );
    let off = client
        .post("/api/v1/automation/run", &json!({}))
        .await
        .expect_status(409);
    assert_eq!(off.problem(), "automation.off");
}

#[tokio::test]
async fn choices_that_cannot_be_used_are_refused_with_what_to_write() {
    let (_app, client) = app().await;
    for (change, field) in [
        (json!({"cron": "every day"}), "pulse.every"),
        (json!({"cron": "0 0 31 2 *"}), "pulse.every"),
        (json!({"every_minutes": 0}), "pulse.every"),
        (json!({"batch": 0}), "pulse.batch"),
        (json!({"budget_currency": "euro"}), "pulse.budget_currency"),
        (json!({"max_attempts": 0}), "max_attempts"),
        (json!({"every_minutes": 5, "cron": "* * * * *"}), "cron"),
        (json!({"voice_agent_id": "somebody"}), "voice_agent_id"),
    ] {
        let refused = client.put("/api/v1/automation", &change).await.expect_status(422);
        let errors = refused.json()["errors"].clone();
        assert_eq!(errors[0]["field"], field, "{change}: {errors}");
    }
    let chosen = client
        .put(
            "/api/v1/automation",
            &json!({"cron": "0 9-17 * * mon-fri", "budget_micros_per_day": 5_000_000, "budget_currency": "eur"}),
        )
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&chosen["budget_currency"], &chosen["spend_today_not_counted"]),
        (&json!("EUR"), &json!([]))
    );
    assert_eq!(
        (&chosen["cron"], &chosen["every_minutes"]),
        (&json!("0 9-17 * * mon-fri"), &Value::Null)
    );
    let stale = json!({"batch": 3, "revision": 0});
    client.put("/api/v1/automation", &stale).await.expect_status(409);
}

#[tokio::test]
async fn batches_their_leads_and_why_somebody_is_next_are_shown() {
    let (_app, client) = app().await;
    let added = add(&client, 2).await;
    let path = |lead: &Value| format!("/api/v1/automation/leads/{}/why", lead["id"].as_str().unwrap());
    let before = client.get(&path(&added[0])).await.expect_status(200).json();
    assert_eq!(
        (&before["next"], &before["sentence"]),
        (&json!(false), &json!("Automation is off."))
    );
    switch_on(&client, json!({"batch": 1})).await;
    let next = client.get(&path(&added[0])).await.expect_status(200).json();
    assert_eq!(next["next"], true, "{next}");
    let run = client
        .post("/api/v1/automation/run", &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!((&run["by"], &run["placed"]), (&json!("person"), &json!(1)));
    let listed = client
        .get("/api/v1/automation/runs")
        .await
        .expect_status(200)
        .json();
    let listed = listed["items"].as_array().unwrap();
    assert!(listed.iter().any(|one| one["id"] == run["id"]), "{listed:?}");
    let one = format!("/api/v1/automation/runs/{}", run["id"].as_str().unwrap());
    let detail = client.get(&one).await.expect_status(200).json();
    assert_eq!(detail["leads"][0]["lead_id"], run["leads"][0]["lead_id"]);
    let stats = client
        .get("/api/v1/automation/stats")
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&stats["calls"], &stats["success_rate"], &stats["cost"]),
        (&json!(1), &Value::Null, &Value::Null)
    );
    let shown = client.get("/api/v1/automation").await.expect_status(200).json();
    assert_eq!(
        (&shown["live"], &shown["free_slots"], &shown["spend_today"]),
        (&json!(1), &json!(0), &Value::Null)
    );
}

#[tokio::test]
async fn a_lead_says_that_automation_was_never_set_up() {
    let (_app, client) = app().await;
    let person = json!({"contact_name": "Ada", "phone": "+14155552671"});
    let lead = client
        .post("/api/v1/leads", &person)
        .await
        .expect_status(201)
        .json();
    let path = |id: &str| format!("/api/v1/automation/leads/{id}/why");
    let why = client
        .get(&path(lead["id"].as_str().unwrap()))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&why["next"], &why["checks"][0]["code"]),
        (&json!(false), &json!("set_up"))
    );
    let nobody = LeadId::from_bits(404).to_string();
    client.get(&path(&nobody)).await.expect_status(404);
}
