//! Webhooks from an enemy: nothing panics, nothing false is believed.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use outdial_carrier::{WebhookError, WebhookRequest};
use proptest::prelude::*;

use crate::bench::{NOW, carrier, signed_form, webhook};
use crate::scripted::{SID, Scripted};
use crate::signatures::is_believed;

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec(("[A-Za-z]{1,12}", ".{0,40}"), 0..30)
}

fn encode(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(
        url in ".{0,80}",
        body in prop::collection::vec(any::<u8>(), 0..400),
        content_type in "[ -~]{0,50}",
        signature in "[ -~]{0,60}",
        is_get in any::<bool>(),
    ) {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_str(&content_type).unwrap());
        headers.insert("x-twilio-signature", HeaderValue::from_str(&signature).unwrap());
        let method = if is_get { Method::GET } else { Method::POST };
        let request = WebhookRequest { method, url, headers, body: Bytes::from(body), received_at: NOW };
        prop_assert!(carrier(Scripted::new([])).parse_webhook(&request).is_err());
    }

    #[test]
    fn arbitrary_genuine_bodies_never_panic(
        body in prop::collection::vec(any::<u8>(), 0..400),
        topic in "(status|amd|voice|recording|other)",
    ) {
        let url = webhook(&topic, &[]).url;
        let signer = outdial_carrier::twilio::Signer::new(&outdial_carrier::Secret::new(crate::bench::AUTH_TOKEN));
        let signature = signer.sign(&url, &body);
        let mut request = crate::bench::form_request(&url, "", &signature);
        request.body = Bytes::from(body);
        let parsed = carrier(Scripted::new([])).parse_webhook(&request);
        prop_assert!(matches!(parsed, Ok(_) | Err(WebhookError::Malformed(_))), "{parsed:?}");
    }

    #[test]
    fn any_form_that_twilio_signs_is_believed(pairs in pairs()) {
        prop_assert!(is_believed(&signed_form("https://outdial.example/x?call=1", &encode(&pairs))));
    }

    #[test]
    fn a_changed_value_is_not_believed(pairs in pairs(), at in any::<prop::sample::Index>(), more in "[a-z0-9]{1,5}") {
        prop_assume!(!pairs.is_empty());
        let genuine = signed_form("https://outdial.example/x?call=1", &encode(&pairs));
        let mut changed = pairs.clone();
        let place = at.index(changed.len());
        changed[place].1.push_str(&more);
        let forged = WebhookRequest { body: Bytes::from(encode(&changed)), ..genuine };
        prop_assert!(!is_believed(&forged));
    }

    #[test]
    fn an_added_parameter_is_not_believed(pairs in pairs(), value in "[a-z]{1,9}") {
        let genuine = signed_form("https://outdial.example/x?call=1", &encode(&pairs));
        let mut more = pairs.clone();
        more.push(("Zzzzzzzzzzzzzzz".to_owned(), value));
        let forged = WebhookRequest { body: Bytes::from(encode(&more)), ..genuine };
        prop_assert!(!is_believed(&forged));
    }

    #[test]
    fn another_call_or_host_is_not_believed(bits in any::<u128>()) {
        let genuine = webhook("status", &[("CallSid", SID), ("CallStatus", "completed")]);
        let other = outdial_domain::ids::CallId::from_bits(bits);
        let (path, _) = genuine.url.split_once('?').unwrap();
        let forged = WebhookRequest { url: format!("{path}?call={other}"), ..genuine.clone() };
        prop_assert!(!is_believed(&forged));
    }

    #[test]
    fn a_flipped_bit_in_the_signature_is_not_believed(byte in 0_usize..28, bit in 0_u8..7) {
        let genuine = webhook("status", &[("CallSid", SID), ("CallStatus", "completed")]);
        let mut signature = genuine.headers["x-twilio-signature"].as_bytes().to_vec();
        signature[byte] ^= 1 << bit;
        let Ok(value) = HeaderValue::from_bytes(&signature) else { return Ok(()) };
        let mut forged = genuine;
        forged.headers.insert("x-twilio-signature", value);
        prop_assert!(!is_believed(&forged));
    }
}

#[test]
fn a_flood_of_parameters_is_refused_before_any_work() {
    let flood = "a=b&".repeat(1_001);
    let request = signed_form("https://outdial.example/status", &flood);
    let parsed = carrier(Scripted::new([])).parse_webhook(&request);
    assert!(matches!(parsed, Err(WebhookError::Malformed(_))), "{parsed:?}");
}

#[test]
fn another_accounts_token_is_not_believed() {
    let url = "https://outdial.example/status";
    let signer = outdial_carrier::twilio::Signer::new(&outdial_carrier::Secret::new("54321"));
    let forged = crate::bench::form_request(url, "CallSid=CA1", &signer.sign(url, b"CallSid=CA1"));
    assert!(!is_believed(&forged));
}
