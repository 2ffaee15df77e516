//! "Test connection".

use outdial_carrier::registry::{self, CarrierSetup};
use outdial_carrier::{AccountHealth, CommandError, HealthState};

use crate::bench::{BASE_URL, account_id, carrier, carrier_with, config};
use crate::rooms::bridged;
use crate::scripted::{Answer, Scripted, not_sent, twilio_error};

const ACTIVE: &str = r#"{"friendly_name":"Acme","status":"active","type":"Full"}"#;
const OWNED: &str = r#"{"incoming_phone_numbers":[{"phone_number":"+14155550100"}]}"#;
const NONE_OWNED: &str = r#"{"incoming_phone_numbers":[]}"#;
const NONE_VERIFIED: &str = r#"{"outgoing_caller_ids":[]}"#;
const VERIFIED: &str = r#"{"outgoing_caller_ids":[{"phone_number":"+14155550100"}]}"#;
const BALANCE: &str = r#"{"balance":"12.50","currency":"USD"}"#;

fn json(body: &str) -> Answer {
    Answer::Json(200, body.to_owned())
}

async fn examine(answers: impl IntoIterator<Item = Answer>) -> Result<AccountHealth, CommandError> {
    carrier(Scripted::new(answers)).health().await
}

fn states(health: &AccountHealth) -> Vec<(&str, HealthState)> {
    health
        .checks
        .iter()
        .map(|check| (check.name.as_str(), check.state))
        .collect()
}

#[tokio::test]
async fn a_good_account_is_good() {
    let health = examine([json(ACTIVE), json(OWNED), json(BALANCE)]).await.unwrap();
    let good = HealthState::Good;
    assert_eq!(
        states(&health),
        [("account", good), ("caller ID", good), ("balance", good)]
    );
    assert!(health.ok());
    assert_eq!(health.message(), "“Acme” is active.");
}

#[tokio::test]
async fn a_verified_caller_id_is_as_good_as_an_owned_one() {
    let health = examine([json(ACTIVE), json(NONE_OWNED), json(VERIFIED), json(BALANCE)])
        .await
        .unwrap();
    assert!(health.ok());
}

#[tokio::test]
async fn a_foreign_caller_id_makes_calls_fail() {
    let health = examine([json(ACTIVE), json(NONE_OWNED), json(NONE_VERIFIED), json(BALANCE)])
        .await
        .unwrap();
    assert!(!health.ok());
    assert!(health.message().starts_with("The caller ID is neither"));
}

#[tokio::test]
async fn rejected_credentials_are_bad_and_test_credentials_a_warning() {
    let health = examine([twilio_error(401, 20_003)]).await.unwrap();
    assert_eq!(states(&health), [("account", HealthState::Bad)]);
    let health = examine([twilio_error(403, 20_008)]).await.unwrap();
    assert_eq!(states(&health), [("account", HealthState::Warning)]);
    assert!(health.ok());
}

#[tokio::test]
async fn a_suspended_or_trial_account_is_told_apart() {
    let suspended = ACTIVE.replace("active", "suspended");
    assert!(
        !examine([json(&suspended), json(OWNED), json(BALANCE)])
            .await
            .unwrap()
            .ok()
    );
    let trial = ACTIVE.replace("Full", "Trial");
    let health = examine([json(&trial), json(OWNED), json(BALANCE)]).await.unwrap();
    assert!(health.ok());
    assert!(health.message().contains("trial"));
}

#[tokio::test]
async fn a_subaccount_without_balance_is_fine() {
    let health = examine([json(ACTIVE), json(OWNED), twilio_error(404, 20_404)])
        .await
        .unwrap();
    assert!(health.ok());
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_no_diagnosis() {
    let result = examine([not_sent(), not_sent(), not_sent()]).await;
    assert!(matches!(result, Err(CommandError::Unavailable { .. })));
}

#[tokio::test]
async fn a_public_url_that_twilio_cannot_reach_is_bad() {
    for (base_url, ok) in [
        ("http://127.0.0.1:8080", false),
        ("http://localhost:8080", false),
        ("https://my_host.example", false),
        ("https://outdial.example/sub/", true),
    ] {
        let setup = CarrierSetup {
            account_id: &account_id(),
            config: &config(),
            base_url,
            transport: Scripted::new([json(ACTIVE), json(OWNED), json(BALANCE)]),
        };
        let health = registry::build("twilio", setup).unwrap().health().await.unwrap();
        assert_eq!(health.ok(), ok, "{base_url}: {health:?}");
    }
}

fn application(url: &str, method: &str) -> Answer {
    json(&format!(r#"{{"voice_url":"{url}","voice_method":"{method}"}}"#))
}

async fn examine_bridged(last: Answer) -> AccountHealth {
    let answers = [json(ACTIVE), json(OWNED), last, json(BALANCE)];
    let carrier = carrier_with(&bridged(), Scripted::new(answers));
    carrier.health().await.unwrap()
}

#[tokio::test]
async fn a_twiml_app_must_lead_here() {
    let ours = format!("{BASE_URL}/webhooks/twilio/{}/client", account_id());
    let health = examine_bridged(application(&ours, "POST")).await;
    assert!(health.ok(), "{health:?}");
    let names: Vec<&str> = states(&health).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["account", "caller ID", "API key", "TwiML app", "balance"]);
    for (answer, said) in [
        (application("https://demo.example/voice", "POST"), ours.as_str()),
        (application("", "POST"), "(now: empty)"),
        (application(&ours, "GET"), "to POST (now: GET)"),
        (twilio_error(404, 20_404), "has no TwiML app with this SID"),
        (twilio_error(401, 20_003), "rejected the API key"),
    ] {
        let health = examine_bridged(answer).await;
        assert!(!health.ok());
        assert!(health.message().contains(said), "{}", health.message());
    }
}

#[tokio::test]
async fn the_account_is_asked_as_itself_and_the_app_with_the_key() {
    let answers = [json(ACTIVE), json(OWNED), application("", "POST"), json(BALANCE)];
    let network = Scripted::new(answers);
    carrier_with(&bridged(), network.clone()).health().await.unwrap();
    let signed: Vec<_> = network
        .requests()
        .iter()
        .map(|request| request.headers["authorization"].clone())
        .collect();
    assert_ne!(signed[0], signed[1]);
    assert_eq!(signed[1], signed[2]);
}
