//! A command from free text: the model where there is one, the grammar otherwise.

use outdial_domain::prompt::{Command, NotUnderstood, PromptCtx, parse_command};

use super::client::LanguageModel;

/// A command, who read it, and why it was not the model if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreted {
    /// What is wanted, or the grammar's refusal.
    pub result: Result<Command, NotUnderstood>,
    /// `grammar` or `model:<name>`.
    pub interpreter: String,
    /// Why the model's answer did not count, when it was asked.
    pub fallback_reason: Option<String>,
}

/// Reads a command.
pub async fn interpret(text: &str, ctx: &PromptCtx<'_>, model: Option<&LanguageModel>) -> Interpreted {
    let fallback_reason = match model {
        // There is nothing in it to understand.
        Some(_) if text.trim().is_empty() => None,
        Some(model) => match model.interpret(text, ctx).await {
            Ok(read) => {
                return Interpreted {
                    result: Ok(read.command),
                    interpreter: read.interpreter,
                    fallback_reason: None,
                };
            }
            Err(error) => {
                tracing::warn!(error = %error, "the language model was no help; the grammar reads the command");
                Some(error.to_string())
            }
        },
        None => None,
    };
    Interpreted {
        result: parse_command(text, ctx),
        interpreter: GRAMMAR.to_owned(),
        fallback_reason,
    }
}

const GRAMMAR: &str = "grammar";
