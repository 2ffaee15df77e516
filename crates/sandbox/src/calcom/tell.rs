//! Reports of bookings, signed as Cal.com signs.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::time::sleep;

use super::book::{Booking, HOST, HOST_EMAIL, SLUG, TITLE, Webhook, iso};
use super::bookings::event_type;
use crate::lock::lock;
use crate::sandbox::Sandbox;
use crate::webhook::WebhookRequest;

impl Sandbox {
    /// Reports to everybody who asked for it; the faults may lose a report, double it or keep it back.
    pub(super) fn report_booking(self: &Arc<Self>, trigger: &'static str, booking: &Booking) {
        let webhooks: Vec<Webhook> = lock(&self.calcom).webhooks.values().cloned().collect();
        let body = Bytes::from(body(self, trigger, booking).to_string());
        for webhook in webhooks {
            if !webhook.is_active || !webhook.triggers.iter().any(|wanted| wanted == trigger) {
                continue;
            }
            let fate = self
                .faults()
                .callback_fate(self.seed, &["calcom", trigger, &booking.uid]);
            if fate.lost {
                continue;
            }
            for _ in 0..if fate.doubled { 2 } else { 1 } {
                let (sandbox, request) = (Arc::clone(self), request(&webhook, &body));
                self.spawn(async move {
                    sleep(Duration::from_millis(fate.delay_ms)).await;
                    if let Err(why) = sandbox.callbacks.send(request).await {
                        tracing::debug!(%why, "a report of a booking did not arrive");
                    }
                });
            }
        }
    }
}

fn request(webhook: &Webhook, body: &Bytes) -> WebhookRequest {
    let signature = match &webhook.secret {
        Some(secret) => sign(secret, body),
        None => "no-secret-provided".to_owned(),
    };
    let headers = [
        ("content-type", "application/json"),
        ("x-cal-signature-256", &signature),
        ("x-cal-webhook-version", "2021-10-20"),
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

fn sign(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

fn body(sandbox: &Sandbox, trigger: &str, booking: &Booking) -> Value {
    let attendee = &booking.attendee;
    let mut payload = json!({
        "type": SLUG,
        "title": TITLE,
        "startTime": iso(booking.start),
        "endTime": iso(booking.end()),
        "organizer": {
            "id": 1, "name": HOST, "email": HOST_EMAIL, "username": "sandbox", "timeZone": "UTC",
            "language": { "locale": "en" }, "timeFormat": "h:mma",
        },
        "attendees": [{
            "name": attendee["name"], "email": attendee["email"], "timeZone": attendee["timeZone"],
            "language": { "locale": "en" },
        }],
        "eventTypeId": event_type(sandbox),
        "uid": booking.uid,
        "bookingId": booking.id,
        "status": if booking.is_cancelled { "CANCELLED" } else { "ACCEPTED" },
        "length": booking.minutes,
        "metadata": booking.metadata,
        "responses": {
            "name": { "label": "your_name", "value": attendee["name"] },
            "email": { "label": "email_address", "value": attendee["email"] },
        },
    });
    if let Some(uid) = &booking.rescheduled_from {
        payload["rescheduleUid"] = uid.clone().into();
    }
    if let Some(reason) = &booking.reason {
        let key = if booking.is_cancelled {
            "cancellationReason"
        } else {
            "rescheduleReason"
        };
        payload[key] = reason.clone().into();
    }
    json!({ "triggerEvent": trigger, "createdAt": iso(sandbox.now()), "payload": payload })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_answer_comes_out() {
        assert_eq!(
            sign("secret", br#"{"triggerEvent":"BOOKING_CREATED"}"#),
            "6964392879e8555db7df0d473a03a5558576786a2ce99ce1a327c08bd1011903"
        );
    }
}
