//! The body of a request to create a call.

use outdial_domain::call::CallFailure;
use outdial_domain::instruction::{Converse, Instruction};
use serde_json::{Map, Value, json};

use super::callback::Callback;
use super::config::VapiConfig;
use super::{json, shared_secret};
use crate::DialOrder;
use crate::causes::{AGENT_MISSING, NOT_SUPPORTED};

/// The document that asks Vapi to ring somebody and to talk.
pub(super) fn create(
    order: &DialOrder,
    config: &VapiConfig,
    callback: &Callback,
) -> Result<Value, CallFailure> {
    let converse = converse(&order.instructions).ok_or_else(|| NOT_SUPPORTED.failure(None))?;
    let agent = converse.agent.as_ref().or(config.assistant_id.as_ref());
    let agent = agent.ok_or_else(|| AGENT_MISSING.failure(None))?;
    let mut customer = json!({ "number": order.to.e164() });
    if let Some(name) = converse
        .callee_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        customer["name"] = json::cut(name, NAME_MAX).into();
    }
    Ok(json!({
        "name": json::cut(&order.call_id.to_string(), NAME_MAX),
        "assistantId": agent,
        "assistantOverrides": overrides(order, converse, config, callback),
        "phoneNumberId": config.phone_number_id,
        "customer": customer,
    }))
}

/// The talk that an order asks for; an order for anything else is none that Vapi can carry out.
fn converse(instructions: &[Instruction]) -> Option<&Converse> {
    match instructions {
        [Instruction::Converse(converse)] | [Instruction::Converse(converse), Instruction::HangUp] => {
            Some(converse)
        }
        _ => None,
    }
}

fn overrides(order: &DialOrder, converse: &Converse, config: &VapiConfig, callback: &Callback) -> Value {
    let limit = converse
        .time_limit_s
        .min(order.policy.time_limit_s)
        .clamp(TIME_LIMIT_MIN_S, TIME_LIMIT_MAX_S);
    let mut overrides = json!({
        "variableValues": converse.variables,
        "metadata": { (METADATA_CALL): order.call_id, "attempt": order.attempt },
        "maxDurationSeconds": limit,
        "serverMessages": SERVER_MESSAGES,
        "server": {
            "url": callback.messages(&order.call_id),
            "timeoutSeconds": ANSWER_TIMEOUT_S,
            "headers": { (shared_secret::HEADER): config.secret.reveal() },
            // Without a plan nothing is ever sent a second time.
            "backoffPlan": { "type": "exponential", "maxRetries": RETRIES, "baseDelaySeconds": 1 },
        },
        "artifactPlan": { "recordingEnabled": converse.record || order.policy.record },
        "monitorPlan": { "controlEnabled": true },
    });
    if let Value::Object(overrides) = &mut overrides {
        say(
            overrides,
            "firstMessage",
            converse.first_message.as_deref(),
            FIRST_MESSAGE_MAX,
        );
        say(
            overrides,
            "voicemailMessage",
            converse.voicemail.as_deref(),
            VOICEMAIL_MAX,
        );
        if order.policy.detect_machines || converse.voicemail.is_some() {
            // Without a message it hangs up on a machine.
            overrides.insert("voicemailDetection".to_owned(), json!({ "provider": "vapi" }));
        }
    }
    overrides
}

fn say(overrides: &mut Map<String, Value>, key: &str, text: Option<&str>, max: usize) {
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        overrides.insert(key.to_owned(), json::cut(text, max).into());
    }
}

/// Where our id of a call stands in its metadata.
pub(super) const METADATA_CALL: &str = "outdial_call_id";
/// What we are told. Finished sentences must be asked for; the agent's own view of the talk is not needed.
const SERVER_MESSAGES: [&str; 4] = [
    "status-update",
    "tool-calls",
    "transcript[transcriptType=\"final\"]",
    "end-of-call-report",
];
/// As long as it waits of itself.
const ANSWER_TIMEOUT_S: u32 = 20;
/// With a second in between, then two, four, eight, sixteen.
const RETRIES: u32 = 5;
/// Vapi's limits.
const NAME_MAX: usize = 40;
const VOICEMAIL_MAX: usize = 1_000;
const TIME_LIMIT_MIN_S: u32 = 10;
const TIME_LIMIT_MAX_S: u32 = 43_200;
/// Nobody listens to more before a word of their own.
const FIRST_MESSAGE_MAX: usize = 2_000;
