//! Keys, rate and webhooks of this face; the mails themselves stand beside those of other services.

use std::collections::{BTreeMap, VecDeque};

use outdial_domain::Timestamp;
use serde_json::Value;

use super::account::ResendAccount;
use crate::draw::digest;

/// What this face knows.
#[derive(Default)]
pub(crate) struct ResendBook {
    asked: VecDeque<Timestamp>,
    keys: BTreeMap<String, Answered>,
    pub(super) webhooks: BTreeMap<String, Webhook>,
    created: u64,
}

/// What a request with a key was answered.
struct Answered {
    at: Timestamp,
    payload: [u8; 20],
    answer: Value,
}

/// Where events are reported.
#[derive(Debug, Clone)]
pub(super) struct Webhook {
    pub(super) url: String,
    /// `whsec_…`
    pub(super) secret: String,
    pub(super) events: Vec<String>,
}

/// What a key says of a request.
pub(super) enum Known {
    /// It is new.
    New,
    /// It was answered like this.
    Same(Value),
    /// It came with something else before.
    Other,
}

impl ResendBook {
    pub(crate) fn new(account: Option<&ResendAccount>) -> Self {
        let mut book = Self::default();
        if let Some((url, secret)) = account.and_then(|account| account.webhook.clone()) {
            book.subscribe("configured", &url, &secret);
        }
        book
    }

    /// Reports every event of a mail there.
    pub(crate) fn subscribe(&mut self, id: &str, url: &str, secret: &str) {
        let events = [
            "email.sent",
            "email.delivered",
            "email.bounced",
            "email.complained",
            "email.suppressed",
        ];
        let webhook = Webhook {
            url: url.to_owned(),
            secret: secret.to_owned(),
            events: events.map(str::to_owned).to_vec(),
        };
        self.webhooks.insert(id.to_owned(), webhook);
    }

    /// Forgets what happened; webhooks belong to the account and stay.
    pub(crate) fn reset(&mut self) {
        self.asked.clear();
        self.keys.clear();
    }

    pub(super) fn next(&mut self) -> u64 {
        self.created += 1;
        self.created
    }

    /// Whether one more request fits into this second; if so, it is counted.
    pub(super) fn may_ask(&mut self, now: Timestamp, per_second: u32) -> bool {
        while self.asked.front().is_some_and(|at| now.ms_since(*at) >= 1_000) {
            self.asked.pop_front();
        }
        let fits = self.asked.len() < usize::try_from(per_second).unwrap_or(usize::MAX);
        if fits {
            self.asked.push_back(now);
        }
        fits
    }

    pub(super) fn known(&mut self, key: &str, payload: &[u8], now: Timestamp) -> Known {
        self.keys
            .retain(|_, answered| now.ms_since(answered.at) < KEPT_MS);
        match self.keys.get(key) {
            None => Known::New,
            Some(answered) if answered.payload == print(payload) => Known::Same(answered.answer.clone()),
            Some(_) => Known::Other,
        }
    }

    pub(super) fn remember(&mut self, key: &str, payload: &[u8], answer: &Value, now: Timestamp) {
        if self.keys.len() < KEYS_MAX {
            let answered = Answered {
                at: now,
                payload: print(payload),
                answer: answer.clone(),
            };
            self.keys.insert(key.to_owned(), answered);
        }
    }
}

fn print(payload: &[u8]) -> [u8; 20] {
    digest(0, &[&String::from_utf8_lossy(payload)])
}

/// A day.
const KEPT_MS: i64 = 86_400_000;
const KEYS_MAX: usize = 100_000;
