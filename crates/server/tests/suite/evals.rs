//! Rehearsals and evals of voice agents, with the stand-in for a language model that follows a script.

use std::sync::Arc;

use outdial_engine::{Clock as _, Services};
use outdial_integrations::language_model::LanguageModelConfig;
use outdial_integrations::language_model::chat::ChatModel;
use outdial_sandbox::{RealtimeAccount, ReqwestWebhooks, Sandbox, SandboxConfig};
use outdial_server::http::auth::Role;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::voice_agents::{made, path, with_host};

const KEY: &str = "sk-a-key-for-this-test";

/// A server whose rehearsals go to the stand-in with this key.
async fn app(key: &str) -> (TestApp, Client) {
    let app = TestApp::new().await;
    let clock = app.clock.clone();
    let config = SandboxConfig {
        realtime: Some(RealtimeAccount::new(KEY)),
        ..SandboxConfig::new("AC1", "secret", Arc::new(move || clock.now()))
    };
    let sandbox = Sandbox::new(config, Arc::new(ReqwestWebhooks::new().unwrap()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    TaskTracker::new().spawn(async move { axum::serve(listener, sandbox.router()).await });
    let config = LanguageModelConfig::new(base, key, "sandbox-text");
    let model = ChatModel::new(config, app.app.integrations.client.clone());
    app.app
        .engine
        .services()
        .change(&app.workspace, |services: &mut Services| {
            services.text_model = Some(Arc::new(model));
        });
    let manager = app.signed_in(Role::Manager).await;
    (app, manager)
}

/// A rehearsal as a page holds it: what was said so far goes back with each line of the callee.
struct Talk<'a> {
    client: &'a Client,
    place: String,
    lead: Value,
    lines: Vec<Value>,
}

impl Talk<'_> {
    async fn says(&mut self, text: &str) -> Value {
        self.lines
            .push(json!({"speaker": "callee", "text": text, "tools": []}));
        self.go_on().await
    }

    async fn go_on(&mut self) -> Value {
        let body = json!({"lead_id": self.lead, "lines": self.lines});
        let answer = self
            .client
            .post(&self.place, &body)
            .await
            .expect_status(200)
            .json();
        self.lines.extend(answer["lines"].as_array().unwrap().clone());
        answer
    }
}

fn talk<'a>(client: &'a Client, agent: &Value) -> Talk<'a> {
    Talk {
        client,
        place: path(agent, "/rehearse"),
        lead: Value::Null,
        lines: Vec::new(),
    }
}

fn tools(answer: &Value) -> Vec<(String, bool)> {
    let lines = answer["lines"].as_array().unwrap();
    let tools = lines.iter().flat_map(|line| line["tools"].as_array().unwrap());
    tools
        .map(|tool| (tool["name"].as_str().unwrap().to_owned(), tool["error"].is_null()))
        .collect()
}

fn text(answer: &Value) -> &str {
    answer["lines"].as_array().unwrap().last().unwrap()["text"]
        .as_str()
        .unwrap()
}

#[tokio::test]
async fn a_rehearsal_looks_at_the_calendar_books_in_word_alone_and_ends() {
    let (_app, manager) = app(KEY).await;
    let agent = made(&manager, &json!({"name": "Sam", "company": "Acme"})).await;
    let mut talk = talk(&manager, &agent);

    let begins = talk.go_on().await;
    assert_eq!(
        text(&begins),
        "Hello, this is Sam, an automated assistant calling for Acme. Am I speaking with Ada Lovelace?"
    );
    assert_eq!(
        (&begins["model"], &begins["is_over"]),
        (&Value::Null, &json!(false))
    );

    let offers = talk.says("Yes. Which times are free?").await;
    assert_eq!(tools(&offers), [("check_availability".to_owned(), true)]);
    assert_eq!(offers["model"], "sandbox-text");
    let listed = offers["lines"][0]["tools"][0]["result"].as_str().unwrap();
    assert!(
        listed.starts_with("Free times, by the clock of America/New_York: "),
        "{listed}"
    );
    assert!(text(&offers).starts_with("How about "), "{offers}");

    let books = talk.says("The first one is fine.").await;
    assert_eq!(tools(&books), [("book_appointment".to_owned(), true)]);
    let booked = books["lines"][0]["tools"][0]["result"].as_str().unwrap();
    assert!(
        booked.starts_with("Successfully booked appointment for Ada Lovelace at "),
        "{booked}"
    );

    let ends = talk.says("Goodbye.").await;
    assert_eq!(tools(&ends), [("end_call".to_owned(), true)]);
    assert_eq!(
        (&ends["is_over"], &ends["ended_reason"]),
        (&json!(true), &json!("agent-said-goodbye"))
    );
    assert!(!text(&ends).is_empty());

    let bookings = manager.get("/api/v1/bookings").await.expect_status(200).json();
    assert_eq!(bookings["items"], json!([]));
    let mails = manager.get("/api/v1/mails").await.expect_status(200).json();
    assert_eq!(mails["items"], json!([]));
}

#[tokio::test]
async fn what_a_lead_says_in_a_rehearsal_changes_nothing_of_theirs() {
    let (_app, manager) = app(KEY).await;
    let agent = made(&manager, &json!({"name": "Sam", "company": "Acme"})).await;
    let added = manager
        .post(
            "/api/leads",
            &json!([{"company_name": "Engines", "contact_name": "Grace Hopper", "phone": "+1 415 555 2001",
                "email": "grace@example.com", "timezone": "America/Los_Angeles"}]),
        )
        .await
        .expect_status(201)
        .json();
    let lead = added[0]["id"].clone();
    for (said, tool) in [
        ("I am not interested.", "mark_not_interested"),
        ("Never call me again!", "do_not_call"),
        ("Call me later.", "schedule_callback"),
    ] {
        let mut talk = talk(&manager, &agent);
        talk.lead = lead.clone();
        let begins = talk.go_on().await;
        assert!(text(&begins).contains("Grace Hopper"), "{begins}");
        let answer = talk.says(said).await;
        let asked = [(tool.to_owned(), true), ("end_call".to_owned(), true)];
        assert_eq!(tools(&answer), asked, "{said}");
        assert_eq!(answer["is_over"], true);
        let mut lines = talk.lines.clone();
        lines.push(json!({"speaker": "callee", "text": "Hello?"}));
        let over = manager.post(&talk.place, &json!({"lines": lines})).await;
        let over = over.expect_status(422);
        assert_eq!(over.problem(), "request.invalid");
    }
    let list = manager.get("/api/v1/dnc").await.json();
    assert_eq!(list["items"], json!([]));
    let leads = manager.get("/api/leads").await.json();
    assert_eq!(
        (&leads[0]["status"], &leads[0]["call_attempts"]),
        (&json!("pending"), &json!(0))
    );
}

#[tokio::test]
async fn what_cannot_go_on_is_refused_in_words() {
    let without = TestApp::new().await;
    let manager = without.signed_in(Role::Manager).await;
    let agent = made(&manager, &json!({"company": "Acme"})).await;
    let rehearse = async |client: &Client, agent: &Value, body: Value| -> Answer {
        client.post(&path(agent, "/rehearse"), &body).await
    };
    let none = rehearse(&manager, &agent, json!({"lines": []}))
        .await
        .expect_status(409);
    assert_eq!(none.problem(), "voice_agent.no_text_model");
    assert!(none.text.contains("OPENAI_API_KEY"));
    let none = manager.post(&path(&agent, "/evals/run"), &json!({})).await;
    assert_eq!(
        none.expect_status(200).json()["items"],
        json!([]),
        "there is nothing to run"
    );

    let (_app, manager) = app("sk-another-key").await;
    let agent = made(&manager, &json!({"company": "Acme"})).await;
    let callee = |text: &str| json!({"speaker": "callee", "text": text, "tools": []});
    let failed = rehearse(&manager, &agent, json!({"lines": [callee("Hello?")]})).await;
    assert_eq!(failed.expect_status(502).problem(), "voice_agent.model_failed");

    let of_agent = json!({"speaker": "agent", "text": "Hello.", "tools": []});
    for lines in [
        json!([of_agent]),
        json!([callee("  ")]),
        json!([callee(&"x".repeat(8_001))]),
        json!([{"speaker": "callee", "text": "Hm.", "tools": [{"name": "x", "arguments": "{}", "result": "y", "error": null}]}]),
        json!([{"speaker": "robot", "text": "Hm.", "tools": []}]),
        json!(vec![callee("Hm."); 100]),
    ] {
        let answer = rehearse(&manager, &agent, json!({"lines": lines})).await;
        assert_eq!(answer.expect_status(422).problem(), "request.invalid", "{lines}");
    }
    let nobody = json!({"lines": [], "lead_id": "lead_00000000000000000000000000"});
    let answer = rehearse(&manager, &agent, nobody).await.expect_status(404);
    assert_eq!(answer.problem(), "lead.not_found");
}

fn books() -> Value {
    json!({
        "name": "Books the first time",
        "callee": ["What times are free?", "Fine, I take it.", "Bye!"],
        "expect": {"result": "scheduled", "tools": ["book_appointment"], "never_tools": ["do_not_call"],
            "says": ["AUTOMATED assistant"], "never_says": ["guarantee"]},
    })
}

#[tokio::test]
async fn an_agent_is_published_when_its_evals_have_passed_or_anyway() {
    let (app, manager) = app(KEY).await;
    let _host = with_host(&app);
    let agent = made(&manager, &json!({"name": "Sam", "company": "Acme"})).await;
    let evals = path(&agent, "/evals");
    let publish = path(&agent, "/publish");
    let first = manager.post(&evals, &books()).await.expect_status(201).json();
    assert_eq!(first["last"], Value::Null);
    assert_eq!(first["expect"]["says"], json!(["AUTOMATED assistant"]));
    let mut never = books();
    never["name"] = json!("Never offers");
    never["expect"] =
        json!({"result": "not_interested", "never_tools": ["check_availability"], "says": ["unheard"]});
    let second = manager.post(&evals, &never).await.expect_status(201).json();

    let refused = manager.post(&publish, &json!({})).await.expect_status(409);
    assert_eq!(refused.problem(), "voice_agent.evals_not_passed");
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.contains("“Books the first time”, “Never offers”"),
        "{detail}"
    );

    let run = manager
        .post(&path(&agent, "/evals/run"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(run["items"].as_array().unwrap().len(), 2);
    let (passed, failed) = (&run["items"][0]["last"], &run["items"][1]["last"]);
    assert_eq!(
        (&passed["passed"], &passed["failures"]),
        (&json!(true), &json!([])),
        "{passed}"
    );
    assert_eq!(
        (&passed["version"], &passed["model"]),
        (&json!(1), &json!("sandbox-text"))
    );
    assert_eq!(
        passed["lines"][1],
        json!({"speaker": "callee", "text": "What times are free?", "tools": []})
    );
    assert_eq!(
        failed["failures"],
        json!([
            "What came of it is `scheduled`, not `not_interested`.",
            "The agent asked for `check_availability`.",
            "The agent never said “unheard”."
        ])
    );
    let refused = manager.post(&publish, &json!({})).await.expect_status(409).json();
    assert!(
        !refused["detail"].as_str().unwrap().contains("Books the first"),
        "{refused}"
    );

    let anyway = format!("{publish}?anyway=true");
    manager.post(&anyway, &json!({})).await.expect_status(200);
    let admin = app.signed_in(Role::Admin).await;
    let log = admin.get("/api/v1/audit").await.json();
    let entries = log["items"].as_array().unwrap();
    let published = entries
        .iter()
        .find(|entry| entry["action"] == "voice_agent.published");
    assert_eq!(published.unwrap()["detail"]["anyway"], true);

    let gone = format!("{evals}/{}", second["id"].as_str().unwrap());
    manager.delete(&gone).await.expect_status(204);
    manager.post(&publish, &json!({})).await.expect_status(200);
    let now = manager.get(&path(&agent, "")).await.json();
    let body = json!({"temperature": 0.9, "revision": now["revision"]});
    manager.put(&path(&agent, ""), &body).await.expect_status(200);
    let stale = manager.post(&publish, &json!({})).await.expect_status(409);
    assert_eq!(stale.problem(), "voice_agent.evals_not_passed");
}

#[tokio::test]
async fn evals_are_changed_and_removed_and_what_makes_no_sense_is_refused_field_by_field() {
    let (_app, manager) = app(KEY).await;
    let agent = made(&manager, &json!({"company": "Acme"})).await;
    let evals = path(&agent, "/evals");
    for (change, field, code) in [
        (json!({"name": " "}), "name", "missing"),
        (json!({"callee": vec!["Hm."; 13]}), "callee", "too_many"),
        (json!({"expect": {}}), "expect", "missing"),
        (json!({"expect": {"result": "busy"}}), "expect", "result_unknown"),
        (json!({"expect": {"result": "sold"}}), "expect", "result_unknown"),
        (json!({"expect": {"tools": ["fly"]}}), "expect", "tool_unknown"),
    ] {
        let mut body = books();
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let answer = manager.post(&evals, &body).await.expect_status(422);
        assert_eq!(answer.problem(), "voice_agent.eval_invalid", "{}", answer.text);
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)));
    }
    let eval = manager.post(&evals, &books()).await.expect_status(201).json();
    let own = format!("{evals}/{}", eval["id"].as_str().unwrap());
    manager
        .post(&path(&agent, "/evals/run"), &json!({}))
        .await
        .expect_status(200);
    let mut other = books();
    other["name"] = json!("Another name");
    let renamed = manager.put(&own, &other).await.expect_status(200).json();
    assert_eq!(renamed["last"]["passed"], true, "{renamed}");
    other["callee"] = json!(["No."]);
    let changed = manager.put(&own, &other).await.expect_status(200).json();
    assert_eq!(
        (&changed["last"], &changed["name"]),
        (&Value::Null, &json!("Another name"))
    );
    let list = manager.get(&evals).await.expect_status(200).json();
    assert_eq!((&list["items"], &list["next"]), (&json!([changed]), &Value::Null));

    let agents = made(&manager, &json!({"name": "Other", "company": "Acme"})).await;
    let theirs = own.replace(agent["id"].as_str().unwrap(), agents["id"].as_str().unwrap());
    let none = manager.put(&theirs, &other).await.expect_status(404);
    assert_eq!(none.problem(), "voice_agent.eval_not_found");
    for _ in 0..19 {
        manager.post(&evals, &books()).await.expect_status(201);
    }
    let full = manager.post(&evals, &books()).await.expect_status(422);
    assert_eq!(full.problem(), "voice_agent.eval_invalid");
    manager.delete(&own).await.expect_status(204);
    let again = manager.delete(&own).await.expect_status(404);
    assert_eq!(again.problem(), "voice_agent.eval_not_found");
    manager.delete(&path(&agent, "")).await.expect_status(204);
    let none = manager.get(&evals).await.expect_status(404);
    assert_eq!(none.problem(), "voice_agent.not_found");
}
