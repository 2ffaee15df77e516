//! Signatures with known answers.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use outdial_carrier::twilio::Signer;
use outdial_carrier::{Secret, WebhookError, WebhookRequest};

use crate::bench::{NOW, carrier, form, form_request, signed_form};
use crate::scripted::Scripted;

const URL: &str = "https://example.com/myapp.php?foo=1&bar=2";
const FIELDS: [(&str, &str); 5] = [
    ("To", "+18005551212"),
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("From", "+14158675310"),
    ("Digits", "1234"),
];
const SIGNATURE: &str = "L/OH5YylLD5NRKLltdqwSvS0BnU=";

const JSON_BODY: &str = r#"{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}"#;
const JSON_URL: &str =
    "https://example.com/myapp?bodySHA256=5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9";
const JSON_SIGNATURE: &str = "hPXmLwIy3Fgqv1i9KPmH/HhQ6zo=";

/// Whether the signature is believed, whatever the request then says.
pub fn is_believed(request: &WebhookRequest) -> bool {
    match carrier(Scripted::new([])).parse_webhook(request) {
        Ok(_) | Err(WebhookError::Malformed(_)) => true,
        Err(WebhookError::Unsigned | WebhookError::BadSignature) => false,
    }
}

pub fn json_request(url: &str, body: &str, signature: &str) -> WebhookRequest {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("x-twilio-signature", HeaderValue::from_str(signature).unwrap());
    WebhookRequest {
        method: Method::POST,
        url: url.to_owned(),
        headers,
        body: Bytes::from(body.to_owned()),
        received_at: NOW,
    }
}

#[test]
fn the_documented_form_signature_is_believed() {
    let request = form_request(URL, &form(&FIELDS), SIGNATURE);
    assert!(is_believed(&request));
    assert_eq!(
        Signer::new(&Secret::new("12345")).sign(URL, form(&FIELDS).as_bytes()),
        SIGNATURE
    );
}

#[test]
fn the_known_json_signature_is_believed_with_its_body_only() {
    assert!(is_believed(&json_request(JSON_URL, JSON_BODY, JSON_SIGNATURE)));
    let other_body = JSON_BODY.replace("Caller", "Callee");
    assert!(!is_believed(&json_request(JSON_URL, &other_body, JSON_SIGNATURE)));
    let upper_case = JSON_URL.replace("5ccde", "5CCDE");
    let signature = Signer::new(&Secret::new("12345")).sign(&upper_case, b"");
    assert!(is_believed(&json_request(&upper_case, JSON_BODY, &signature)));
}

#[test]
fn a_body_that_nothing_covers_is_not_believed() {
    let bare_url = "https://example.com/myapp";
    let signature = Signer::new(&Secret::new("12345")).sign(bare_url, b"");
    assert!(is_believed(&json_request(bare_url, "", &signature)));
    assert!(!is_believed(&json_request(bare_url, JSON_BODY, &signature)));
}

#[test]
fn a_get_is_signed_by_its_url() {
    let url = "https://example.com/twiml?CallSid=CA1&CallStatus=in-progress";
    let signature = Signer::new(&Secret::new("12345")).sign(url, b"");
    let mut request = form_request(url, "", &signature);
    request.method = Method::GET;
    assert!(is_believed(&request));
    request.url.push('0');
    assert!(!is_believed(&request));
}

#[test]
fn a_port_may_be_signed_or_left_out() {
    let body = form(&FIELDS);
    let signer = Signer::new(&Secret::new("12345"));
    for (ours, signed) in [
        ("https://example.com:8443/x", "https://example.com/x"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("https://example.com/x?a=1", "https://example.com:443/x?a=1"),
        ("http://example.com/x", "http://example.com:80/x"),
        ("https://user:secret@example.com/x#rc=3", "https://example.com/x"),
    ] {
        let request = form_request(ours, &body, &signer.sign(signed, body.as_bytes()));
        assert!(is_believed(&request), "{ours} signed as {signed}");
    }
    let other_port = signer.sign("https://example.com:444/x", body.as_bytes());
    assert!(!is_believed(&form_request(
        "https://example.com/x",
        &body,
        &other_port
    )));
}

#[test]
fn a_websocket_may_be_signed_with_a_slash() {
    let signature = Signer::new(&Secret::new("12345")).sign("wss://example.com/media/", b"");
    let mut request = form_request("wss://example.com/media", "", &signature);
    request.method = Method::GET;
    assert!(is_believed(&request));
    request.url = "https://example.com/media".to_owned();
    assert!(!is_believed(&request));
}

#[test]
fn repeated_names_and_odd_values_are_signed_as_the_sdks_do() {
    let signer = Signer::new(&Secret::new("12345"));
    let repeated = signer.sign(URL, b"b=2&a=x&b=1&b=2");
    assert_eq!(repeated, signer.sign(URL, b"a=x&b=1&b=2"));
    let spaces = "Body=+two++spaces+%26+%E4%BD%A0%E5%A5%BD+&Empty=&Flag";
    assert!(is_believed(&signed_form(URL, spaces)));
}

#[test]
fn a_missing_or_garbled_signature_is_told_apart() {
    let carrier = carrier(Scripted::new([]));
    let mut request = form_request(URL, &form(&FIELDS), SIGNATURE);
    request.headers.remove("x-twilio-signature");
    assert_eq!(carrier.parse_webhook(&request), Err(WebhookError::Unsigned));
    for garbled in [
        "",
        "L/OH5YylLD5NRKLltdqwSvS0BnU",
        "L/OH5YylLD5NRKLltdqwSvS0BnV=",
        "AAAA",
        &"A".repeat(4_000),
    ] {
        let request = form_request(URL, &form(&FIELDS), garbled);
        assert_eq!(
            carrier.parse_webhook(&request),
            Err(WebhookError::BadSignature),
            "{garbled}"
        );
    }
}
