//! What a carrier tells us of its own accord.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method};
use outdial_domain::Timestamp;
use outdial_domain::call::Event;
use outdial_domain::ids::CallId;

use crate::{LegRef, News};

/// A webhook as it arrived.
#[derive(Debug, Clone)]
pub struct WebhookRequest {
    /// HTTP method.
    pub method: Method,
    /// The URL as the carrier used it, still percent-encoded: public base URL, path and query.
    pub url: String,
    /// Headers, with lower-case names.
    pub headers: HeaderMap,
    /// The body as received.
    pub body: Bytes,
    /// When it reached us; stands in for times that the carrier does not give.
    pub received_at: Timestamp,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// The leg's progress.
    Status,
    /// A detector's verdict.
    Verdict,
    /// The leg asks for instructions; the answer to the request must be [`crate::Carrier::render`]ed.
    Instructions,
    /// The callee pressed keys; the answer must be instructions, too.
    Digits,
    /// A recording.
    Recording,
    /// Something that happened in a room that the carrier hosts.
    Room,
    /// A browser that asks to be let into a room; the answer must be instructions, too.
    Browser,
    /// What a voice agent says, asks or reports; when it asks for tools, the answer carries replies.
    Conversation,
    /// Anything else; kept for the record.
    Other,
}

/// One verified, normalised report.
#[derive(Debug, Clone, PartialEq)]
pub struct CarrierEvent {
    /// Our id of the call, from the URL that we gave to the carrier.
    pub call_id: Option<CallId>,
    /// The carrier's id of the leg.
    pub leg: Option<LegRef>,
    /// Equal for deliveries of the same report, different otherwise (within one carrier account).
    pub dedupe_key: String,
    /// What the report is about.
    pub kind: ReportKind,
    /// What it means for the call; `None` when it says nothing (yet) that the call machine knows.
    pub event: Option<Event>,
    /// What it says beside that.
    pub news: Option<News>,
    /// Every parameter as received, as JSON, for the timeline; holds no credentials.
    pub raw: Arc<str>,
}

/// Why a webhook is not believed, or not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// It carries no signature.
    #[error("the request carries no signature")]
    Unsigned,
    /// Its signature is not the carrier's.
    #[error("the signature does not match")]
    BadSignature,
    /// It is the carrier's, but makes no sense.
    #[error("the request is malformed: {0}")]
    Malformed(String),
}
