//! What leads agree to over HTTP: written down with its source, found, changed for many, taken back, and asked for before a
//! voice agent calls.

use outdial_domain::ids::VoiceAgentId;
use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;

async fn made(client: &Client, lead: &Value) -> String {
    let made = client.post("/api/v1/leads", lead).await.expect_status(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn three(client: &Client) -> Vec<String> {
    let mut ids = Vec::new();
    for (name, phone) in [
        ("Ada", "2122000001"),
        ("Bob", "2122000002"),
        ("Carl", "2122000003"),
    ] {
        ids.push(made(client, &json!({"contact_name": name, "phone": phone})).await);
    }
    ids
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let page = client
        .get(&format!("/api/v1/leads?{query}"))
        .await
        .expect_status(200)
        .json();
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["total"], items.len());
    let name = |lead: &Value| lead["contact_name"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

async fn record(client: &Client, id: &str, scope: &str, granted: bool, source: &str) -> Value {
    let word = json!({"scope": scope, "granted": granted, "source": source});
    client
        .post(&format!("/api/v1/leads/{id}/consents"), &word)
        .await
        .expect_status(200)
        .json()
}

#[tokio::test]
async fn a_consent_is_written_down_with_its_source_and_the_last_word_counts() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let leads = three(&agent).await;
    let ada = &leads[0];
    record(&agent, ada, "ai_voice", true, " The form of 3 May ").await;
    record(&agent, ada, "email", true, "The same form").await;
    app.clock.advance_s(60);
    let detail = record(&agent, ada, "ai_voice", false, "She said so on the phone").await;
    assert_eq!(detail["lead"]["consents"], json!(["email"]));
    let log = detail["consent_log"].as_array().unwrap();
    let words: Vec<_> = log
        .iter()
        .map(|word| (&word["scope"], &word["granted"], &word["source"]))
        .collect();
    assert_eq!(
        words,
        [
            (
                &json!("ai_voice"),
                &json!(false),
                &json!("She said so on the phone")
            ),
            (&json!("email"), &json!(true), &json!("The same form")),
            (&json!("ai_voice"), &json!(true), &json!("The form of 3 May")),
        ]
    );
    assert!(log[0]["by"]["name"].is_string() && log[0]["at"].is_string());
    let read = agent
        .get(&format!("/api/v1/leads/{ada}"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(read, detail);
    // The story of the lead tells it, and so does the audit log.
    let story = agent
        .get(&format!("/api/v1/leads/{ada}/timeline"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(story["items"][0]["title"], "Said what it agrees to");
    assert_eq!(
        story["items"][0]["detail"],
        "consent: does not agree any more to be called by an artificial voice"
    );
    let admin = app.signed_in(Role::Admin).await;
    let audit = admin.get("/api/v1/audit").await.expect_status(200).json();
    let entries = audit["items"].as_array().unwrap();
    let taken_back = |entry: &&Value| entry["action"] == "lead.consent_taken_back";
    let entry = entries.iter().find(taken_back).unwrap();
    assert_eq!(
        entry["detail"],
        json!({"scope": "ai_voice", "source": "She said so on the phone"})
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let leads = three(&agent).await;
    let path = format!("/api/v1/leads/{}/consents", leads[0]);
    for (word, field) in [
        (
            json!({"scope": "everything", "granted": true, "source": "x"}),
            "scope",
        ),
        (
            json!({"scope": "ai_voice", "granted": true, "source": "  "}),
            "source",
        ),
        (
            json!({"scope": "ai_voice", "granted": true, "source": "x".repeat(301)}),
            "source",
        ),
    ] {
        let problem = agent.post(&path, &word).await.expect_status(422).json();
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    let unknown = "/api/v1/leads/lead_00000000000000000000000009/consents";
    let word = json!({"scope": "ai_voice", "granted": true, "source": "x"});
    agent.post(unknown, &word).await.expect_status(404);
    agent
        .get("/api/v1/leads?consent=everything")
        .await
        .expect_status(422);
    let without_source = json!({"contact_name": "Dan", "phone": "2122000004", "consents": ["ai_voice"]});
    agent
        .post("/api/v1/leads", &without_source)
        .await
        .expect_status(422);
}

#[tokio::test]
async fn leads_are_found_by_what_they_agree_to_and_come_with_it() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    let leads = three(&client).await;
    record(&client, &leads[1], "ai_voice", true, "A letter").await;
    made(
        &client,
        &json!({"contact_name": "Dan", "phone": "2122000004", "consents": ["ai_voice", "email"],
            "consent_source": "The form"}),
    )
    .await;
    record(&client, &leads[2], "ai_voice", false, "A call").await;
    assert_eq!(names(&client, "consent=ai_voice").await, ["Bob", "Dan"]);
    assert_eq!(names(&client, "consent=none:ai_voice").await, ["Ada", "Carl"]);
    assert_eq!(names(&client, "consent=email").await, ["Dan"]);
    assert_eq!(names(&client, "consent=none:email").await, ["Ada", "Bob", "Carl"]);
    let csv = client
        .get("/api/v1/leads/export.csv?columns=contact_name,consents&consent=email")
        .await
        .expect_status(200);
    assert!(
        csv.text.trim_end().ends_with("Dan,\"ai_voice, email\""),
        "{}",
        csv.text
    );
}

#[tokio::test]
async fn many_agree_at_once_and_it_is_taken_back_as_a_whole() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    let leads = three(&client).await;
    record(&client, &leads[0], "ai_voice", true, "A letter").await;
    record(&client, &leads[1], "ai_voice", false, "A call").await;
    let request = json!({"select": {"filter": {}}, "action":
        {"consent": {"scope": "ai_voice", "granted": true, "source": "The fair in Berlin"}}});
    let done = client
        .post("/api/v1/leads/batches", &request)
        .await
        .expect_status(200)
        .json();
    assert_eq!(done["changed"], 2, "Ada had agreed before");
    assert_eq!(names(&client, "consent=ai_voice").await, ["Ada", "Bob", "Carl"]);
    let undo = format!("/api/v1/leads/batches/{}/undo", done["id"].as_str().unwrap());
    let undone = client.post(&undo, &json!({})).await.expect_status(200).json();
    assert_eq!(undone["restored"], 2);
    assert_eq!(names(&client, "consent=ai_voice").await, ["Ada"]);
    let bob = client
        .get(&format!("/api/v1/leads/{}", leads[1]))
        .await
        .expect_status(200)
        .json();
    let sources: Vec<_> = bob["consent_log"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word["source"].as_str().unwrap())
        .collect();
    assert_eq!(
        sources,
        [
            "A change of many leads was taken back.",
            "The fair in Berlin",
            "A call"
        ]
    );
    let wrong = json!({"select": {"filter": {}}, "action": {"consent": {"scope": "x", "granted": true, "source": "y"}}});
    client
        .post("/api/v1/leads/batches", &wrong)
        .await
        .expect_status(422);
    let filtered = json!({"select": {"filter": {"consent": "none:ai_voice"}}, "action": {"add_tag": "ask"}});
    let tagged = client
        .post("/api/v1/leads/batches", &filtered)
        .await
        .expect_status(200)
        .json();
    assert_eq!(tagged["changed"], 2);
}

#[tokio::test]
async fn a_campaign_of_a_voice_agent_starts_when_somebody_has_agreed() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    let ada = made(&client, &json!({"contact_name": "Ada", "phone": "2122000001"})).await;
    made(&client, &json!({"contact_name": "Bob", "phone": "2122000002"})).await;
    let list = client
        .get(&format!("/api/v1/leads/{ada}"))
        .await
        .expect_status(200)
        .json()["lead"]["list_id"]
        .clone();
    let agent = VoiceAgentId::from_bits(3).to_string();
    let new = json!({"name": "Autumn", "list_ids": [list],
        "settings": {"mode": "agentless", "voice_agent_id": agent}});
    let campaign = client
        .post("/api/v1/campaigns", &new)
        .await
        .expect_status(201)
        .json();
    assert_eq!(campaign["settings"]["consent_needed"], true);
    let path = format!("/api/v1/campaigns/{}", campaign["id"].as_str().unwrap());
    let refused = client
        .post(&format!("{path}/start"), &json!({}))
        .await
        .expect_status(409);
    assert_eq!(refused.problem(), "campaign.no_consent");
    assert!(refused.json()["detail"].as_str().unwrap().contains("ai_voice"));
    // Those who have not agreed are shown with the reason.
    let blocked = client
        .get(&format!("{path}/leads?place=blocked"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(blocked["items"].as_array().unwrap().len(), 2);
    assert_eq!(blocked["items"][0]["why"]["code"], "consent_missing");
    record(&client, &ada, "ai_voice", true, "A letter").await;
    let due = client
        .get(&format!("{path}/leads?place=due"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(due["items"].as_array().unwrap().len(), 1);
    client
        .post(&format!("{path}/start"), &json!({}))
        .await
        .expect_status(200);
}

#[tokio::test]
async fn a_campaign_needs_consent_as_its_treatment_says_until_somebody_chooses() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    let campaign = client
        .post("/api/v1/campaigns", &json!({"name": "Autumn"}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(campaign["settings"]["consent_needed"], false);
    let path = format!("/api/v1/campaigns/{}", campaign["id"].as_str().unwrap());
    let change = async |revision: i64, settings: Value| {
        let answer = client
            .with_header("if-match", &format!("\"{revision}\""))
            .patch(&path, &json!({"settings": settings}))
            .await;
        let changed = answer.expect_status(200).json();
        (
            changed["settings"]["consent_needed"].as_bool().unwrap(),
            changed["revision"].as_i64().unwrap(),
        )
    };
    let agent = VoiceAgentId::from_bits(3).to_string();
    let revision = campaign["revision"].as_i64().unwrap();
    let voice = json!({"mode": "agentless", "voice_agent_id": agent});
    let people = json!({"mode": "progressive", "voice_agent_id": null});
    // Nothing is said of consent: a voice agent does not call those who never agreed.
    let (needed, revision) = change(revision, voice.clone()).await;
    assert!(needed);
    let (needed, revision) = change(revision, json!({"consent_needed": false})).await;
    assert!(!needed);
    let (needed, revision) = change(revision, json!({"record": true})).await;
    assert!(!needed);
    // What was chosen for the voice agent is not chosen for whoever comes after it.
    let (needed, revision) = change(revision, people.clone()).await;
    assert!(!needed);
    let (needed, revision) = change(revision, voice.clone()).await;
    assert!(needed);
    let (needed, revision) = change(revision, people).await;
    assert!(!needed);
    // It was so before, and is said all the same: that is a choice.
    let mut said = voice;
    said["consent_needed"] = json!(false);
    let (needed, revision) = change(revision, said).await;
    assert!(!needed);
    let (needed, _) = change(revision, json!({"consent_needed": null})).await;
    assert!(needed);
}

#[tokio::test]
async fn automation_says_how_many_have_not_agreed_and_is_not_switched_on_for_nobody() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    for number in 1..=3 {
        let person = json!({"contact_name": "Somebody", "phone": format!("+1415555200{number}")});
        client.post("/api/leads", &person).await.expect_status(201);
    }
    let shown = client.get("/api/v1/automation").await.expect_status(200).json();
    assert_eq!(
        (&shown["consent_needed"], &shown["without_consent"]),
        (&json!(true), &json!(3))
    );
    let problems = shown["problems"].as_array().unwrap();
    assert!(
        problems
            .iter()
            .any(|problem| problem["code"] == "consent_missing")
    );
    let leads = client.get("/api/leads").await.expect_status(200).json();
    let id = leads[0]["id"].as_str().unwrap();
    let path = format!("/api/leads/{id}");
    let given = json!({"consents": ["ai_voice"], "consent_source": "The form"});
    client.patch(&path, &given).await.expect_status(200);
    let shown = client.get("/api/v1/automation").await.expect_status(200).json();
    assert_eq!(shown["without_consent"], 2);
    let off = client
        .put(
            "/api/v1/automation",
            &json!({"consent_needed": false, "voice_agent_id": VoiceAgentId::from_bits(3).to_string()}),
        )
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&off["consent_needed"], &off["without_consent"]),
        (&json!(false), &json!(0))
    );
}

#[tokio::test]
async fn the_earlier_diallers_routes_take_consent_and_ask_how_it_is_known() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    let person = json!({"contact_name": "Ada", "phone": "+14155552001", "consents": ["ai_voice"]});
    client.post("/api/leads", &person).await.expect_status(422);
    let mut known = person.clone();
    known["consent_source"] = json!("The form");
    client.post("/api/leads", &known).await.expect_status(201);
    let file = "company_name,contact_name,phone\nAcme,Bob,+14155552002\n";
    client
        .with_header("content-type", "text/csv")
        .send(
            axum::http::Method::POST,
            "/api/leads/import?consents=ai_voice,email&consent_source=The%20fair",
            axum::body::Body::from(file),
        )
        .await
        .expect_status(200);
    assert_eq!(names(&client, "consent=ai_voice").await, ["Ada", "Bob"]);
    assert_eq!(names(&client, "consent=email").await, ["Bob"]);
}
