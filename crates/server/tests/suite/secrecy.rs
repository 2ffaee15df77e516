//! Credentials and numbers stay out of the log and out of the database.

use std::io::Write;
use std::sync::{Arc, Mutex};

use outdial_server::first_run::setup_token;
use outdial_server::http::auth::Role;
use serde_json::json;
use tracing_subscriber::EnvFilter;

use crate::app::{PASSWORD, TestApp};

/// Everything that is logged, however unimportant.
#[derive(Clone, Default)]
pub struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// Listens to this thread until the guard is dropped.
    pub fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let captured = Self::default();
        let writer = captured.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("trace"))
            .with_writer(move || writer.clone())
            .finish();
        // Tests beside this one have no subscriber, and what nobody listens to is switched off for every thread:
        // a listener for all of them keeps it on. A second installation is refused, and then the first one serves.
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
        (captured, tracing::subscriber::set_default(subscriber))
    }

    /// What was logged holds none of these.
    pub fn holds_none_of(&self, secrets: &[&str]) {
        let log = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("a request was answered"), "nothing was captured");
        for secret in secrets {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_secret_reaches_the_log_however_loud_it_is() {
    let (captured, _guard) = Captured::listen();
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    app.stranger()
        .sign_in("agent@example.com", "my wrong password")
        .await
        .expect_status(401);
    let made = admin
        .post("/api/v1/api-keys", &json!({"name": "crm"}))
        .await
        .expect_status(201)
        .json();
    let key = made["key"].as_str().unwrap().to_owned();
    let program = app.stranger().with_key(&key);
    program
        .post(
            "/api/v1/calls",
            &json!({"to": "+14155552671", "message": "a private message"}),
        )
        .await;
    program.get("/api/v1/calls?q=4155552671").await.expect_status(200);
    program
        .post("/api/v1/dnc", &json!({"numbers": ["+14155552672"]}))
        .await
        .expect_status(200);
    let config = json!({"account_sid": format!("AC{}", "0".repeat(32)), "auth_token": "a-twilio-auth-token-of-secret",
        "phone_number": "+14155550100"});
    admin
        .post(
            "/api/v1/carriers",
            &json!({"kind": "twilio", "name": "T", "config": config}),
        )
        .await
        .expect_status(201);
    let setup = setup_token::issue(&app.app.store).await.unwrap();
    app.stranger()
        .post(
            "/api/v1/setup",
            &json!({"token": setup, "email": "x@example.com", "password": PASSWORD,
        "name": "X"}),
        )
        .await
        .expect_status(409);

    let cookie = admin.cookie.unwrap();
    let csrf = admin.csrf.unwrap();
    captured.holds_none_of(&[
        PASSWORD,
        "my wrong password",
        &key,
        &cookie,
        &csrf,
        &setup,
        "a-twilio-auth-token-of-secret",
        "4155552671",
        "4155552672",
        "a private message",
        "agent@example.com",
    ]);
}

#[tokio::test]
async fn a_carrier_s_credentials_are_neither_stored_nor_shown_in_the_clear() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let config = json!({"account_sid": format!("AC{}", "0".repeat(32)), "auth_token": "a-twilio-auth-token-of-secret"});
    let input = json!({"kind": "twilio", "name": "T", "config": config});
    let answer = admin
        .with_header("idempotency-key", "k")
        .post("/api/v1/carriers", &input)
        .await;
    let answer = answer.expect_status(201);
    assert!(!answer.text.contains("a-twilio-auth-token-of-secret"));
    assert!(
        !admin
            .get("/api/v1/carriers")
            .await
            .text
            .contains("a-twilio-auth-token-of-secret")
    );
    assert!(
        !admin
            .get("/api/v1/audit")
            .await
            .text
            .contains("a-twilio-auth-token-of-secret")
    );
    let rows = app
        .app
        .workspace(&app.workspace)
        .read(|tx| tx.carriers().all())
        .await
        .unwrap();
    assert!(!format!("{rows:?}").contains("a-twilio-auth-token-of-secret"));
    assert_eq!(rows.len(), 1);
}
