//! Carrier accounts: added, changed, made default, removed, tested.

use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use crate::app::TestApp;

fn twilio() -> Value {
    json!({"kind": "twilio", "name": "Main", "config": {
        "account_sid": format!("AC{}", "0".repeat(32)),
        "auth_token": "f".repeat(32),
        "phone_number": "+14155550100",
        "api_base": "http://127.0.0.1:9",
        "cps": "5",
    }})
}

#[tokio::test]
async fn the_forms_come_from_the_registry() {
    let app = TestApp::new().await;
    let list = app
        .signed_in(Role::Manager)
        .await
        .get("/api/v1/carriers")
        .await
        .expect_status(200)
        .json();
    assert_eq!(list["kinds"][0]["kind"], "twilio");
    let fields = list["kinds"][0]["fields"].as_array().unwrap();
    assert!(
        fields
            .iter()
            .any(|field| field["key"] == "auth_token" && field["secret"] == true)
    );
}

#[tokio::test]
async fn an_account_is_added_changed_and_removed() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let added = admin
        .post("/api/v1/carriers", &twilio())
        .await
        .expect_status(201)
        .json();
    assert_eq!(added["source"], "settings");
    assert_eq!(added["cps"], 5.0);
    assert_eq!(added["config"]["auth_token"], json!({"set": true}));
    assert_eq!(added["config"]["phone_number"], "+14155550100");
    let path = format!("/api/v1/carriers/{}", added["id"].as_str().unwrap());
    let change = json!({"kind": "twilio", "name": "Renamed", "config": {
        "account_sid": added["config"]["account_sid"], "auth_token": {"set": true}, "phone_number": "+14155550101"}});
    let changed = admin.put(&path, &change).await.expect_status(200).json();
    assert_eq!(
        (&changed["name"], &changed["cps"]),
        (&json!("Renamed"), &json!(1.0))
    );
    assert_eq!(changed["config"]["auth_token"], json!({"set": true}));
    admin
        .post(&format!("{path}/make-default"), &json!({}))
        .await
        .expect_status(204);
    let list = admin.get("/api/v1/carriers").await.json();
    assert_eq!(list["items"][0]["is_default"], true);
    admin.delete(&path).await.expect_status(204);
    assert_eq!(
        admin.delete(&path).await.expect_status(404).problem(),
        "carrier.not_found"
    );
}

#[tokio::test]
async fn fields_that_cannot_be_used_are_named() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let mut wrong = twilio();
    wrong["config"]["account_sid"] = json!("nonsense");
    let answer = admin.post("/api/v1/carriers", &wrong).await.expect_status(422);
    assert_eq!(answer.problem(), "carrier.config_invalid");
    assert_eq!(answer.json()["errors"][0]["field"], "config.account_sid");
    let mut unknown = twilio();
    unknown["config"]["colour"] = json!("red");
    let answer = admin.post("/api/v1/carriers", &unknown).await.expect_status(422);
    assert_eq!(answer.json()["errors"][0]["field"], "config.colour");
    let answer = admin
        .post("/api/v1/carriers", &json!({"kind": "pigeon", "name": "P"}))
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "carrier.kind_unknown");
}

#[tokio::test]
async fn an_unreachable_carrier_is_a_finding_and_not_a_fault() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let added = admin
        .post("/api/v1/carriers", &twilio())
        .await
        .expect_status(201)
        .json();
    let path = format!("/api/v1/carriers/{}/test", added["id"].as_str().unwrap());
    let found = admin.post(&path, &json!({})).await.expect_status(200).json();
    assert_eq!(found["ok"], false);
    assert!(!found["message"].as_str().unwrap().is_empty());
    let list = admin.get("/api/v1/carriers").await.json();
    assert_eq!(list["items"][0]["health"]["ok"], false);
}

#[tokio::test]
async fn a_webhook_check_that_does_not_come_back_says_so() {
    let app = TestApp::empty(&[
        ("BASE_URL", "http://127.0.0.1:9"),
        ("OUTDIAL_API_KEY", "a-service-key-of-length"),
    ])
    .await;
    let program = app.stranger().with_key("a-service-key-of-length");
    let added = program
        .post("/api/v1/carriers", &twilio())
        .await
        .expect_status(201)
        .json();
    let path = format!("/api/v1/carriers/{}/webhook-check", added["id"].as_str().unwrap());
    let found = program.post(&path, &json!({})).await.expect_status(200).json();
    assert_eq!(
        (&found["ok"], &found["round_trip_ms"]),
        (&json!(false), &Value::Null)
    );
    assert!(
        found["message"].as_str().unwrap().contains("cannot be reached"),
        "{found}"
    );
}
