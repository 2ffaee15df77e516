//! The settings form, and whether an account works.

use outdial_carrier::HealthState;
use outdial_carrier::registry::{self, CarrierSetup};
use serde_json::{Map, Value, json};

use super::bench::{Scripted, answer, carrier, config};
use crate::bench::{BASE_URL, account_id};

fn complaint(config: &Map<String, Value>) -> Option<String> {
    let setup = CarrierSetup {
        account_id: &account_id(),
        config,
        base_url: BASE_URL,
        transport: Scripted::new([]),
    };
    registry::build("vapi", setup).err().map(|error| error.field)
}

#[test]
fn a_bad_field_is_named() {
    assert_eq!(complaint(&config()), None);
    for (field, value) in [
        ("api_key", json!("")),
        ("api_key", json!("line\nbreak")),
        ("phone_number_id", json!(null)),
        ("phone_number_id", json!("../assistant")),
        ("assistant_id", json!("a b")),
        ("secret", json!("")),
        ("secret", json!("short")),
        ("phone_number", json!("415 555 2671")),
        ("api_base", json!("ftp://api.example")),
        ("cps", json!("fast")),
    ] {
        let mut config = config();
        config.insert(field.to_owned(), value.clone());
        assert_eq!(complaint(&config).as_deref(), Some(field), "{value}");
    }
}

#[tokio::test]
async fn health_names_what_will_make_calls_fail() {
    let number = json!({ "number": "+14155550100", "status": "active" });
    let agent = json!({ "name": "Appointments" });
    let gone = json!({ "message": "Not Found" });
    for (answers, expected) in [
        (vec![answer(200, &number), answer(200, &agent)], HealthState::Good),
        (vec![answer(200, &number), answer(404, &gone)], HealthState::Bad),
        (vec![answer(404, &gone), answer(200, &agent)], HealthState::Bad),
        (
            vec![answer(401, &json!({ "message": "Invalid Key." }))],
            HealthState::Bad,
        ),
    ] {
        let health = carrier(Scripted::new(answers)).health().await.unwrap();
        let worst = health.checks.iter().map(|check| check.state).max();
        assert_eq!(worst, Some(expected), "{health:?}");
    }
}
