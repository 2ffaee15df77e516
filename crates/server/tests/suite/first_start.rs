//! Before anybody has signed in.

use outdial_server::first_run::setup_token;
use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp};

fn request(token: &str) -> Value {
    json!({"token": token, "email": "Maria@Example.com", "password": PASSWORD, "name": "Maria", "workspace_name": "Spring"})
}

#[tokio::test]
async fn the_link_makes_the_first_administrator_and_signs_in() {
    let app = TestApp::empty(&[]).await;
    let token = setup_token::issue(&app.app.store).await.unwrap();
    let mut client = app.stranger();
    assert_eq!(client.get("/api/v1/setup").await.json(), json!({"needed": true}));
    let answer = client
        .post("/api/v1/setup", &request(&token))
        .await
        .expect_status(201);
    let session = answer.json();
    assert_eq!(session["user"]["email"], "maria@example.com");
    assert_eq!(session["user"]["role"], "admin");
    assert_eq!(session["workspace"]["name"], "Spring");
    client.keep_session(&answer);
    client.get("/api/v1/users").await.expect_status(200);
    assert_eq!(client.get("/api/v1/setup").await.json(), json!({"needed": false}));
}

#[tokio::test]
async fn the_link_works_once() {
    let app = TestApp::empty(&[]).await;
    let token = setup_token::issue(&app.app.store).await.unwrap();
    app.stranger()
        .post("/api/v1/setup", &request(&token))
        .await
        .expect_status(201);
    let mut again = request(&token);
    again["email"] = json!("eve@example.com");
    let answer = app
        .stranger()
        .post("/api/v1/setup", &again)
        .await
        .expect_status(409);
    assert_eq!(answer.problem(), "setup.done");
}

#[tokio::test]
async fn of_two_requests_at_once_one_wins() {
    let app = TestApp::empty(&[]).await;
    let token = setup_token::issue(&app.app.store).await.unwrap();
    let (one, other) = (app.stranger(), app.stranger());
    let mut second = request(&token);
    second["email"] = json!("eve@example.com");
    let first = request(&token);
    let (one, other) = tokio::join!(
        one.post("/api/v1/setup", &first),
        other.post("/api/v1/setup", &second)
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!([403, 409].contains(&statuses[1]));
}

#[tokio::test]
async fn a_wrong_or_old_link_opens_nothing_and_a_mistake_does_not_use_it_up() {
    let app = TestApp::empty(&[]).await;
    let old = setup_token::issue(&app.app.store).await.unwrap();
    let token = setup_token::issue(&app.app.store).await.unwrap();
    for wrong in ["", "guess", old.as_str()] {
        let answer = app
            .stranger()
            .post("/api/v1/setup", &request(wrong))
            .await
            .expect_status(403);
        assert_eq!(answer.problem(), "setup.token");
    }
    let mut weak = request(&token);
    weak["password"] = json!("short");
    let answer = app
        .stranger()
        .post("/api/v1/setup", &weak)
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "auth.password_weak");
    app.stranger()
        .post("/api/v1/setup", &request(&token))
        .await
        .expect_status(201);
}

#[tokio::test]
async fn guessing_links_is_throttled() {
    let app = TestApp::empty(&[]).await;
    let token = setup_token::issue(&app.app.store).await.unwrap();
    for _ in 0..5 {
        app.stranger()
            .post("/api/v1/setup", &request("guess"))
            .await
            .expect_status(403);
    }
    let answer = app
        .stranger()
        .post("/api/v1/setup", &request(&token))
        .await
        .expect_status(429);
    assert_eq!(answer.problem(), "auth.throttled");
}

#[tokio::test]
async fn the_environment_can_name_the_first_administrator() {
    let variables = [
        ("OUTDIAL_ADMIN_EMAIL", "maria@example.com"),
        ("OUTDIAL_ADMIN_PASSWORD", PASSWORD),
    ];
    let app = TestApp::empty(&variables).await;
    let mut client = app.stranger();
    client
        .sign_in("maria@example.com", PASSWORD)
        .await
        .expect_status(200);
    assert_eq!(client.get("/api/v1/setup").await.json(), json!({"needed": false}));
}

#[tokio::test]
async fn the_environment_gives_the_first_settings() {
    let variables = [
        ("OUTDIAL_DEFAULT_REGION", "in"),
        ("OUTDIAL_COUNTRIES", "US,IN"),
        ("OUTDIAL_CALLING_WINDOW", "09:00-17:30"),
        ("OUTDIAL_API_KEY", "a-service-key-of-length"),
    ];
    let app = TestApp::empty(&variables).await;
    let program = app.stranger().with_key("a-service-key-of-length");
    let settings = program.get("/api/v1/settings").await.expect_status(200).json();
    assert_eq!(settings["default_region"], "IN");
    assert_eq!(
        settings["countries"],
        json!({"allow": "only", "regions": ["IN", "US"]})
    );
    assert_eq!(
        settings["calling_window"],
        json!({"start_minute": 540, "end_minute": 1050})
    );
}

#[tokio::test]
async fn the_service_key_lives_as_long_as_the_environment_has_it() {
    let data = tempfile::tempdir().unwrap();
    let one = ("OUTDIAL_API_KEY", "a-service-key-of-length");
    let other = ("OUTDIAL_API_KEY", "another-service-key-here");
    for (given, valid) in [
        (Some(one), [true, false]),
        (None, [false, false]),
        (Some(other), [false, true]),
        (Some(one), [true, false]),
    ] {
        let app = TestApp::on_disk(data.path(), given.as_slice()).await;
        for ((_, key), valid) in [one, other].into_iter().zip(valid) {
            let answer = app.stranger().with_key(key).get("/api/v1/calls").await;
            assert_eq!(answer.status == 200, valid, "{given:?} {key}");
        }
        app.app.store.close().await;
    }
}
