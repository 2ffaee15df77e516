//! Calls and assistants of this face.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::Arc;

use outdial_domain::Timestamp;
use serde_json::{Value, json};

use super::account::VapiAccount;
use super::call::VapiCall;

/// What this face knows.
#[derive(Default)]
pub(crate) struct VapiBook {
    calls: VecDeque<Arc<VapiCall>>,
    assistants: BTreeMap<String, Value>,
    created: u64,
}

impl VapiBook {
    /// A book with the assistant that is there from the start.
    pub(crate) fn new(account: Option<&VapiAccount>, now: Timestamp) -> Self {
        let mut book = Self::default();
        if let Some(id) = account.and_then(|account| account.assistant_id.as_ref()) {
            book.assistants.insert(id.clone(), shipped(id, now));
        }
        book
    }

    /// Forgets what happened; assistants belong to the account and stay.
    pub(crate) fn reset(&mut self) {
        self.calls.clear();
    }

    pub(super) fn add(&mut self, call: Arc<VapiCall>) {
        if self.calls.len() >= CALLS_KEPT {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    pub(super) fn call(&self, id: &str) -> Option<Arc<VapiCall>> {
        self.calls.iter().rev().find(|call| call.id == id).cloned()
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.calls.retain(|call| call.id != id);
    }

    /// The newest first.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Arc<VapiCall>> {
        self.calls.iter().rev()
    }

    pub(super) fn live(&self) -> usize {
        self.calls.iter().filter(|call| !call.is_over()).count()
    }

    pub(super) fn assistant(&self, id: &str) -> Option<&Value> {
        self.assistants.get(id)
    }

    pub(super) fn assistants(&self) -> impl Iterator<Item = &Value> {
        self.assistants.values()
    }

    pub(super) fn put_assistant(&mut self, id: &str, document: Value) {
        self.assistants.insert(id.to_owned(), document);
    }

    pub(super) fn remove_assistant(&mut self, id: &str) -> Option<Value> {
        self.assistants.remove(id)
    }

    /// Counts what is created, so that each has an identifier of its own.
    pub(super) fn next(&mut self) -> u64 {
        self.created += 1;
        self.created
    }
}

fn shipped(id: &str, now: Timestamp) -> Value {
    let tools: Vec<Value> = TOOLS
        .iter()
        .map(|name| json!({ "type": "function", "function": { "name": name } }))
        .collect();
    json!({
        "id": id, "orgId": "sandbox", "name": "Appointments", "createdAt": now.to_string(), "updatedAt": now.to_string(),
        "firstMessage": "Good day, this is an automated assistant. Is this a good moment?",
        "model": { "provider": "openai", "model": "gpt-4o", "tools": tools },
    })
}

const CALLS_KEPT: usize = 5_000;
/// What a script may ask for.
const TOOLS: [&str; 5] = [
    "check_availability",
    "book_appointment",
    "mark_not_interested",
    "schedule_callback",
    "do_not_call",
];
