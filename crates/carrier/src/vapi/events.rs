//! Believed messages in our words. Vapi adds to them without notice, so only what is known is looked at.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Event, LegStatus, Progress};
use outdial_domain::ids::CallId;
use outdial_domain::voice_agent::{ConversationNews, Speaker, Utterance};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::call::{self, CallDocument};
use super::callback;
use super::ended::End;
use super::json::{at, cut, text, time};
use super::order::METADATA_CALL;
use super::{report, tools};
use crate::{CarrierEvent, LegRef, News, RecordingReport, ReportKind, WebhookError, WebhookRequest};

/// What a believed message reports.
pub(super) fn read(request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| malformed("it is not JSON"))?;
    let message = at(&body, &["message"]);
    let kind = text(message, &["type"]).ok_or_else(|| malformed("message.type is missing"))?;
    let document = Document {
        message,
        call: at(message, &["call"]),
        leg: CallDocument(at(message, &["call"])).leg(),
        call_id: call_id(&request.url, message),
        told_at: time(message, &["timestamp"]).unwrap_or(request.received_at),
    };
    let mut events = match kind {
        "status-update" => document.status()?,
        "tool-calls" => document.tools()?,
        // With the final ones asked for, the type itself may say so.
        kind if kind.starts_with("transcript") => document.said()?,
        "end-of-call-report" => document.report()?,
        other => vec![document.other(other, request)],
    };
    let raw: Arc<str> = document.gist(kind).into();
    for event in &mut events {
        event.raw = raw.clone();
    }
    Ok(events)
}

/// A message with what all events of it share.
struct Document<'a> {
    message: &'a Value,
    call: &'a Value,
    leg: Option<LegRef>,
    call_id: Option<CallId>,
    told_at: Timestamp,
}

impl Document<'_> {
    fn status(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let id = self.id()?;
        let word = text(self.message, &["status"]).ok_or_else(|| malformed("message.status is missing"))?;
        let reason = self.reason();
        let status = call::read(word, || self.end_status());
        let is_over = word == "ended";
        let key = match is_over {
            true => format!("{id}:status:ended:{}", cut(reason, KEY_MAX)),
            false => format!("{id}:status:{}", cut(word, KEY_MAX)),
        };
        let event = status.map(|status| self.progress(status));
        let mut events = vec![self.event(ReportKind::Status, key, event)];
        if is_over {
            events.extend(self.verdict(&id));
        }
        Ok(events)
    }

    fn tools(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let id = self.id()?;
        let requests = tools::read(self.message);
        if requests.is_empty() {
            return Err(malformed("message.toolCallList names no tool"));
        }
        let ids: Vec<&str> = requests.iter().map(|request| request.id.as_str()).collect();
        let key = format!("{id}:tools:{}", digest(&[ids.join("\n").as_bytes()]));
        Ok(vec![self.news(key, ConversationNews::Tools(requests))])
    }

    fn said(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let id = self.id()?;
        let field = |name: &str| text(self.message, &[name]);
        let speaker = match field("role") {
            Some("assistant" | "bot") => Some(Speaker::Agent),
            Some("user") => Some(Speaker::Callee),
            Some(_) | None => None,
        };
        let is_final = field("transcriptType").is_none_or(|kind| kind == "final");
        let (Some(speaker), Some(said), true) = (speaker, field("transcript"), is_final) else {
            let key = format!("{id}:transcript:{}", self.told_at.0);
            return Ok(vec![self.event(ReportKind::Other, key, None)]);
        };
        let role = field("role").unwrap_or_default();
        let told = at(self.message, &["timestamp"]).to_string();
        let key = format!(
            "{id}:said:{}",
            digest(&[role.as_bytes(), told.as_bytes(), said.as_bytes()])
        );
        let started = time(self.call, &["startedAt"]);
        Ok(vec![
            self.news(
                key,
                ConversationNews::Said(Utterance {
                    speaker,
                    text: cut(said, SAID_MAX),
                    from_ms: started
                        .map(|started| self.told_at.ms_since(started))
                        .filter(|ms| *ms >= 0),
                    length_ms: None,
                }),
            ),
        ])
    }

    /// The report, and everything that it tells of the call itself.
    fn report(&self) -> Result<Vec<CarrierEvent>, WebhookError> {
        let id = self.id()?;
        let report = report::read(self.message, self.call);
        let end = self.progress(self.end_status());
        let mut events = vec![
            self.news(
                format!("{id}:report"),
                ConversationNews::Report(Box::new(report.clone())),
            ),
            self.event(ReportKind::Status, format!("{id}:report:end"), Some(end)),
        ];
        events.extend(self.verdict(&id));
        if let Some(cost) = report.cost {
            let billed = Event::Billed { cost };
            events.push(self.event(ReportKind::Status, format!("{id}:report:cost"), Some(billed)));
        }
        if report.stereo_recording_url.or(report.recording_url).is_some() {
            let recording = News::Recording(RecordingReport {
                recording: id.to_string(),
                started_at: report.started_at,
            });
            events.push(CarrierEvent {
                news: Some(recording),
                ..self.event(ReportKind::Recording, format!("{id}:recording"), None)
            });
        }
        Ok(events)
    }

    fn other(&self, kind: &str, request: &WebhookRequest) -> CarrierEvent {
        let key = format!(
            "{}:{}",
            cut(kind, KEY_MAX),
            digest(&[request.url.as_bytes(), &request.body])
        );
        self.event(ReportKind::Other, key, None)
    }

    /// A machine is reported when the call is over; before the end that would ask for things that cannot be done.
    fn verdict(&self, id: &LegRef) -> Option<CarrierEvent> {
        (End::read(self.reason()) == End::Voicemail).then(|| {
            let event = Event::Verdict {
                verdict: AmdVerdict::Machine,
            };
            self.event(ReportKind::Verdict, format!("{id}:voicemail"), Some(event))
        })
    }

    fn progress(&self, status: LegStatus) -> Event {
        let is_over = matches!(status, LegStatus::Completed);
        Event::Progress(Progress {
            at: self.ended_at().unwrap_or(self.told_at),
            sequence: None,
            talk_ms: self.talk_ms().filter(|_| is_over),
            status,
        })
    }

    fn end_status(&self) -> LegStatus {
        End::read(self.reason()).status(self.reason(), self.talk_ms().is_some())
    }

    fn reason(&self) -> &str {
        text(self.message, &["endedReason"])
            .or_else(|| text(self.call, &["endedReason"]))
            .unwrap_or_default()
    }

    fn ended_at(&self) -> Option<Timestamp> {
        time(self.message, &["endedAt"]).or_else(|| time(self.call, &["endedAt"]))
    }

    fn talk_ms(&self) -> Option<i64> {
        let started = time(self.message, &["startedAt"]).or_else(|| time(self.call, &["startedAt"]))?;
        Some(self.ended_at()?.ms_since(started).max(0))
    }

    fn news(&self, key: String, news: ConversationNews) -> CarrierEvent {
        CarrierEvent {
            news: Some(News::Conversation(news)),
            ..self.event(ReportKind::Conversation, key, None)
        }
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

    fn id(&self) -> Result<LegRef, WebhookError> {
        self.leg
            .clone()
            .filter(|leg| leg.0.len() <= ID_MAX)
            .ok_or_else(|| malformed("message.call.id is missing"))
    }

    /// The message without what it drags along: the whole call with our own secret in it, the assistant, the talk so far.
    fn gist(&self, kind: &str) -> String {
        let mut gist = json!({ "type": cut(kind, KEY_MAX), "call": self.leg });
        for key in GIST {
            let value = at(self.message, &[key]);
            let is_short = value.is_number() || value.is_string() && value.to_string().len() <= GIST_MAX;
            if is_short {
                gist[key] = value.clone();
            }
        }
        gist.to_string()
    }
}

/// Our id of the call: from the URL, else from the metadata that we gave along.
fn call_id(url: &str, message: &Value) -> Option<CallId> {
    let metadata: [&[&str]; 3] = [
        &["call", "assistantOverrides", "metadata", METADATA_CALL],
        &["assistant", "metadata", METADATA_CALL],
        &["call", "metadata", METADATA_CALL],
    ];
    callback::call_of(url).or_else(|| {
        let found = metadata.iter().find_map(|path| text(message, path));
        found.and_then(|id| id.parse().ok())
    })
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hex::encode(&hash.finalize()[..DIGEST_BYTES])
}

fn malformed(why: &str) -> WebhookError {
    WebhookError::Malformed(why.to_owned())
}

/// What is kept of a message for the timeline, when it is short.
const GIST: [&str; 9] = [
    "status",
    "endedReason",
    "timestamp",
    "startedAt",
    "endedAt",
    "cost",
    "role",
    "transcriptType",
    "durationSeconds",
];
const GIST_MAX: usize = 200;
const KEY_MAX: usize = 120;
const ID_MAX: usize = 200;
/// Half of the hash tells messages of one call apart with room to spare.
const DIGEST_BYTES: usize = 16;
/// A speech of several minutes.
const SAID_MAX: usize = 4_000;
