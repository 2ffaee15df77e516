//! Users, keys, the do-not-call list and the audit log.

use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn a_user_is_added_changed_and_removed() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let new = json!({"email": "Nina@Example.com", "name": " Nina ", "role": "agent", "password": PASSWORD});
    let user = admin.post("/api/v1/users", &new).await.expect_status(201).json();
    assert_eq!(
        (&user["email"], &user["name"]),
        (&json!("nina@example.com"), &json!("Nina"))
    );
    assert!(user.get("password_hash").is_none() && user.get("password").is_none());
    let answer = admin.post("/api/v1/users", &new).await.expect_status(409);
    assert_eq!(answer.problem(), "user.email_taken");
    let path = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
    let nina = app.signed_in_as("nina@example.com").await;
    let changed = admin
        .patch(&path, &json!({"role": "manager"}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(changed["role"], "manager");
    nina.get("/api/v1/session").await.expect_status(401);
    let nina = app.signed_in_as("nina@example.com").await;
    nina.get("/api/v1/settings").await.expect_status(200);
    let new_password = json!({"password": "another horse battery"});
    admin
        .post(&format!("{path}/password"), &new_password)
        .await
        .expect_status(204);
    nina.get("/api/v1/session").await.expect_status(401);
    admin.delete(&path).await.expect_status(204);
    assert_eq!(
        admin.delete(&path).await.expect_status(404).problem(),
        "user.not_found"
    );
    app.stranger()
        .sign_in("nina@example.com", "another horse battery")
        .await
        .expect_status(401);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let id = admin.get("/api/v1/session").await.json()["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/users/{id}");
    for answer in [
        admin.delete(&path).await,
        admin.patch(&path, &json!({"role": "agent"})).await,
        admin.patch(&path, &json!({"disabled": true})).await,
    ] {
        assert_eq!(answer.expect_status(409).problem(), "user.last_admin");
    }
    admin
        .patch(&path, &json!({"name": "Still here"}))
        .await
        .expect_status(200);
}

#[tokio::test]
async fn a_key_is_shown_once_used_and_revoked() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let made = admin
        .post(
            "/api/v1/api-keys",
            &json!({"name": "crm", "role": "agent", "expires_in_days": 1}),
        )
        .await;
    let made = made.expect_status(201).json();
    let key = made["key"].as_str().unwrap().to_owned();
    let list = admin.get("/api/v1/api-keys").await.expect_status(200);
    assert!(!list.text.contains(&key));
    assert!(list.text.contains(made["api_key"]["prefix"].as_str().unwrap()));
    let program = app.stranger().with_key(&key);
    program.get("/api/v1/calls").await.expect_status(200);
    program.get("/api/v1/users").await.expect_status(403);
    let used = admin.get("/api/v1/api-keys").await.json();
    assert!(used["items"][0]["last_used_at"].is_string());
    app.clock.advance_s(86_400);
    assert_eq!(
        program.get("/api/v1/calls").await.expect_status(401).problem(),
        "auth.key_invalid"
    );
    let made = admin
        .post("/api/v1/api-keys", &json!({"name": "crm"}))
        .await
        .expect_status(201)
        .json();
    let program = app.stranger().with_key(made["key"].as_str().unwrap());
    program.get("/api/v1/calls").await.expect_status(200);
    let path = format!("/api/v1/api-keys/{}", made["api_key"]["id"].as_str().unwrap());
    admin.delete(&path).await.expect_status(204);
    program.get("/api/v1/calls").await.expect_status(401);
    assert_eq!(
        admin.delete(&path).await.expect_status(404).problem(),
        "api_key.not_found"
    );
}

#[tokio::test]
async fn an_unknown_scope_is_refused_with_the_known_ones() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let answer = admin
        .post(
            "/api/v1/api-keys",
            &json!({"name": "x", "scopes": ["everything"]}),
        )
        .await;
    let answer = answer.expect_status(422);
    assert!(answer.text.contains("calls:read"), "{}", answer.text);
}

#[tokio::test]
async fn numbers_go_on_the_list_once_and_lines_without_a_number_are_named() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let text = "(415) 555-2671\n+14155552671\nnonsense\n";
    let added = agent
        .post("/api/v1/dnc", &json!({"text": text, "reason": "asked"}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(added["items"].as_array().unwrap().len(), 1);
    assert_eq!(added["items"][0]["phone"], "+14155552671");
    assert_eq!(added["items"][0]["added_by"]["name"], "agent");
    assert_eq!(added["errors"][0]["line"], 3);
    let again = agent
        .post("/api/v1/dnc", &json!({"numbers": ["+14155552671"]}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(again["items"][0]["id"], added["items"][0]["id"]);
    let list = agent
        .get("/api/v1/dnc?q=555-2671")
        .await
        .expect_status(200)
        .json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(agent.get("/api/v1/dnc?q=999").await.json()["items"], json!([]));
    let nothing = agent
        .post("/api/v1/dnc", &json!({"text": "nonsense"}))
        .await
        .expect_status(422);
    assert_eq!(nothing.problem(), "dnc.nothing");
    let path = format!("/api/v1/dnc/{}", added["items"][0]["id"].as_str().unwrap());
    agent.delete(&path).await.expect_status(403);
    app.signed_in(Role::Manager)
        .await
        .delete(&path)
        .await
        .expect_status(204);
    assert_eq!(agent.get("/api/v1/dnc").await.json()["total"], 0);
}

#[tokio::test]
async fn whatever_is_changed_is_in_the_audit_log() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let new = json!({"email": "nina@example.com", "name": "Nina", "role": "agent", "password": PASSWORD});
    let user = admin.post("/api/v1/users", &new).await.expect_status(201).json();
    admin
        .post("/api/v1/dnc", &json!({"numbers": ["+14155552671"]}))
        .await
        .expect_status(200);
    let log = admin.get("/api/v1/audit?limit=2").await.expect_status(200).json();
    assert_eq!(log["items"][0]["action"], "dnc.added");
    assert_eq!(log["items"][1]["action"], "user.created");
    assert_eq!(log["items"][1]["subject"], user["id"]);
    assert_eq!(log["items"][1]["actor"]["name"], "admin");
    assert_eq!(log["items"][1]["ip"], "127.0.0.1");
    let next = log["next_cursor"].as_str().unwrap();
    let rest = admin
        .get(&format!("/api/v1/audit?cursor={next}"))
        .await
        .expect_status(200);
    assert!(rest.text.contains("session.begun") && !rest.text.contains("user.created"));
    assert!(!rest.text.contains(PASSWORD));
}
