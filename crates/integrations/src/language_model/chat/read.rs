//! From the body of a completion to what the model says and asks for.

use outdial_domain::voice_agent::ToolRequest;
use serde::Deserialize;

use super::message::ChatReply;
use crate::language_model::ModelError;
use crate::language_model::ask::{broke_off, malformed};

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    finish_reason: Option<String>,
    message: Said,
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
    refusal: Option<String>,
    tool_calls: Option<Vec<Call>>,
}

#[derive(Deserialize)]
struct Call {
    id: String,
    /// Absent in a call of another kind than those that we offer.
    function: Option<Function>,
}

#[derive(Deserialize)]
struct Function {
    name: String,
    arguments: String,
}

/// Reads the body of an answer.
pub(super) fn read(body: &[u8]) -> Result<ChatReply, ModelError> {
    let completion: Completion = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    let nothing = || ModelError::Malformed("it offers no choice".to_owned());
    let choice = completion.choices.into_iter().next().ok_or_else(nothing)?;
    if choice.message.refusal.is_some_and(|refusal| !refusal.is_empty()) {
        return Err(ModelError::Declined);
    }
    if let Some(why) = broke_off(choice.finish_reason.as_deref(), &["stop", "tool_calls"]) {
        return Err(why);
    }
    let text = choice.message.content.map(|text| text.trim().to_owned());
    let text = text.filter(|text| !text.is_empty());
    let calls: Vec<ToolRequest> = choice
        .message
        .tool_calls
        .unwrap_or_default()
        .into_iter()
        .filter_map(|call| {
            let function = call.function?;
            Some(ToolRequest {
                id: call.id,
                name: function.name,
                arguments: function.arguments,
            })
        })
        .collect();
    if text.as_ref().is_some_and(|text| text.chars().count() > TEXT_MAX) || calls.len() > CALLS_MAX {
        return Err(ModelError::TooLong);
    }
    if text.is_none() && calls.is_empty() {
        return Err(ModelError::Malformed("it says nothing".to_owned()));
    }
    Ok(ChatReply { text, calls })
}

/// Minutes of speech; nobody listens so long.
const TEXT_MAX: usize = 8_000;
/// More at once than there are tools.
const CALLS_MAX: usize = 16;
