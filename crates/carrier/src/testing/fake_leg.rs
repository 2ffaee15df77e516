//! Legs of the scripted carrier, and the webhooks that tell of them.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use outdial_domain::Timestamp;
use outdial_domain::call::Event;
use outdial_domain::ids::CallId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{CarrierEvent, LegRef, News, ReportKind, WebhookError, WebhookRequest};

/// The body of a webhook of the scripted carrier.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Notice {
    call_id: CallId,
    leg: LegRef,
    number: u64,
    event: Event,
}

/// The same for what is nothing to the call machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct NewsNotice {
    call_id: CallId,
    number: u64,
    news: News,
}

/// A signed webhook that reports `event`; `number` tells reports of one leg apart.
pub(super) fn webhook(
    call_id: &CallId,
    leg: &LegRef,
    number: u64,
    event: &Event,
    received_at: Timestamp,
) -> WebhookRequest {
    let notice = Notice {
        call_id: call_id.clone(),
        leg: leg.clone(),
        number,
        event: event.clone(),
    };
    let body = serde_json::to_vec(&notice).expect("a notice is plain data");
    signed(call_id, body, received_at)
}

/// A signed webhook that reports what is nothing to the call machine.
pub(super) fn news_webhook(
    call_id: &CallId,
    number: u64,
    news: &News,
    received_at: Timestamp,
) -> WebhookRequest {
    let notice = NewsNotice {
        call_id: call_id.clone(),
        number,
        news: news.clone(),
    };
    let body = serde_json::to_vec(&notice).expect("a notice is plain data");
    signed(call_id, body, received_at)
}

fn signed(call_id: &CallId, body: Vec<u8>, received_at: Timestamp) -> WebhookRequest {
    let url = format!("https://outdial.example/webhooks/fake/status?call={call_id}");
    let mut headers = HeaderMap::new();
    headers.insert(SIGNATURE_HEADER, signature(&url, &body));
    WebhookRequest {
        method: Method::POST,
        url,
        headers,
        body: Bytes::from(body),
        received_at,
    }
}

/// Verifies and reads a webhook of the scripted carrier.
pub(super) fn parse(request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
    let given = request
        .headers
        .get(SIGNATURE_HEADER)
        .ok_or(WebhookError::Unsigned)?;
    if *given != signature(&request.url, &request.body) {
        return Err(WebhookError::BadSignature);
    }
    let malformed = |error: serde_json::Error| WebhookError::Malformed(error.to_string());
    if let Ok(notice) = serde_json::from_slice::<NewsNotice>(&request.body) {
        return Ok(vec![news_event(notice, request)]);
    }
    let notice: Notice = serde_json::from_slice(&request.body).map_err(malformed)?;
    let raw = String::from_utf8_lossy(&request.body).into();
    let kind = match notice.event {
        Event::Verdict { .. } => ReportKind::Verdict,
        Event::Claimed
        | Event::Blocked { .. }
        | Event::Postponed { .. }
        | Event::Placed { .. }
        | Event::PlaceRefused { .. }
        | Event::PlaceUncertain { .. }
        | Event::Recovered
        | Event::NotAtCarrier
        | Event::Progress(_)
        | Event::Bridged
        | Event::TakenBack { .. }
        | Event::TakenOver { .. }
        | Event::GivenBack
        | Event::Abandoned
        | Event::Billed { .. }
        | Event::HangUpRequested
        | Event::CalledOff
        | Event::DeadlinePassed
        | Event::MessageSpoken => ReportKind::Status,
    };
    Ok(vec![CarrierEvent {
        dedupe_key: format!("{}:{}", notice.leg, notice.number),
        call_id: Some(notice.call_id),
        leg: Some(notice.leg),
        kind,
        event: Some(notice.event),
        news: None,
        raw,
    }])
}

fn news_event(notice: NewsNotice, request: &WebhookRequest) -> CarrierEvent {
    CarrierEvent {
        call_id: Some(notice.call_id),
        leg: None,
        dedupe_key: format!("news:{}", notice.number),
        kind: match &notice.news {
            News::Room(_) => ReportKind::Room,
            News::Browser(_) => ReportKind::Browser,
            News::Recording(_) => ReportKind::Recording,
            News::Keys { .. } => ReportKind::Digits,
            News::Conversation(_) => ReportKind::Conversation,
        },
        event: None,
        news: Some(notice.news),
        raw: String::from_utf8_lossy(&request.body).into(),
    }
}

/// Not a secret, only something that changes with every byte.
fn signature(url: &str, body: &[u8]) -> HeaderValue {
    let hash = Sha256::new().chain_update(url).chain_update(body).finalize();
    HeaderValue::from_str(&hex::encode(hash)).expect("hexadecimal digits are legal in a header")
}

const SIGNATURE_HEADER: &str = "x-fake-signature";
