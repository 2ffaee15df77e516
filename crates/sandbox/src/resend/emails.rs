//! `/emails`, `/emails/batch`, `/domains` and `/webhooks`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::Refusal;
use super::book::{Known, Webhook};
use crate::lock::lock;
use crate::mail::{Mail, MailFile};
use crate::sandbox::Sandbox;

/// `POST /emails`
pub(super) async fn send(State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap, body: Bytes) -> Response {
    once(&sandbox, &headers, &body, |wish| {
        let mail = check(wish)?;
        Ok(json!({ "id": sandbox.take_mail(mail) }))
    })
}

/// `POST /emails/batch`: one bad item fails all.
pub(super) async fn batch(State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap, body: Bytes) -> Response {
    once(&sandbox, &headers, &body, |wish| {
        let wishes = wish.as_array().filter(|wishes| (1..=100).contains(&wishes.len()));
        let Some(wishes) = wishes else {
            return Err(Refusal::new(
                422,
                "validation_error",
                "A batch has 1 to 100 emails.",
            ));
        };
        if wishes.iter().any(|wish| !wish["attachments"].is_null()) {
            return Err(Refusal::new(
                422,
                "validation_error",
                "Attachments are not supported in batches.",
            ));
        }
        let mails = wishes.iter().map(check).collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<Value> = mails
            .into_iter()
            .map(|mail| json!({ "id": sandbox.take_mail(mail) }))
            .collect();
        Ok(json!({ "data": ids }))
    })
}

/// Does something at most once per key.
fn once(
    sandbox: &Arc<Sandbox>,
    headers: &HeaderMap,
    body: &[u8],
    act: impl FnOnce(&Value) -> Result<Value, Refusal>,
) -> Response {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    if key.is_some_and(|key| key.is_empty() || key.len() > 256) {
        let why = "The key must have 1 to 256 characters.";
        return Refusal::new(400, "invalid_idempotency_key", why).into_response();
    }
    let now = sandbox.now();
    if let Some(key) = key {
        match lock(&sandbox.resend).known(key, body, now) {
            Known::New => {}
            Known::Same(answer) => return Json(answer).into_response(),
            Known::Other => {
                let why = "Same idempotency key used with a different request payload.";
                return Refusal::new(409, "invalid_idempotent_request", why).into_response();
            }
        }
    }
    let Ok(wish) = serde_json::from_slice::<Value>(body) else {
        return Refusal::new(400, "validation_error", "The body is not JSON.").into_response();
    };
    match act(&wish) {
        Ok(answer) => {
            if let Some(key) = key {
                lock(&sandbox.resend).remember(key, body, &answer, now);
            }
            Json(answer).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What a wish says, if it can be granted.
fn check(wish: &Value) -> Result<New, Refusal> {
    let text = |field: &str| wish[field].as_str().unwrap_or_default().to_owned();
    let from = text("from");
    if from.is_empty() {
        return Err(Refusal::missing("from"));
    }
    if !from.contains('@') {
        let why = "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name \
                   <email@example.com>` format.";
        return Err(Refusal::new(422, "validation_error", why));
    }
    let to: Vec<String> = match &wish["to"] {
        Value::String(to) => vec![to.clone()],
        Value::Array(to) => to.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            return Err(Refusal::missing("to"));
        }
    };
    if to.is_empty() || to.len() > 50 || to.iter().any(|to| !to.contains('@')) {
        return Err(Refusal::new(422, "validation_error", "Invalid `to` field."));
    }
    if text("subject").is_empty() {
        return Err(Refusal::missing("subject"));
    }
    if text("html").is_empty() && text("text").is_empty() {
        return Err(Refusal::new(
            422,
            "validation_error",
            "Missing `html` or `text` field.",
        ));
    }
    Ok(New {
        from,
        to,
        subject: text("subject"),
        text: text("text"),
        html: text("html"),
        headers: pairs(&wish["headers"]),
        files: files(&wish["attachments"])?,
        tags: wish["tags"].clone(),
    })
}

/// A mail that can be sent.
pub(super) struct New {
    from: String,
    to: Vec<String>,
    subject: String,
    text: String,
    html: String,
    headers: Vec<(String, String)>,
    files: Vec<MailFile>,
    tags: Value,
}

fn pairs(headers: &Value) -> Vec<(String, String)> {
    let headers = headers.as_object().into_iter().flatten();
    headers
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

fn files(attachments: &Value) -> Result<Vec<MailFile>, Refusal> {
    let read = |file: &Value| {
        let content = file["content"].as_str().unwrap_or_default();
        let bytes = STANDARD.decode(content).ok()?;
        Some(MailFile {
            filename: file["filename"].as_str().unwrap_or_default().to_owned(),
            content_type: file["content_type"]
                .as_str()
                .unwrap_or("application/octet-stream")
                .to_owned(),
            text: String::from_utf8_lossy(&bytes).chars().take(FILE_SHOWN).collect(),
        })
    };
    let files = attachments.as_array().into_iter().flatten().map(read);
    files
        .collect::<Option<_>>()
        .ok_or_else(|| Refusal::new(422, "invalid_attachment", "Attachment content must be Base64."))
}

impl Sandbox {
    fn take_mail(self: &Arc<Self>, new: New) -> String {
        let nth = lock(&self.mails).next().to_string();
        let id = self.uuid("email", &[&nth]);
        let mail = Mail {
            id: id.clone(),
            via: "resend",
            at: self.now(),
            from: new.from,
            to: new.to,
            subject: new.subject,
            text: new.text,
            html: new.html,
            headers: new.headers,
            attachments: new.files,
            last_event: "queued".to_owned(),
        };
        lock(&self.mails).add(mail.clone());
        self.spawn(Arc::clone(self).carry_mail(mail, new.tags));
        id
    }
}

/// `GET /emails/{id}`
pub(super) async fn fetch(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    let mail = lock(&sandbox.mails).find(&id).cloned();
    match mail {
        Some(mail) => Json(json!({
            "object": "email", "id": mail.id, "from": mail.from, "to": mail.to, "subject": mail.subject,
            "text": mail.text, "html": mail.html, "created_at": mail.at.to_string(), "last_event": mail.last_event,
        }))
        .into_response(),
        None => Refusal::new(404, "not_found", "Email not found").into_response(),
    }
}

/// `GET /domains`
pub(super) async fn domains() -> Response {
    let domain =
        json!({ "id": "d-1", "name": "sandbox.example", "status": "verified", "region": "us-east-1" });
    Json(json!({ "object": "list", "has_more": false, "data": [domain] })).into_response()
}

/// `POST /webhooks`: the secret is shown once.
pub(super) async fn subscribe(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let wish: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (Some(url), Some(events)) = (wish["endpoint"].as_str(), wish["events"].as_array()) else {
        return Refusal::missing("endpoint").into_response();
    };
    let mut book = lock(&sandbox.resend);
    let nth = book.next().to_string();
    let id = sandbox.uuid("resend webhook", &[&nth]);
    let secret = format!(
        "whsec_{}",
        STANDARD.encode(sandbox.uuid("resend secret", &[&nth]))
    );
    let webhook = Webhook {
        url: url.to_owned(),
        secret: secret.clone(),
        events: events
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    };
    book.webhooks.insert(id.clone(), webhook);
    let answer = json!({ "object": "webhook", "id": id, "signing_secret": secret });
    (StatusCode::CREATED, Json(answer)).into_response()
}

const FILE_SHOWN: usize = 20_000;
