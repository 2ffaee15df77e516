//! An account with models on the settings page, before what the environment says, and used at once.

use std::sync::Arc;

use outdial_engine::Clock as _;
use outdial_sandbox::{RealtimeAccount, ReqwestWebhooks, Sandbox, SandboxConfig};
use outdial_server::http::auth::Role;
use outdial_server::integrations::open_workspace;
use outdial_voice::realtime::AudioFormat;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::app::TestApp;
use crate::client::Client;
use crate::voice_agents::{made, path};

const KEY: &str = "sk-a-key-that-nobody-may-see";
const ACCOUNT: &str = "/api/v1/integrations/openai";

/// The stand-in for a maker of models; the base of its API.
async fn models(app: &TestApp) -> String {
    let clock = app.clock.clone();
    let config = SandboxConfig {
        realtime: Some(RealtimeAccount::new(KEY)),
        ..SandboxConfig::new("AC1", "secret", Arc::new(move || clock.now()))
    };
    let sandbox = Sandbox::new(config, Arc::new(ReqwestWebhooks::new().unwrap()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    TaskTracker::new().spawn(async move { axum::serve(listener, sandbox.router()).await });
    base
}

fn form(base: &str) -> Value {
    json!({"api_key": KEY, "api_base": base, "model": "sandbox-text", "realtime_model": "sandbox-speech"})
}

async fn enter(admin: &Client, values: &Value) -> Value {
    let entered = admin.put(ACCOUNT, &json!({"values": values})).await;
    entered.expect_status(200).json()
}

async fn tested(admin: &Client) -> (bool, String) {
    let said = admin.post(&format!("{ACCOUNT}/test"), &json!({})).await;
    let said = said.expect_status(200).json();
    (
        said["ok"].as_bool().unwrap(),
        said["sentence"].as_str().unwrap().to_owned(),
    )
}

async fn shown(admin: &Client) -> Value {
    let all = admin.get("/api/v1/integrations").await.expect_status(200).json();
    let items = all["items"].as_array().unwrap();
    items.iter().find(|one| one["kind"] == "openai").unwrap().clone()
}

fn speech_model(app: &TestApp) -> Option<String> {
    let services = app.app.engine.services().of(&app.workspace);
    services.speech_model.map(|model| model.model().to_owned())
}

#[tokio::test]
async fn an_account_feeds_prompt_rehearsals_and_talks_from_the_moment_it_is_entered() {
    let app = TestApp::new().await;
    let base = models(&app).await;
    let (admin, manager) = (
        app.signed_in(Role::Admin).await,
        app.signed_in(Role::Manager).await,
    );
    let agent = made(&manager, &json!({"name": "Sam", "company": "Acme"})).await;
    let command = json!({"text": "call 415-555-2671"});
    let callee = json!({"lines": [{"speaker": "callee", "text": "Which times are free?", "tools": []}]});
    let rehearse = path(&agent, "/rehearse");

    let read = manager.post("/api/v1/prompt", &command).await.json();
    assert_eq!(read["fallback_reason"], Value::Null, "nobody was asked: {read}");
    let none = manager.post(&rehearse, &callee).await.expect_status(409);
    assert_eq!(none.problem(), "voice_agent.no_text_model");
    assert_eq!(speech_model(&app), None);
    let publish = path(&agent, "/publish");
    let nobody = manager.post(&publish, &json!({})).await.expect_status(409);
    assert_eq!(nobody.problem(), "voice_agent.no_host");

    let entered = enter(&admin, &form(&base)).await;
    assert_eq!(
        (&entered["from"], &entered["set"]),
        (&json!("settings"), &json!(["api_key"]))
    );
    assert!(!entered.to_string().contains(KEY));
    assert!(!shown(&admin).await.to_string().contains(KEY));

    // This stand-in understands no commands: that the grammar had to help shows that it was asked.
    let read = manager.post("/api/v1/prompt", &command).await.json();
    assert_eq!(
        (&read["interpreter"], &read["understood"]),
        (&json!("grammar"), &json!(true))
    );
    assert!(read["fallback_reason"].is_string(), "{read}");
    let said = manager.post(&rehearse, &callee).await.expect_status(200).json();
    assert_eq!(said["model"], "sandbox-text");
    assert_eq!(speech_model(&app).as_deref(), Some("sandbox-speech"));
    let published = manager.post(&publish, &json!({})).await.expect_status(200).json();
    assert_eq!(
        (&published["published_version"], &published["version"]),
        (&json!(1), &json!(1)),
        "our own voice agent talks without a host"
    );

    let mut values = form(&base);
    values["model"] = json!("another-model");
    enter(&admin, &values).await;
    let said = manager.post(&rehearse, &callee).await.expect_status(200).json();
    assert_eq!(said["model"], "another-model", "a change is used at once");

    admin.delete(ACCOUNT).await.expect_status(204);
    let none = manager.post(&rehearse, &callee).await.expect_status(409);
    assert_eq!(none.problem(), "voice_agent.no_text_model");
    let read = manager.post("/api/v1/prompt", &command).await.json();
    assert_eq!(read["fallback_reason"], Value::Null);
    assert_eq!(speech_model(&app), None);
}

#[tokio::test]
async fn the_audio_of_speech_is_that_of_telephones_unless_another_is_chosen() {
    let app = TestApp::new().await;
    let base = models(&app).await;
    let admin = app.signed_in(Role::Admin).await;
    let format = || {
        let services = app.app.engine.services().of(&app.workspace);
        services.speech_model.unwrap().format()
    };
    enter(&admin, &form(&base)).await;
    assert_eq!(format(), AudioFormat::Mulaw);
    let mut values = form(&base);
    values["realtime_audio"] = json!("pcm");
    enter(&admin, &values).await;
    assert_eq!(format(), AudioFormat::Pcm24k);

    let app = TestApp::empty(&[
        ("OPENAI_API_KEY", "sk-of-the-environment"),
        ("OPENAI_REALTIME_MODEL", "gpt-realtime"),
        ("OPENAI_REALTIME_AUDIO", "pcm"),
    ])
    .await;
    open_workspace(&app.app, &app.workspace).await.unwrap();
    let services = app.app.engine.services().of(&app.workspace);
    assert_eq!(services.speech_model.unwrap().format(), AudioFormat::Pcm24k);
}

#[tokio::test]
async fn the_key_is_sealed_and_one_that_is_left_out_stays() {
    let app = TestApp::new().await;
    let base = models(&app).await;
    let admin = app.signed_in(Role::Admin).await;
    enter(&admin, &form(&base)).await;
    let rows = app.app.workspace(&app.workspace);
    let stored = rows.read(|tx| tx.integrations().all()).await.unwrap();
    let stored = stored.iter().find(|row| row.kind == "openai").unwrap();
    assert!(!stored.config.to_string().contains(KEY), "{}", stored.config);
    assert!(stored.config["api_key"].as_str().unwrap().starts_with("v1."));

    let mut values = form(&base);
    values.as_object_mut().unwrap().remove("api_key");
    enter(&admin, &values).await;
    assert!(tested(&admin).await.0, "the key is still there");

    let bare = admin.put(ACCOUNT, &json!({"values": {"api_key": ""}})).await;
    assert_eq!(bare.expect_status(422).problem(), "integration.invalid");
    for (field, value) in [
        ("api_key", "sk-with a space"),
        ("api_base", "models.example"),
        ("realtime_base", "ftp://models.example"),
        ("realtime_audio", "mp3"),
        ("voice", "marin"),
    ] {
        let mut values = form(&base);
        values[field] = json!(value);
        let refused = admin.put(ACCOUNT, &json!({"values": values})).await;
        let refused = refused.expect_status(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
    }
}

#[tokio::test]
async fn the_test_says_in_words_what_is_wrong() {
    let app = TestApp::new().await;
    let base = models(&app).await;
    let admin = app.signed_in(Role::Admin).await;
    enter(&admin, &form(&base)).await;
    let sentence = "The key works, and sandbox-text and sandbox-speech are there.";
    assert_eq!(tested(&admin).await, (true, sentence.to_owned()));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://{}/v1", closed.local_addr().unwrap());
    drop(closed);
    let table = [
        ("api_key", "sk-another-key", "does not accept the API key"),
        ("model", "gpt-none", "offers it no model \"gpt-none\""),
        (
            "realtime_model",
            "speech-none",
            "offers it no model \"speech-none\"",
        ),
        ("api_base", nowhere.as_str(), "cannot be reached"),
        ("realtime_base", nowhere.as_str(), "cannot be reached"),
    ];
    for (field, value, words) in table {
        let mut values = form(&base);
        values[field] = json!(value);
        enter(&admin, &values).await;
        let (ok, sentence) = tested(&admin).await;
        assert!(!ok && sentence.contains(words), "{sentence}");
        assert!(!sentence.contains("sk-"), "{sentence}");
    }
    let mut values = form(&base);
    values["realtime_model"] = Value::Null;
    enter(&admin, &values).await;
    let (ok, sentence) = tested(&admin).await;
    assert!(
        ok && sentence.contains("No model for speech is named"),
        "{sentence}"
    );
}

#[tokio::test]
async fn what_the_page_says_goes_before_the_environment_which_is_used_again_afterwards() {
    let app = TestApp::empty(&[
        ("OPENAI_API_KEY", "sk-of-the-environment"),
        ("OPENAI_REALTIME_MODEL", "gpt-realtime-of-the-environment"),
    ])
    .await;
    app.add_user("admin@example.com", Role::Admin).await;
    open_workspace(&app.app, &app.workspace).await.unwrap();
    let admin = app.signed_in(Role::Admin).await;
    let given = shown(&admin).await;
    assert_eq!(given["from"], "environment");
    assert_eq!(
        given["values"],
        json!({"model": "gpt-5-mini", "realtime_model": "gpt-realtime-of-the-environment",
            "api_base": "https://api.openai.com/v1", "realtime_audio": "pcmu"})
    );
    assert_eq!(
        speech_model(&app).as_deref(),
        Some("gpt-realtime-of-the-environment")
    );

    let base = models(&app).await;
    enter(&admin, &form(&base)).await;
    assert_eq!(shown(&admin).await["from"], "settings");
    assert_eq!(speech_model(&app).as_deref(), Some("sandbox-speech"));

    admin.delete(ACCOUNT).await.expect_status(204);
    assert_eq!(shown(&admin).await["from"], "environment");
    assert_eq!(
        speech_model(&app).as_deref(),
        Some("gpt-realtime-of-the-environment")
    );
}
