//! From the model's answer to a command.

use outdial_domain::prompt::{Command, Intent, PromptCtx, Role, Span, read_mention, read_time};

use super::ask::{broke_off, malformed};
use super::error::ModelError;
use super::guard;
use super::wire::{Answer, ChatResponse, Wanted};

/// Reads the body of an answer and checks it against the text.
pub(super) fn read(body: &[u8], text: &str, ctx: &PromptCtx<'_>) -> Result<Command, ModelError> {
    let response: ChatResponse = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    let choice = response
        .choices
        .into_iter()
        .next()
        .ok_or_else(|| ModelError::Malformed("it offers no choice".to_owned()))?;
    if choice.message.refusal.is_some() {
        return Err(ModelError::Declined);
    }
    if let Some(why) = broke_off(choice.finish_reason.as_deref(), &["stop"]) {
        return Err(why);
    }
    let content = choice
        .message
        .content
        .ok_or_else(|| ModelError::Malformed("it has no content".to_owned()))?;
    let answer: Answer = serde_json::from_str(&content).map_err(|error| malformed(&error))?;
    let intent = intent(answer, ctx)?;
    guard::check(&intent, text)?;
    let spans = spans(&intent, text);
    Ok(Command { intent, spans })
}

fn intent(answer: Answer, ctx: &PromptCtx<'_>) -> Result<Intent, ModelError> {
    let numbers: Vec<_> = answer
        .numbers
        .iter()
        .map(|text| read_mention(text.trim(), ctx.default_region))
        .collect();
    let message = answer
        .message
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if matches!(answer.intent, Wanted::Call | Wanted::DoNotCall) && numbers.is_empty() {
        return Err(ModelError::Malformed("it names no number".to_owned()));
    }
    if message
        .as_ref()
        .is_some_and(|message| message.chars().count() > MESSAGE_MAX)
    {
        return Err(ModelError::Malformed("the message is too long".to_owned()));
    }
    Ok(match answer.intent {
        Wanted::Call => {
            let at = answer
                .at
                .map(|text| read_time(&text, ctx))
                .transpose()
                .map_err(ModelError::Time)?;
            Intent::Call { numbers, message, at }
        }
        Wanted::DoNotCall => Intent::DoNotCall { numbers },
        Wanted::Cancel => Intent::Cancel { numbers },
        Wanted::HangUpAll => Intent::HangUpAll,
        Wanted::Status => Intent::Status,
        Wanted::PauseRuns => Intent::PauseRuns,
        Wanted::ResumeRuns => Intent::ResumeRuns,
        Wanted::NotUnderstood => return Err(ModelError::NotUnderstood),
    })
}

/// Where the numbers, and a message taken over as it was typed, stand in the text.
fn spans(intent: &Intent, text: &str) -> Vec<Span> {
    let message = match intent {
        Intent::Call { message, .. } => message.as_deref(),
        Intent::DoNotCall { .. }
        | Intent::Cancel { .. }
        | Intent::HangUpAll
        | Intent::Status
        | Intent::PauseRuns
        | Intent::ResumeRuns => None,
    };
    let place = |part: &str, role| {
        let start = text.find(part)?;
        Some(Span {
            start,
            end: start + part.len(),
            role,
        })
    };
    let numbers = intent
        .numbers()
        .iter()
        .filter_map(|mention| place(&mention.text, Role::Number));
    let mut spans: Vec<Span> = numbers
        .chain(message.and_then(|message| place(message, Role::Message)))
        .collect();
    spans.sort_by_key(|span| span.start);
    spans
}

/// As long as the grammar allows.
const MESSAGE_MAX: usize = 3_000;
