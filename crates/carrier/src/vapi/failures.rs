//! What Vapi's refusals mean. It gives sentences instead of codes, so the sentences are looked at for what they name.

use http::StatusCode;
use outdial_domain::call::CallFailure;
use serde_json::Value;

use super::json;
use crate::causes::{
    AGENT_UNKNOWN, AUTH_REJECTED, CREDIT_EXHAUSTED, Cause, NOT_FOUND, NOT_PERMITTED, NUMBER_INVALID,
    PHONE_NUMBER_UNKNOWN, RATE_LIMITED, REQUEST_REFUSED,
};

/// A refusal as Vapi words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    said: String,
}

impl Refusal {
    /// Reads an answer that refuses; its sentence may be one or several.
    pub(super) fn read(status: StatusCode, body: &[u8], redact: impl Fn(&str) -> String) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        let said = match json::at(&body, &["message"]) {
            Value::String(text) => text.clone(),
            Value::Array(texts) => {
                let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
                texts.join("; ")
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => String::new(),
        };
        Self {
            status,
            said: redact(&json::cut(&said, SAID_MAX)),
        }
    }

    /// Whether waiting helps: as many calls run as the account may have, or requests came too fast.
    pub(super) fn is_for_now(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS || self.names("concurrency") || self.names("rate limit")
    }

    /// Whether there is no such thing.
    pub(super) fn is_not_found(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// The refusal in our words, with Vapi's own where ours are vague.
    pub(super) fn failure(&self) -> CallFailure {
        let cause = self.cause();
        let mut failure = cause.failure(Some(format!("http {}", self.status.as_u16())));
        if cause.cause == REQUEST_REFUSED.cause && !self.said.is_empty() {
            failure.message = format!("The carrier refused the request: {}", self.said);
        }
        failure
    }

    fn cause(&self) -> &'static Cause {
        match self.status.as_u16() {
            401 => return &AUTH_REJECTED,
            402 => return &CREDIT_EXHAUSTED,
            403 => return &NOT_PERMITTED,
            429 => return &RATE_LIMITED,
            _ => {}
        }
        if self.names("credit") || self.names("wallet") || self.names("billing") {
            &CREDIT_EXHAUSTED
        } else if self.names("phonenumberid")
            || self.names("phone number not found")
            || self.names("phone-number")
        {
            &PHONE_NUMBER_UNKNOWN
        } else if self.names("customer.number") || self.names("e.164") || self.names("valid phone number") {
            &NUMBER_INVALID
        } else if self.names("assistant") {
            &AGENT_UNKNOWN
        } else if self.is_not_found() {
            &NOT_FOUND
        } else {
            &REQUEST_REFUSED
        }
    }

    fn names(&self, word: &str) -> bool {
        self.said.to_ascii_lowercase().contains(word)
    }
}

/// Enough of a foreign sentence to be useful.
const SAID_MAX: usize = 200;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(status: u16, message: &Value) -> Refusal {
        let body = json!({ "message": message, "error": "Bad Request", "statusCode": status }).to_string();
        Refusal::read(
            StatusCode::from_u16(status).unwrap(),
            body.as_bytes(),
            str::to_owned,
        )
    }

    #[test]
    fn sentences_are_looked_at_for_what_they_name() {
        for (status, message, cause) in [
            (401, json!("Invalid Key."), "carrier.auth_rejected"),
            (402, json!("Payment required"), "carrier.credit_exhausted"),
            (403, json!("Forbidden"), "carrier.not_permitted"),
            (
                400,
                json!(["customer.number must be a valid phone number in the E.164 format"]),
                "carrier.number_invalid",
            ),
            (400, json!("Couldn't find assistant `x`"), "carrier.agent_unknown"),
            (
                400,
                json!(["phoneNumberId must be a UUID"]),
                "carrier.phone_number_unknown",
            ),
            (
                400,
                json!("Wallet balance is too low"),
                "carrier.credit_exhausted",
            ),
            (400, json!("Something new"), "carrier.request_refused"),
            (404, json!("Not Found"), "carrier.not_found"),
            (400, json!({ "odd": true }), "carrier.request_refused"),
        ] {
            assert_eq!(
                refusal(status, &message).failure().cause,
                cause,
                "{status} {message}"
            );
        }
        let new = refusal(400, &json!("Something new"));
        assert_eq!(
            new.failure().message,
            "The carrier refused the request: Something new"
        );
    }

    #[test]
    fn too_many_calls_at_a_time_is_a_matter_of_waiting() {
        assert!(refusal(400, &json!("Over Concurrency Limit.")).is_for_now());
        assert!(refusal(429, &json!("")).is_for_now());
        assert!(!refusal(400, &json!("Something new")).is_for_now());
    }
}
