//! What Cal.com tells of an appointment, signed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use outdial_domain::booking::Span;
use serde::Deserialize;
use sha2::Sha256;

use crate::instant::Instant;

/// What happened to an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarTrigger {
    /// It was made.
    Created,
    /// It was moved.
    Rescheduled,
    /// It was called off, or refused by whoever had to consent.
    Cancelled,
    /// Something that changes no appointment.
    Other,
}

/// What a calendar tells of an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarNews {
    /// What happened.
    pub trigger: CalendarTrigger,
    /// The uid of the appointment from now on.
    pub uid: String,
    /// The uid that it had before it was moved.
    pub previous_uid: Option<String>,
    /// When it is.
    pub when: Option<Span>,
    /// Why it was moved or called off.
    pub reason: Option<String>,
    /// The same for repetitions of this message.
    pub dedupe: String,
}

/// Why a message does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarWebhookError {
    /// It is not signed.
    #[error("the request carries no signature; set a secret for the webhook at Cal.com")]
    Unsigned,
    /// Somebody else signed it, or changed it.
    #[error("the signature does not match; set the same secret here and at Cal.com")]
    BadSignature,
    /// It is signed, and nothing that we can read.
    #[error("{0}")]
    Malformed(String),
}

/// Reads a message of Cal.com. Its signature is checked before a byte of the body is looked at.
///
/// # Errors
/// When it is not signed with `secret`, or cannot be read.
pub fn parse_calcom_webhook(
    secret: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<CalendarNews, CalendarWebhookError> {
    let signature = headers
        .get("x-cal-signature-256")
        .and_then(|value| value.to_str().ok())
        .filter(|text| !text.is_empty() && *text != "no-secret-provided")
        .ok_or(CalendarWebhookError::Unsigned)?;
    let signature = hex::decode(signature.trim()).map_err(|_| CalendarWebhookError::BadSignature)?;
    if secret.is_empty() {
        return Err(CalendarWebhookError::BadSignature);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    mac.verify_slice(&signature)
        .map_err(|_| CalendarWebhookError::BadSignature)?;
    read(body)
}

fn read(body: &[u8]) -> Result<CalendarNews, CalendarWebhookError> {
    let message: Message = serde_json::from_slice(body).map_err(|why| {
        CalendarWebhookError::Malformed(format!(
            "The body cannot be read at line {} column {}.",
            why.line(),
            why.column()
        ))
    })?;
    let trigger = match message.trigger.as_str() {
        "BOOKING_CREATED" => CalendarTrigger::Created,
        "BOOKING_RESCHEDULED" => CalendarTrigger::Rescheduled,
        "BOOKING_CANCELLED" | "BOOKING_REJECTED" => CalendarTrigger::Cancelled,
        _ => CalendarTrigger::Other,
    };
    let payload = message.payload.unwrap_or_default();
    let uid = payload.uid.unwrap_or_default();
    if uid.is_empty() && trigger != CalendarTrigger::Other {
        return Err(CalendarWebhookError::Malformed(
            "The body names no appointment.".to_owned(),
        ));
    }
    let when = payload.start.zip(payload.end).map(|(start, end)| Span {
        start: start.0,
        end: end.0,
    });
    Ok(CalendarNews {
        trigger,
        dedupe: format!(
            "{}/{uid}/{}",
            message.trigger,
            message.created_at.unwrap_or_default()
        ),
        uid,
        previous_uid: payload.reschedule_uid.filter(|uid| !uid.is_empty()),
        when,
        reason: payload
            .cancellation_reason
            .or(payload.reschedule_reason)
            .filter(|reason| !reason.trim().is_empty()),
    })
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "triggerEvent")]
    trigger: String,
    #[serde(rename = "createdAt")]
    created_at: Option<String>,
    payload: Option<Payload>,
}

#[derive(Deserialize, Default)]
struct Payload {
    uid: Option<String>,
    #[serde(rename = "startTime")]
    start: Option<Instant>,
    #[serde(rename = "endTime")]
    end: Option<Instant>,
    #[serde(rename = "rescheduleUid")]
    reschedule_uid: Option<String>,
    #[serde(rename = "rescheduleReason")]
    reschedule_reason: Option<String>,
    #[serde(rename = "cancellationReason")]
    cancellation_reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(secret: &str, body: &str) -> HeaderMap {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        HeaderMap::from_iter([("x-cal-signature-256".parse().unwrap(), signature.parse().unwrap())])
    }

    fn headers(signature: &str) -> HeaderMap {
        HeaderMap::from_iter([("x-cal-signature-256".parse().unwrap(), signature.parse().unwrap())])
    }

    #[test]
    fn the_known_answer_is_accepted_and_names_no_appointment() {
        let headers = headers("6964392879e8555db7df0d473a03a5558576786a2ce99ce1a327c08bd1011903");
        let body = br#"{"triggerEvent":"BOOKING_CREATED"}"#;
        assert_eq!(
            parse_calcom_webhook("secret", &headers, body),
            Err(CalendarWebhookError::Malformed(
                "The body names no appointment.".to_owned()
            ))
        );
        assert_eq!(
            parse_calcom_webhook("other", &headers, body),
            Err(CalendarWebhookError::BadSignature)
        );
    }

    #[test]
    fn what_is_not_signed_is_refused() {
        let body = br#"{"triggerEvent":"BOOKING_CREATED","payload":{"uid":"u"}}"#;
        for headers in [HeaderMap::new(), headers("no-secret-provided"), headers("")] {
            let refused = parse_calcom_webhook("secret", &headers, body);
            assert_eq!(refused, Err(CalendarWebhookError::Unsigned));
        }
        let refused = parse_calcom_webhook("secret", &headers("zz"), body);
        assert_eq!(refused, Err(CalendarWebhookError::BadSignature));
        let empty = String::from_utf8(body.to_vec()).unwrap();
        let refused = parse_calcom_webhook("", &signed("", &empty), body);
        assert_eq!(refused, Err(CalendarWebhookError::BadSignature));
    }

    #[test]
    fn a_moved_appointment_is_read() {
        let body = r#"{"triggerEvent":"BOOKING_RESCHEDULED","createdAt":"2026-11-20T08:00:00Z","payload":{"uid":"new",
            "rescheduleUid":"old","startTime":"2026-11-23T17:00:00Z","endTime":"2026-11-23T17:30:00.000Z",
            "rescheduleReason":"ill"}}"#;
        let news = parse_calcom_webhook("s", &signed("s", body), body.as_bytes()).unwrap();
        assert_eq!(news.trigger, CalendarTrigger::Rescheduled);
        assert_eq!(
            (news.uid.as_str(), news.previous_uid.as_deref()),
            ("new", Some("old"))
        );
        assert_eq!(news.reason.as_deref(), Some("ill"));
        assert_eq!(news.when.unwrap().start.to_string(), "2026-11-23T17:00:00Z");
        assert_eq!(news.dedupe, "BOOKING_RESCHEDULED/new/2026-11-20T08:00:00Z");
    }

    #[test]
    fn what_changes_no_appointment_is_told_apart() {
        let body = r#"{"triggerEvent":"MEETING_STARTED","uid":"x"}"#;
        let news = parse_calcom_webhook("s", &signed("s", body), body.as_bytes()).unwrap();
        assert_eq!(news.trigger, CalendarTrigger::Other);
    }
}
