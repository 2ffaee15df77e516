use std::time::Duration;

use serde_json::{Value, json};

use super::{Resend, ResendConfig};
use crate::mail::{MailError, Mailer, OutgoingInvite, OutgoingMail, SentMail};
use crate::stand_in::{Asked, answering, client, objections, official};

fn mail() -> OutgoingMail {
    OutgoingMail {
        id: "mail_1".to_owned(),
        from: "Acme <office@example.com>".parse().unwrap(),
        to: "ada@example.org".parse().unwrap(),
        subject: "Hello".to_owned(),
        text: "Hi".to_owned(),
        html: "<p>Hi</p>".to_owned(),
        unsubscribe_url: Some("https://x.example/unsubscribe/1".to_owned()),
        invite: Some(OutgoingInvite {
            ics: "BEGIN:VCALENDAR".to_owned(),
            method: "REQUEST",
        }),
    }
}

async fn send(status: u16, body: Value) -> (Result<SentMail, MailError>, Asked) {
    let (base_url, server) = answering(vec![(status, body.to_string())]);
    let config = ResendConfig {
        base_url,
        api_key: "re_secret".to_owned(),
    };
    let sent = Resend::new(config, client()).send(&mail(), "mail_1/0").await;
    let mut asked = server.join().expect("the stand-in was asked");
    (sent, asked.remove(0))
}

#[tokio::test]
async fn a_mail_has_the_official_form_and_its_key() {
    let (sent, asked) = send(200, json!({"id": "e1"})).await;
    assert_eq!(sent.unwrap().provider_id.as_deref(), Some("e1"));
    assert_eq!(asked.line(), "POST /emails HTTP/1.1");
    assert_eq!(asked.header("idempotency-key"), Some("mail_1/0"));
    assert_eq!(asked.header("authorization"), Some("Bearer re_secret"));
    assert!(
        asked
            .header("user-agent")
            .is_some_and(|agent| agent.starts_with("outdial/"))
    );
    assert_eq!(
        asked.body["headers"]["List-Unsubscribe"],
        "<https://x.example/unsubscribe/1>"
    );
    assert_eq!(asked.body["attachments"][0]["content"], "QkVHSU46VkNBTEVOREFS");
    let Some(document) = official("resend.json") else {
        return;
    };
    let schema = json!({"$ref": "#/components/schemas/SendEmailRequest"});
    assert_eq!(objections(&document, &schema, &asked.body, ""), [""; 0]);
}

#[tokio::test]
async fn what_passes_is_told_from_what_does_not() {
    let cases = [
        (429, "rate_limit_exceeded", true),
        (429, "daily_quota_exceeded", false),
        (409, "concurrent_idempotent_requests", true),
        (409, "invalid_idempotent_request", false),
        (422, "invalid_from_address", false),
        (403, "validation_error", false),
        (401, "missing_api_key", false),
        (500, "application_error", true),
        (503, "x", true),
    ];
    for (status, name, passes) in cases {
        let body = json!({"statusCode": status, "name": name, "message": "because"});
        let why = send(status, body).await.0.unwrap_err();
        assert_eq!(
            matches!(why, MailError::Passing { .. }),
            passes,
            "{status} {name}"
        );
        assert!(why.to_string().contains("because"), "{why}");
        if let MailError::Passing { wait, .. } = why {
            assert_eq!(wait, Some(Duration::from_secs(7)));
        }
    }
    // The key makes it harmless to try again, whatever became of it.
    let why = send(0, json!(null)).await.0.unwrap_err();
    assert!(matches!(why, MailError::Passing { .. }), "{why}");
}

#[tokio::test]
async fn a_mail_that_was_taken_is_not_sent_again_because_the_answer_is_odd() {
    assert_eq!(
        send(200, json!("odd")).await.0,
        Ok(SentMail { provider_id: None })
    );
}
