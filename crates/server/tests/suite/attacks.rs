//! What an attacker would try.

use axum::http::{Method, header};
use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn forged_cookies_and_keys_are_refused() {
    let app = TestApp::new().await;
    let real = app.signed_in(Role::Admin).await;
    let mut longer = real.cookie.clone().unwrap();
    longer.push('A');
    let mut changed = real.cookie.clone().unwrap();
    changed.replace_range(0..1, if changed.starts_with('A') { "B" } else { "A" });
    for cookie in [
        "",
        "admin",
        "%00",
        "' OR 1=1 --",
        longer.as_str(),
        changed.as_str(),
    ] {
        let mut client = app.stranger();
        client.cookie = Some(cookie.to_owned());
        client.get("/api/v1/users").await.expect_status(401);
    }
    for key in ["od_", "od_AAAA", "x", "' OR 1=1 --"] {
        let answer = app
            .stranger()
            .with_key(key)
            .get("/api/v1/users")
            .await
            .expect_status(401);
        assert_eq!(answer.problem(), "auth.key_invalid");
    }
    let basic = app
        .stranger()
        .with_header("authorization", "Basic YWRtaW46YWRtaW4=");
    basic.get("/api/v1/users").await.expect_status(401);
}

#[tokio::test]
async fn a_planted_second_cookie_signs_nobody_in() {
    let app = TestApp::new().await;
    let client = app
        .signed_in(Role::Admin)
        .await
        .with_header("cookie", "outdial_session=planted");
    client.get("/api/v1/users").await.expect_status(401);
}

#[tokio::test]
async fn another_site_cannot_act_with_the_browser_s_cookie() {
    let app = TestApp::new().await;
    let mut client = app.signed_in(Role::Admin).await;
    let evil = client.with_header("origin", "https://evil.example");
    let user = json!({"email": "b@example.com", "name": "B", "role": "admin", "password": PASSWORD});
    assert_eq!(
        evil.post("/api/v1/users", &user)
            .await
            .expect_status(403)
            .problem(),
        "auth.origin"
    );
    let fetched = client.with_header("sec-fetch-site", "cross-site");
    assert_eq!(
        fetched
            .post("/api/v1/users", &user)
            .await
            .expect_status(403)
            .problem(),
        "auth.origin"
    );
    client.csrf = None;
    assert_eq!(
        client
            .post("/api/v1/users", &user)
            .await
            .expect_status(403)
            .problem(),
        "auth.csrf"
    );
    client.csrf = Some("guess".to_owned());
    assert_eq!(
        client
            .post("/api/v1/users", &user)
            .await
            .expect_status(403)
            .problem(),
        "auth.csrf"
    );
}

#[tokio::test]
async fn another_user_s_token_is_no_proof() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let mut admin = app.signed_in(Role::Admin).await;
    admin.csrf = agent.csrf;
    let answer = admin
        .post("/api/v1/api-keys", &json!({"name": "x"}))
        .await
        .expect_status(403);
    assert_eq!(answer.problem(), "auth.csrf");
}

#[tokio::test]
async fn another_site_cannot_sign_a_victim_in() {
    let app = TestApp::new().await;
    let mut evil = app.stranger().with_header("origin", "https://evil.example");
    let answer = evil
        .sign_in("agent@example.com", PASSWORD)
        .await
        .expect_status(403);
    assert_eq!(answer.problem(), "auth.origin");
}

#[tokio::test]
async fn another_site_cannot_open_the_live_channel() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Admin).await;
    let upgrade = |client: &crate::client::Client| {
        client
            .with_header("upgrade", "websocket")
            .with_header("connection", "upgrade")
            .with_header("sec-websocket-version", "13")
            .with_header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    let evil = upgrade(&client).with_header("origin", "https://evil.example");
    assert_eq!(
        evil.get("/api/v1/live").await.expect_status(403).problem(),
        "auth.origin"
    );
    let stranger = upgrade(&app.stranger());
    stranger.get("/api/v1/live").await.expect_status(401);
}

#[tokio::test]
async fn an_unknown_address_is_answered_like_a_wrong_password() {
    let app = TestApp::new().await;
    let wrong = app
        .stranger()
        .sign_in("agent@example.com", "wrong password")
        .await
        .expect_status(401);
    let unknown = app
        .stranger()
        .sign_in("nobody@example.com", "wrong password")
        .await
        .expect_status(401);
    assert_eq!(wrong.text, unknown.text);
    let names = |headers: &axum::http::HeaderMap| headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&wrong.headers), names(&unknown.headers));
}

#[tokio::test]
async fn guessing_is_throttled_for_known_and_unknown_addresses_alike() {
    let app = TestApp::new().await;
    for email in ["agent@example.com", "nobody@example.com"] {
        for _ in 0..5 {
            app.stranger()
                .sign_in(email, "wrong password")
                .await
                .expect_status(401);
        }
        let answer = app.stranger().sign_in(email, PASSWORD).await.expect_status(429);
        assert_eq!(answer.problem(), "auth.throttled");
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
    app.clock.advance_s(2);
    app.stranger()
        .sign_in("agent@example.com", PASSWORD)
        .await
        .expect_status(200);
}

#[tokio::test]
async fn extensions_slashes_and_case_are_no_way_around_sign_in() {
    let app = TestApp::new().await;
    for path in [
        "/api/v1/users.json",
        "/api/v1/users/",
        "/api/v1/USERS",
        "/api/v1//users",
        "/api/v1/users%2f",
        "/api/v1/users;x=.css",
        "/api/v1/../v1/users",
        "/%61pi/v1/users",
        "/x/..%2fapi/v1/users",
    ] {
        let answer = app.stranger().get(path).await;
        assert!(!answer.text.contains("@example.com"), "{path}: {}", answer.text);
        assert!(
            answer.status == 401 || answer.status == 404 || answer.text.starts_with("<!doctype html>"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn no_file_outside_the_page_can_be_had() {
    let app = TestApp::new().await;
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets//etc/passwd",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/..%5c..%5cCargo.toml",
        "/index.html%00.js",
    ] {
        let answer = app.stranger().get(path).await;
        assert!(
            !answer.text.contains("[package]") && !answer.text.contains("root:"),
            "{path}"
        );
        assert!(
            answer.status == 404 || answer.text.starts_with("<!doctype html>"),
            "{path}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn methods_cannot_be_smuggled() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let id = admin.get("/api/v1/session").await.json()["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let disguised = admin.with_header("x-http-method-override", "DELETE");
    disguised.get("/api/v1/users").await.expect_status(200);
    let answer = admin
        .send(Method::PUT, &format!("/api/v1/users/{id}"), "{}".into())
        .await;
    assert_eq!(answer.expect_status(405).problem(), "request.method_not_allowed");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::new().await;
    for path in [
        "/",
        "/api/v1/session",
        "/api/v1/docs",
        "/healthz",
        "/nothing.js",
        "/webhooks/x/y/z",
    ] {
        let answer = app.stranger().get(path).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        let scripts = policy
            .split(';')
            .find(|part| part.trim().starts_with("script-src"))
            .unwrap();
        assert_eq!(scripts.trim(), "script-src 'self'", "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["x-frame-options"], "DENY", "{path}");
        assert!(
            !answer.headers.contains_key("strict-transport-security"),
            "{path}"
        );
        assert!(answer.headers.contains_key("x-request-id"), "{path}");
    }
}

#[tokio::test]
async fn behind_tls_the_browser_is_told_to_stay_there() {
    let app = TestApp::empty(&[("BASE_URL", "https://calls.example.com")]).await;
    app.add_user("agent@example.com", Role::Agent).await;
    let answer = app
        .stranger()
        .sign_in("agent@example.com", PASSWORD)
        .await
        .expect_status(200);
    assert!(
        answer.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("; Secure")
    );
    assert!(answer.headers.contains_key("strict-transport-security"));
}
