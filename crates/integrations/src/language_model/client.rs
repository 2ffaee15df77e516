//! Asks the model what a command means.

use outdial_domain::prompt::{Command, PromptCtx};

use super::answer;
use super::ask::{COMPLETION_TOKENS_MAX, ask};
use super::config::LanguageModelConfig;
use super::error::ModelError;
use super::instructions::instructions;
use super::wire::{ChatRequest, Message, response_format};

/// A language model that reads commands.
#[derive(Debug, Clone)]
pub struct LanguageModel {
    config: LanguageModelConfig,
    client: reqwest::Client,
}

/// A command as a model read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// What is wanted.
    pub command: Command,
    /// Who read it: `model:<name>`.
    pub interpreter: String,
}

impl LanguageModel {
    /// A model that is reached through the process's HTTP client.
    #[must_use]
    pub fn new(config: LanguageModelConfig, client: reqwest::Client) -> Self {
        Self { config, client }
    }

    /// Reads a command; the answer is checked against the text before it counts.
    pub async fn interpret(&self, text: &str, ctx: &PromptCtx<'_>) -> Result<Interpretation, ModelError> {
        let body = self.ask(text, ctx).await?;
        let command = answer::read(&body, text, ctx)?;
        Ok(Interpretation {
            command,
            interpreter: format!("model:{}", self.config.model),
        })
    }

    async fn ask(&self, text: &str, ctx: &PromptCtx<'_>) -> Result<Vec<u8>, ModelError> {
        let instructions = instructions(ctx);
        let request = ChatRequest {
            model: &self.config.model,
            messages: [
                Message {
                    role: "system",
                    content: &instructions,
                },
                Message {
                    role: "user",
                    content: text,
                },
            ],
            response_format: response_format(),
            max_completion_tokens: COMPLETION_TOKENS_MAX,
            store: false,
        };
        ask(&self.config, &self.client, &request).await
    }
}
