//! What Resend tells of a mail, signed.

use http::HeaderMap;
use outdial_domain::Timestamp;
use serde::Deserialize;

use crate::hooks::{HookSecret, NotSigned};
use crate::instant::Instant;

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailEvent {
    /// It left Resend.
    Sent,
    /// The other side took it.
    Delivered,
    /// It goes on being tried.
    Delayed,
    /// It came back for good: the address is not to be written to again.
    Bounced,
    /// It came back, and the address may be good.
    BouncedForNow,
    /// The person called it spam: the address is not to be written to again.
    Complained,
    /// Resend could not send it.
    Failed,
    /// Something that changes nothing for us.
    Other,
}

/// What Resend tells of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailNews {
    /// What became of it.
    pub event: MailEvent,
    /// Resend's id of the mail.
    pub provider_id: String,
    /// Why it came back.
    pub reason: Option<String>,
    /// When that happened.
    pub at: Option<Timestamp>,
    /// The same for repetitions of this message.
    pub dedupe: String,
}

/// Why a message does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailWebhookError {
    /// It is not signed, or not by Resend, or too old.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    /// It is signed, and nothing that we can read.
    #[error("{0}")]
    Malformed(String),
}

/// Reads a message of Resend. Its signature is checked before a byte of the body is looked at.
///
/// # Errors
/// When it is not signed with `secret` just now, or cannot be read.
pub fn parse_resend_webhook(
    secret: &HookSecret,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Result<MailNews, MailWebhookError> {
    let id = secret.verify(headers, body, now)?;
    let message: Message = serde_json::from_slice(body).map_err(|why| {
        MailWebhookError::Malformed(format!(
            "The body cannot be read at line {} column {}.",
            why.line(),
            why.column()
        ))
    })?;
    let data = message.data;
    let event = match message.kind.as_str() {
        "email.sent" => MailEvent::Sent,
        "email.delivered" => MailEvent::Delivered,
        "email.delivery_delayed" => MailEvent::Delayed,
        "email.bounced" => match data.bounce.as_ref().and_then(|bounce| bounce.kind.as_deref()) {
            Some("Transient" | "Undetermined") => MailEvent::BouncedForNow,
            Some(_) | None => MailEvent::Bounced,
        },
        "email.complained" => MailEvent::Complained,
        "email.suppressed" => MailEvent::Bounced,
        "email.failed" => MailEvent::Failed,
        _ => MailEvent::Other,
    };
    let reason = data
        .bounce
        .and_then(|bounce| bounce.message)
        .or_else(|| data.suppressed.and_then(|suppressed| suppressed.message))
        .or_else(|| data.failed.and_then(|failed| failed.reason));
    Ok(MailNews {
        event,
        provider_id: data.email_id.unwrap_or_default(),
        reason: reason.map(|reason| reason.chars().take(REASON_MAX).collect()),
        at: message.created_at.map(|at| at.0),
        dedupe: id,
    })
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "type")]
    kind: String,
    created_at: Option<Instant>,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    email_id: Option<String>,
    bounce: Option<Bounce>,
    suppressed: Option<Suppressed>,
    failed: Option<Failed>,
}

#[derive(Deserialize)]
struct Bounce {
    #[serde(rename = "type")]
    kind: Option<String>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Suppressed {
    message: Option<String>,
}

#[derive(Deserialize)]
struct Failed {
    reason: Option<String>,
}

const REASON_MAX: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);

    fn read(body: &str) -> Result<MailNews, MailWebhookError> {
        let secret: HookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap();
        let signature = secret.sign("msg_1", NOW, body.as_bytes());
        let mut headers = HeaderMap::new();
        headers.insert("svix-id", "msg_1".parse().unwrap());
        headers.insert("svix-timestamp", "1700000000".parse().unwrap());
        headers.insert("svix-signature", signature.parse().unwrap());
        parse_resend_webhook(&secret, &headers, body.as_bytes(), NOW)
    }

    #[test]
    fn bounces_for_good_are_told_from_those_for_now() {
        let body = |kind: &str| {
            format!(
                r#"{{"type":"email.bounced","created_at":"2026-11-23T17:00:00.000Z","data":{{"email_id":"e1",
                "bounce":{{"type":"{kind}","message":"no such user"}}}}}}"#
            )
        };
        let news = read(&body("Permanent")).unwrap();
        assert_eq!(news.event, MailEvent::Bounced);
        assert_eq!(news.provider_id, "e1");
        assert_eq!(news.reason.as_deref(), Some("no such user"));
        assert_eq!(news.dedupe, "msg_1");
        assert_eq!(read(&body("Transient")).unwrap().event, MailEvent::BouncedForNow);
    }

    #[test]
    fn every_kind_that_matters_has_its_word() {
        let cases = [
            ("email.sent", MailEvent::Sent),
            ("email.delivered", MailEvent::Delivered),
            ("email.delivery_delayed", MailEvent::Delayed),
            ("email.complained", MailEvent::Complained),
            ("email.failed", MailEvent::Failed),
            ("email.suppressed", MailEvent::Bounced),
            ("email.opened", MailEvent::Other),
            ("contact.created", MailEvent::Other),
        ];
        for (kind, expected) in cases {
            let body = format!(r#"{{"type":"{kind}","data":{{"email_id":"e1","tags":{{"a":"b"}}}}}}"#);
            assert_eq!(read(&body).unwrap().event, expected, "{kind}");
        }
        assert!(matches!(read("[]"), Err(MailWebhookError::Malformed(_))));
    }
}
