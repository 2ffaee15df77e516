//! The sessions of this face, for tests to look at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::lock::lock;

/// The sessions that there were.
#[derive(Default)]
pub(crate) struct RealtimeBook {
    sessions: VecDeque<Arc<Mutex<Page>>>,
    opened: u64,
}

/// What happened in one session.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub model: String,
    /// The settings in force.
    pub settings: Value,
    /// What the client sent, audio apart.
    pub received: Vec<Value>,
    /// Milliseconds of audio that came.
    pub audio_ms: u64,
    pub is_open: bool,
}

impl RealtimeBook {
    pub(crate) fn reset(&mut self) {
        self.sessions.clear();
    }

    /// A page for a new session, and which it is.
    pub(super) fn open(&mut self, model: &str) -> (Arc<Mutex<Page>>, u64) {
        if self.sessions.len() >= SESSIONS_KEPT {
            self.sessions.pop_front();
        }
        let page = Page {
            model: model.to_owned(),
            is_open: true,
            ..Page::default()
        };
        let page = Arc::new(Mutex::new(page));
        self.sessions.push_back(Arc::clone(&page));
        self.opened += 1;
        (page, self.opened)
    }

    /// All of them, the newest first.
    pub(crate) fn pages(&self) -> Vec<Value> {
        let pages = self.sessions.iter().rev();
        pages
            .map(|page| {
                let page = lock(page);
                json!({
                    "model": page.model, "settings": page.settings, "received": page.received,
                    "audioMs": page.audio_ms, "open": page.is_open,
                })
            })
            .collect()
    }
}

impl Page {
    pub fn note(&mut self, event: &Value) {
        if self.received.len() < EVENTS_KEPT {
            self.received.push(event.clone());
        }
    }
}

const SESSIONS_KEPT: usize = 1_000;
const EVENTS_KEPT: usize = 500;
