//! The settings form and what it accepts.

use outdial_carrier::registry::{self, CARRIERS, CarrierSetup};
use serde_json::{Map, Value, json};

use crate::bench::{BASE_URL, account_id, config};
use crate::rooms::bridged;
use crate::scripted::Scripted;

/// The field that is complained about.
fn complaint(config: &Map<String, Value>, base_url: &str) -> Option<String> {
    let setup = CarrierSetup {
        account_id: &account_id(),
        config,
        base_url,
        transport: Scripted::new([]),
    };
    registry::build("twilio", setup).err().map(|error| error.field)
}

#[test]
fn every_kind_describes_its_form() {
    for spec in CARRIERS {
        assert_eq!(registry::spec(spec.kind).unwrap().title, spec.title);
        assert!(spec.fields.iter().any(|field| field.secret && field.required));
        assert!(spec.fields.iter().all(|field| !field.help.is_empty()));
    }
    let described = serde_json::to_value(CARRIERS[0]).unwrap();
    assert_eq!(described["kind"], "twilio");
    assert_eq!(described["fields"][1]["secret"], true);
}

#[test]
fn an_unknown_kind_is_refused() {
    let setup = CarrierSetup {
        account_id: &account_id(),
        config: &config(),
        base_url: BASE_URL,
        transport: Scripted::new([]),
    };
    assert_eq!(
        registry::build("pigeon", setup)
            .err()
            .map(|error| error.field)
            .as_deref(),
        Some("kind")
    );
}

#[test]
fn a_bad_field_is_named() {
    assert_eq!(complaint(&config(), BASE_URL), None);
    for (field, value) in [
        ("account_sid", json!("")),
        ("account_sid", json!("AC123")),
        ("auth_token", json!(null)),
        ("auth_token", json!("line\nbreak")),
        ("phone_number", json!("415 555 2671")),
        ("api_key", json!("AC00000000000000000000000000000001")),
        ("bridge", json!("both")),
        ("twiml_app_sid", json!("AP12")),
        ("api_base", json!("ftp://api.example")),
        ("api_base", json!("https://user:pass@api.example")),
        ("api_base", json!("https://api.example/path")),
        ("cps", json!("fast")),
        ("cps", json!(0)),
        ("cps", json!("NaN")),
    ] {
        let mut config = config();
        config.insert(
            "api_secret".to_owned(),
            if field == "api_key" { json!("s") } else { json!("") },
        );
        config.insert(field.to_owned(), value.clone());
        assert_eq!(complaint(&config, BASE_URL).as_deref(), Some(field), "{value}");
    }
    assert_eq!(complaint(&config(), "outdial").as_deref(), Some("base_url"));
}

#[test]
fn what_meeting_at_twilio_needs_is_named_when_it_is_missing() {
    assert_eq!(complaint(&bridged(), BASE_URL), None);
    for field in ["api_key", "api_secret", "twiml_app_sid"] {
        let mut config = bridged();
        config.remove(field);
        assert_eq!(complaint(&config, BASE_URL).as_deref(), Some(field));
    }
    let mut neither = bridged();
    neither.remove("api_key");
    neither.remove("api_secret");
    assert_eq!(complaint(&neither, BASE_URL).as_deref(), Some("api_key"));
    neither.insert("bridge".to_owned(), json!("media"));
    assert_eq!(complaint(&neither, BASE_URL), None);
}

#[test]
fn numbers_and_text_are_taken_alike() {
    for value in [json!(5), json!("5"), json!(" 5.0 ")] {
        let mut config = config();
        config.insert("cps".to_owned(), value);
        let setup = CarrierSetup {
            account_id: &account_id(),
            config: &config,
            base_url: BASE_URL,
            transport: Scripted::new([]),
        };
        let carrier = registry::build("twilio", setup).unwrap();
        assert!((carrier.capabilities().calls_per_second - 5.0).abs() < f64::EPSILON);
    }
}
