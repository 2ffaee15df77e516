//! Resend's JSON.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::mail::OutgoingMail;

#[derive(Serialize)]
pub(super) struct SendEmail<'a> {
    pub from: String,
    pub to: [&'a str; 1],
    pub subject: &'a str,
    pub text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub html: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    pub tags: [Tag<'a>; 1],
}

#[derive(Serialize)]
pub(super) struct Attachment {
    pub filename: &'static str,
    pub content: String,
    pub content_type: String,
}

#[derive(Serialize)]
pub(super) struct Tag<'a> {
    pub name: &'static str,
    pub value: &'a str,
}

impl<'a> SendEmail<'a> {
    pub fn of(mail: &'a OutgoingMail) -> Self {
        let mut headers = BTreeMap::new();
        if let Some(url) = &mail.unsubscribe_url {
            headers.insert("List-Unsubscribe", format!("<{url}>"));
            headers.insert("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
        }
        let attachments = mail.invite.iter().map(|invite| Attachment {
            filename: "invite.ics",
            content: STANDARD.encode(&invite.ics),
            content_type: format!("text/calendar; charset=utf-8; method={}", invite.method),
        });
        Self {
            from: mail.from.to_string(),
            to: [mail.to.as_str()],
            subject: &mail.subject,
            text: &mail.text,
            html: &mail.html,
            headers,
            attachments: attachments.collect(),
            tags: [Tag {
                name: "outdial_mail",
                value: &mail.id,
            }],
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Accepted {
    pub id: String,
}

#[derive(Deserialize)]
pub(super) struct Failure {
    pub name: String,
    #[serde(default)]
    pub message: String,
}
