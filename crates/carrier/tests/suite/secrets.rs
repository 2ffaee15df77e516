//! Credentials appear in no debug output and in no error.

use outdial_carrier::http::TransportError;
use outdial_carrier::twilio::TwilioConfig;

use crate::bench::{carrier_with, config, order};
use crate::scripted::{Answer, Scripted};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const API_SECRET: &str = "open-sesame-open-sesame";

fn secretive() -> serde_json::Map<String, serde_json::Value> {
    let mut config = config();
    config.insert("auth_token".to_owned(), TOKEN.into());
    config.insert("api_key".to_owned(), "SK00000000000000000000000000000002".into());
    config.insert("api_secret".to_owned(), API_SECRET.into());
    config
}

fn assert_clean(text: &str) {
    assert!(!text.contains(TOKEN) && !text.contains(API_SECRET), "{text}");
    assert!(!text.contains("Basic "), "{text}");
}

#[tokio::test]
async fn credentials_are_never_printed() {
    assert_clean(&format!("{:?}", TwilioConfig::read(&secretive()).unwrap()));

    let said = format!("bad token {TOKEN}, secret {API_SECRET}");
    let refusal = Answer::Json(400, format!(r#"{{"code":99999,"message":"{said}"}}"#));
    let lost = Answer::Error(TransportError::Uncertain(said));
    for answer in [refusal, lost] {
        let network = Scripted::new([answer]);
        let error = carrier_with(&secretive(), network.clone())
            .place(&order())
            .await
            .unwrap_err();
        assert_clean(&format!("{error} {error:?}"));
        assert_clean(&format!("{:?}", network.requests()));
    }
}
