//! One call: what was ordered, how it stands, what was said.

use std::sync::{Mutex, MutexGuard};

use outdial_domain::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::line::Line;
use crate::ledger::AttemptId;
use crate::lock::lock;
use crate::people::Attitude;

/// One call.
pub(crate) struct VapiCall {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) attempt: u32,
    pub(super) entry: AttemptId,
    pub(super) created_at: Timestamp,
    pub(super) attitude: Attitude,
    /// The order as it was given.
    pub(super) order: Value,
    /// The assistant as it stood when the call was created.
    pub(super) assistant: Value,
    /// Where this sandbox is, as the client called it.
    pub(super) base: String,
    /// The call as the Twilio account has it, when it is on its lines.
    pub(super) line: Option<Line>,
    /// Cancelled to end the call.
    pub(super) hung_up: CancellationToken,
    state: Mutex<State>,
}

/// How a call stands.
#[derive(Default)]
pub(super) struct State {
    pub(super) status: &'static str,
    pub(super) ended_reason: Option<String>,
    pub(super) started_at: Option<Timestamp>,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) updated_at: Timestamp,
    pub(super) messages: Vec<Value>,
    /// What the talk came to, in words that an assistant's schema may ask for.
    pub(super) outcome: Option<Outcome>,
    /// Summary, data and price: known some seconds after the end.
    pub(super) afterwards: Option<Value>,
    pub(super) told: Vec<Told>,
}

/// What a talk came to.
#[derive(Clone, Serialize)]
pub(super) struct Outcome {
    pub(super) outcome: &'static str,
    pub(super) evidence: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) callback_at: Option<String>,
}

/// A server message and what became of it.
#[derive(Clone, Serialize)]
pub(crate) struct Told {
    pub(super) at: Timestamp,
    pub(super) kind: String,
    pub(super) what: String,
    /// How often it was sent; 0 when a fault swallowed it.
    pub(super) tries: u32,
    pub(super) result: String,
}

/// What a call is made from.
pub(super) struct NewCall {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) attempt: u32,
    pub(super) entry: AttemptId,
    pub(super) created_at: Timestamp,
    pub(super) attitude: Attitude,
    pub(super) order: Value,
    pub(super) assistant: Value,
    pub(super) base: String,
    pub(super) line: Option<Line>,
}

impl VapiCall {
    pub(super) fn new(new: NewCall) -> Self {
        let state = State {
            status: "queued",
            updated_at: new.created_at,
            ..State::default()
        };
        Self {
            id: new.id,
            number: new.number,
            attempt: new.attempt,
            entry: new.entry,
            created_at: new.created_at,
            attitude: new.attitude,
            order: new.order,
            assistant: new.assistant,
            base: new.base,
            line: new.line,
            hung_up: CancellationToken::new(),
            state: Mutex::new(state),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(super) fn is_over(&self) -> bool {
        self.state().status == "ended"
    }

    /// A setting of the assistant, as the order overrides it.
    pub(super) fn setting(&self, key: &str) -> &Value {
        let overridden = &self.order["assistantOverrides"][key];
        if overridden.is_null() {
            &self.assistant[key]
        } else {
            overridden
        }
    }

    pub(super) fn variables(&self) -> &Value {
        &self.order["assistantOverrides"]["variableValues"]
    }

    /// A variable under the first of these names that has one.
    pub(super) fn variable(&self, names: &[&str]) -> Option<String> {
        let variables = self.variables();
        let found = names.iter().find_map(|name| variables[*name].as_str());
        found.filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    /// Whether the assistant has a tool of this name; the answer is its description.
    pub(super) fn tool(&self, name: &str) -> Option<&Value> {
        let tools = [
            &self.assistant["model"]["tools"],
            &self.order["assistantOverrides"]["tools:append"],
        ];
        let mut tools = tools.into_iter().filter_map(Value::as_array).flatten();
        tools.find(|tool| tool["function"]["name"] == name)
    }

    /// The call as Vapi describes it.
    pub(crate) fn document(&self) -> Value {
        let state = self.state();
        let mut call = json!({
            "id": self.id,
            "orgId": "sandbox",
            "type": "outboundPhoneCall",
            "status": state.status,
            "createdAt": self.created_at.to_string(),
            "updatedAt": state.updated_at.to_string(),
            "phoneCallProvider": "vapi",
            "phoneCallTransport": "pstn",
            "monitor": { "controlUrl": format!("{}/control/{}", self.base, self.id) },
            "cost": 0,
        });
        if let Some(line) = &self.line {
            call["phoneCallProvider"] = "twilio".into();
            call["phoneCallProviderId"] = line.leg.sid.clone().into();
        }
        for key in [
            "name",
            "assistantId",
            "assistant",
            "assistantOverrides",
            "phoneNumberId",
            "customer",
        ] {
            if !self.order[key].is_null() {
                call[key] = self.order[key].clone();
            }
        }
        if let Some(started) = state.started_at {
            call["startedAt"] = started.to_string().into();
        }
        if let Some(ended) = state.ended_at {
            call["endedAt"] = ended.to_string().into();
        }
        if let Some(reason) = &state.ended_reason {
            call["endedReason"] = reason.clone().into();
        }
        if let Some(Value::Object(afterwards)) = &state.afterwards {
            for (key, value) in afterwards {
                call[key] = value.clone();
            }
        }
        call
    }

    /// The call for people and tests: with what the callee wants and what was told.
    pub(crate) fn page(&self) -> Value {
        let state = self.state();
        let said: Vec<&Value> = state
            .messages
            .iter()
            .filter(|message| message["message"].is_string())
            .collect();
        json!({
            "id": self.id,
            "number": self.number,
            "attempt": self.attempt,
            "attitude": self.attitude,
            "status": state.status,
            "ended_reason": state.ended_reason,
            "outcome": state.outcome,
            "said": said,
            "told": state.told,
            "metadata": self.order["assistantOverrides"]["metadata"],
        })
    }
}
