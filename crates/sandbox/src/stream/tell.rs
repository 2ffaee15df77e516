//! Reporting what becomes of a stream.

use std::sync::Arc;

use super::start::StreamTerms;
use crate::call::{Leg, pairs};
use crate::sandbox::Sandbox;
use crate::webhook::{CallbackKind, Notice};

/// What becomes of a stream, in Twilio's words.
#[derive(Debug, Clone)]
pub(super) enum StreamEvent {
    Started,
    Stopped,
    Error(String),
}

impl Sandbox {
    pub(super) fn tell_stream(
        self: &Arc<Self>,
        leg: &Arc<Leg>,
        sid: &str,
        terms: &StreamTerms,
        event: StreamEvent,
    ) {
        let Some(hook) = terms.status.clone() else {
            return;
        };
        let word = match event {
            StreamEvent::Started => "stream-started",
            StreamEvent::Stopped => "stream-stopped",
            StreamEvent::Error(_) => "stream-error",
        };
        let mut params = pairs(&[
            ("AccountSid", &self.account.sid),
            ("CallSid", &leg.sid),
            ("StreamSid", sid),
            // A stream without a name goes by its identifier.
            ("StreamName", terms.name.as_deref().unwrap_or(sid)),
            ("StreamEvent", word),
            ("Timestamp", &self.now().to_string()),
        ]);
        if let StreamEvent::Error(why) = event {
            params.push(("StreamError".to_owned(), why));
        }
        self.tell(
            leg,
            Notice {
                kind: CallbackKind::Stream,
                event: word.to_owned(),
                sequence: None,
                method: hook.method,
                url: hook.url,
                params,
            },
        );
    }
}
