//! Verified webhooks in our words. Twilio adds parameters without notice, so only what is known is looked at
//! and everything is kept.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{Event, LegStatus, Progress};
use outdial_domain::ids::CallId;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::form::Parameters;
use super::signature::Verified;
use super::{amd, call_status, failures, room_events, wire};
use crate::{CarrierEvent, LegRef, News, ReportKind, WebhookError, WebhookRequest};

/// What a verified webhook reports; usually one event, two when a status brings a verdict along.
pub(super) fn read(
    webhook: &Verified<'_>,
    request: &WebhookRequest,
) -> Result<Vec<CarrierEvent>, WebhookError> {
    let report = Report {
        parameters: &webhook.parameters,
        received_at: request.received_at,
        leg: webhook
            .parameters
            .text("CallSid")
            .map(|sid| LegRef(sid.into_owned())),
        call_id: call_id(webhook.url.query()),
    };
    let mut events = match kind(webhook.url.last_segment(), &webhook.parameters) {
        ReportKind::Status => report.status()?,
        ReportKind::Verdict => report.verdict()?,
        ReportKind::Instructions => report.instructions()?,
        ReportKind::Digits => report.digits(request)?,
        ReportKind::Recording => report.recording()?,
        ReportKind::Room => report.room()?,
        ReportKind::Browser => report.browser()?,
        ReportKind::Conversation | ReportKind::Other => vec![report.other(request)],
    };
    let raw: Arc<str> = match webhook.document {
        Some(document) => serde_json::from_slice(document)
            .unwrap_or(Value::Null)
            .to_string()
            .into(),
        None => webhook.parameters.to_json().into(),
    };
    for event in &mut events {
        event.raw = raw.clone();
    }
    Ok(events)
}

/// A webhook's parameters with what all events of it share.
struct Report<'a> {
    parameters: &'a Parameters<'a>,
    received_at: Timestamp,
    leg: Option<LegRef>,
    call_id: Option<CallId>,
}

impl Report<'_> {
    /// A status callback: progress, and the verdict if the detector ran before the answer was reported.
    fn status(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let sid = self.sid()?;
        let word = self.needed("CallStatus")?;
        let sequence = self.parameters.number("SequenceNumber");
        let key = match sequence {
            Some(sequence) => format!("{sid}:status:{word}:{sequence}"),
            None => format!("{sid}:status:{word}"),
        };
        let status = call_status::read(&word, || self.failure());
        let event = status.map(|status| self.progress(status, sequence));
        let mut events = vec![self.event(ReportKind::Status, key, event)];
        if self.parameters.text("AnsweredBy").is_some() {
            events.extend(self.verdict()?);
        }
        Ok(events)
    }

    /// An asynchronous detector's verdict.
    fn verdict(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let sid = self.sid()?;
        let answered_by = self.needed("AnsweredBy")?;
        let verdict = amd::read(&answered_by);
        let key = format!("{sid}:amd:{answered_by}");
        Ok(vec![self.event(
            ReportKind::Verdict,
            key,
            Some(Event::Verdict { verdict }),
        )])
    }

    /// A leg that asks what to do has been answered, whether or not the report of that has arrived.
    fn instructions(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let sid = self.sid()?;
        let word = self.parameters.text("CallStatus").unwrap_or_default();
        let event = (word == "in-progress").then(|| self.progress(LegStatus::Answered, None));
        let mut events = vec![self.event(ReportKind::Instructions, format!("{sid}:voice:{word}"), event)];
        if self.parameters.text("AnsweredBy").is_some() {
            events.extend(self.verdict()?);
        }
        Ok(events)
    }

    /// Keys pressed in a gather. Two gathers may bring the same keys, so equal parameters prove no repetition.
    fn digits(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
        let sid = self.sid()?;
        let key = match idempotency_token(request) {
            Some(token) => format!("{sid}:digits:{token}"),
            None => format!("{sid}:digits:{}", self.received_at.0),
        };
        let keys = self.parameters.text("Digits").map(|keys| keys.into_owned());
        Ok(vec![CarrierEvent {
            news: keys.map(|keys| News::Keys { keys }),
            ..self.event(ReportKind::Digits, key, None)
        }])
    }

    fn recording(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let recording = self.needed("RecordingSid")?;
        let status = self.parameters.text("RecordingStatus").unwrap_or_default();
        let key = format!("{recording}:recording:{status}");
        let news = room_events::recording(self.parameters).map(News::Recording);
        Ok(vec![CarrierEvent {
            news,
            ..self.event(ReportKind::Recording, key, None)
        }])
    }

    /// A conference's callback. It may name the leg of an agent, which is no leg of the call.
    fn room(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let report = room_events::room(self.parameters)?;
        let key = room_events::room_key(self.parameters, &report);
        Ok(vec![CarrierEvent {
            leg: None,
            news: Some(News::Room(report)),
            ..self.event(ReportKind::Room, key, None)
        }])
    }

    fn browser(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let (sid, entry) = (self.sid()?, room_events::browser(self.parameters)?);
        Ok(vec![CarrierEvent {
            news: Some(News::Browser(entry)),
            ..self.event(ReportKind::Browser, format!("{sid}:client"), None)
        }])
    }

    fn other(&self, request: &WebhookRequest) -> CarrierEvent {
        let key = match idempotency_token(request) {
            Some(token) => format!("token:{token}"),
            None => {
                let hash = Sha256::new()
                    .chain_update(&request.url)
                    .chain_update(&request.body);
                format!("hash:{}", hex::encode(hash.finalize()))
            }
        };
        self.event(ReportKind::Other, key, None)
    }

    fn progress(&self, status: LegStatus, sequence: Option<u32>) -> Event {
        let told = self
            .parameters
            .text("Timestamp")
            .and_then(|text| wire::rfc_2822(&text));
        let talk_ms = call_status::has_talk(&status)
            .then(|| self.parameters.number("CallDuration"))
            .flatten()
            .map(|seconds| i64::from(seconds) * 1_000);
        Event::Progress(Progress {
            status,
            at: told.unwrap_or(self.received_at),
            sequence,
            talk_ms,
        })
    }

    fn failure(&self) -> outdial_domain::call::CallFailure {
        let code = self.parameters.number("ErrorCode").filter(|&code| code != 0);
        let sip = self.parameters.number("SipResponseCode");
        failures::of_failed_leg(code, sip)
    }

    fn event(&self, kind: ReportKind, dedupe_key: String, event: Option<Event>) -> CarrierEvent {
        CarrierEvent {
            call_id: self.call_id.clone(),
            leg: self.leg.clone(),
            dedupe_key,
            kind,
            event,
            news: None,
            raw: Arc::default(),
        }
    }

    fn sid(&self) -> Result<&str, WebhookError> {
        self.leg
            .as_ref()
            .map(LegRef::as_str)
            .ok_or_else(|| missing("CallSid"))
    }

    fn needed(&self, name: &str) -> Result<std::borrow::Cow<'_, str>, WebhookError> {
        self.parameters.text(name).ok_or_else(|| missing(name))
    }
}

/// What a webhook is about: the URL that we gave for it says so, else its parameters do.
fn kind(last_segment: &str, parameters: &Parameters<'_>) -> ReportKind {
    let has = |name: &str| parameters.text(name).is_some();
    match last_segment {
        "status" => ReportKind::Status,
        "amd" => ReportKind::Verdict,
        "recording" => ReportKind::Recording,
        "room" if ROOM_REPORT.iter().all(|name| has(name)) => ReportKind::Room,
        "client" => ReportKind::Browser,
        _ if has("ConferenceSid") => ReportKind::Other,
        _ if has("Digits") || has("SpeechResult") => ReportKind::Digits,
        "voice" | "twiml" => ReportKind::Instructions,
        _ if has("RecordingSid") && has("RecordingStatus") => ReportKind::Recording,
        _ if has("CallbackSource") && has("CallStatus") => ReportKind::Status,
        _ if has("AnsweredBy") && !has("CallStatus") => ReportKind::Verdict,
        _ => ReportKind::Other,
    }
}

/// Our id of the call, from the query that we put into the URL; its characters are never encoded.
fn call_id(query: &str) -> Option<CallId> {
    query
        .split('&')
        .find_map(|part| part.strip_prefix("call="))
        .and_then(|id| id.parse().ok())
}

fn idempotency_token(request: &WebhookRequest) -> Option<&str> {
    request.headers.get(IDEMPOTENCY_HEADER)?.to_str().ok()
}

fn missing(name: &str) -> WebhookError {
    WebhookError::Malformed(format!("{name} is missing"))
}

/// What a conference's callback surely says.
const ROOM_REPORT: [&str; 3] = ["ConferenceSid", "FriendlyName", "StatusCallbackEvent"];
/// Equal for all deliveries of one webhook that Twilio repeats.
const IDEMPOTENCY_HEADER: &str = "i-twilio-idempotency-token";
