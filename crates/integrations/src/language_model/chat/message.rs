//! What is said in a talk with a model, and how the protocol writes it.

use outdial_domain::voice_agent::ToolRequest;
use serde_json::{Value, json};

/// One message of a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatMessage {
    /// What the model is to achieve and how.
    System(String),
    /// What the other side says.
    User(String),
    /// What the model said, and what it asked for with that.
    Assistant {
        /// What it said; absent when it only asked for something.
        text: Option<String>,
        /// What it asked for.
        calls: Vec<ToolRequest>,
    },
    /// The answer to something that the model asked for.
    Tool {
        /// The id of the request.
        id: String,
        /// What came of it.
        text: String,
    },
}

/// A tool that the model may ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatTool {
    /// The name by which it asks.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The JSON schema of its arguments.
    pub parameters: Value,
}

/// What a model may do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freedom {
    /// Say something, or ask for tools.
    Any,
    /// Say something.
    WordsOnly,
}

/// What a model says next, and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChatReply {
    /// What it says; absent when it only asks for something.
    pub text: Option<String>,
    /// What it asks for, in its order.
    pub calls: Vec<ToolRequest>,
}

impl ChatMessage {
    pub(super) fn document(&self) -> Value {
        match self {
            Self::System(text) => json!({"role": "system", "content": text}),
            Self::User(text) => json!({"role": "user", "content": text}),
            Self::Assistant { text, calls } => {
                let mut message = json!({"role": "assistant", "content": text});
                if !calls.is_empty() {
                    message["tool_calls"] = calls.iter().map(call).collect();
                }
                message
            }
            Self::Tool { id, text } => json!({"role": "tool", "tool_call_id": id, "content": text}),
        }
    }
}

fn call(request: &ToolRequest) -> Value {
    json!({
        "id": request.id,
        "type": "function",
        "function": {"name": request.name, "arguments": request.arguments},
    })
}

impl ChatTool {
    pub(super) fn document(&self) -> Value {
        json!({
            "type": "function",
            "function": {
                "name": self.name,
                "description": self.description,
                "parameters": self.parameters,
            },
        })
    }
}
