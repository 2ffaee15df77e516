//! The chat-completions API, as far as it is used.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A request for one structured answer.
#[derive(Debug, Serialize)]
pub(super) struct ChatRequest<'a> {
    pub model: &'a str,
    pub messages: [Message<'a>; 2],
    pub response_format: Value,
    pub max_completion_tokens: u32,
    /// What people type is not to be kept.
    pub store: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    pub role: &'static str,
    pub content: &'a str,
}

#[derive(Debug, Deserialize)]
pub(super) struct ChatResponse {
    pub choices: Vec<Choice>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub finish_reason: Option<String>,
    pub message: Reply,
}

#[derive(Debug, Deserialize)]
pub(super) struct Reply {
    pub content: Option<String>,
    pub refusal: Option<String>,
}

/// What the model fills in; every field is required, as strict schemas demand.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub intent: Wanted,
    pub numbers: Vec<String>,
    pub message: Option<String>,
    pub at: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    Call,
    DoNotCall,
    Cancel,
    HangUpAll,
    Status,
    PauseRuns,
    ResumeRuns,
    NotUnderstood,
}

/// The schema of [`Answer`].
pub(super) fn response_format() -> Value {
    let text_or_null = |description: &str| json!({ "type": ["string", "null"], "description": description });
    json!({
        "type": "json_schema",
        "json_schema": {
            "name": "dialler_command",
            "strict": true,
            "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": ["intent", "numbers", "message", "at"],
                "properties": {
                    "intent": {
                        "type": "string",
                        "enum": [
                            "call", "do_not_call", "cancel", "hang_up_all", "status", "pause_runs", "resume_runs",
                            "not_understood"
                        ]
                    },
                    "numbers": {
                        "type": "array",
                        "items": { "type": "string" },
                        "description": "Every phone number the command is about, copied character by character."
                    },
                    "message": text_or_null("What is to be said to the person called, in their language."),
                    "at": text_or_null("Local date and time, YYYY-MM-DDTHH:MM, or null for at once."),
                }
            }
        }
    })
}
