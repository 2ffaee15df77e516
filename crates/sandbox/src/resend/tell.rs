//! What becomes of a mail, and its reports.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;
use tokio::time::sleep;

use super::book::Webhook;
use crate::lock::lock;
use crate::mail::Mail;
use crate::sandbox::Sandbox;
use crate::webhook::WebhookRequest;

impl Sandbox {
    /// Brings a mail to its end.
    pub(super) async fn carry_mail(self: Arc<Self>, mail: Mail, tags: Value) {
        sleep(LEAVES_AFTER).await;
        self.report_mail(&mail, &tags, "email.sent", "sent", json!({}))
            .await;
        sleep(ARRIVES_AFTER).await;
        let (event, word, extra) = fate(&mail);
        self.report_mail(&mail, &tags, event, word, extra).await;
    }

    async fn report_mail(self: &Arc<Self>, mail: &Mail, tags: &Value, event: &str, word: &str, extra: Value) {
        if let Some(mail) = lock(&self.mails).find(&mail.id) {
            mail.last_event = word.to_owned();
        }
        let webhooks: Vec<Webhook> = lock(&self.resend).webhooks.values().cloned().collect();
        let fate = self
            .faults()
            .callback_fate(self.seed, &["resend", event, &mail.id]);
        if fate.lost {
            return;
        }
        sleep(Duration::from_millis(fate.delay_ms)).await;
        let now = self.now();
        let mut data = json!({
            "email_id": mail.id, "created_at": mail.at.to_string(), "from": mail.from, "to": mail.to,
            "subject": mail.subject, "tags": by_name(tags),
        });
        if let Value::Object(extra) = extra {
            for (key, value) in extra {
                data[key] = value;
            }
        }
        let body = json!({ "type": event, "created_at": now.to_string(), "data": data });
        let body = Bytes::from(body.to_string());
        for webhook in webhooks
            .iter()
            .filter(|webhook| webhook.events.iter().any(|wanted| wanted == event))
        {
            let id = format!("msg_{}", self.uuid("svix", &[event, &mail.id]).replace('-', ""));
            for _ in 0..if fate.doubled { 2 } else { 1 } {
                let request = request(webhook, &id, now.0.div_euclid(1_000_000), &body);
                if let Err(why) = self.callbacks.send(request).await {
                    tracing::debug!(%why, "a report of a mail did not arrive");
                }
            }
        }
    }
}

/// What becomes of a mail, by its first address.
fn fate(mail: &Mail) -> (&'static str, &'static str, Value) {
    let to = mail.to.first().map_or("", String::as_str);
    let address = to.rsplit_once('<').map_or(to, |(_, address)| address);
    let name = address.split(['@', '+']).next().unwrap_or_default();
    match name {
        "bounced" => (
            "email.bounced",
            "bounced",
            json!({ "bounce": {
                "type": "Permanent", "subType": "General", "message": "The recipient's address does not exist.",
            } }),
        ),
        "complained" => ("email.complained", "complained", json!({})),
        "suppressed" => (
            "email.suppressed",
            "suppressed",
            json!({ "suppressed": { "reason": "previous_bounce", "message": "The address bounced before." } }),
        ),
        _ => ("email.delivered", "delivered", json!({})),
    }
}

/// Tags are sent as a list and come back as an object.
fn by_name(tags: &Value) -> Map<String, Value> {
    let tags = tags.as_array().into_iter().flatten();
    tags.filter_map(|tag| Some((tag["name"].as_str()?.to_owned(), tag["value"].clone())))
        .collect()
}

fn request(webhook: &Webhook, id: &str, seconds: i64, body: &Bytes) -> WebhookRequest {
    let seconds = seconds.to_string();
    let signature = sign(&webhook.secret, id, &seconds, body);
    let headers = [
        ("content-type", "application/json"),
        ("svix-id", id),
        ("svix-timestamp", &seconds),
        ("svix-signature", &signature),
    ];
    WebhookRequest {
        method: "POST".to_owned(),
        url: webhook.url.clone(),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        body: body.clone(),
        connect_timeout: Duration::from_secs(5),
    }
}

fn sign(secret: &str, id: &str, seconds: &str, body: &[u8]) -> String {
    let key = STANDARD
        .decode(secret.trim_start_matches("whsec_"))
        .unwrap_or_default();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

const LEAVES_AFTER: Duration = Duration::from_millis(50);
const ARRIVES_AFTER: Duration = Duration::from_millis(300);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_answer_comes_out() {
        let signature = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
