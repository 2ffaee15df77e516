//! One question to the model, with one time limit over all of it; nothing is repeated.

use outdial_domain::prompt::{Command, PromptCtx};
use reqwest::StatusCode;

use super::answer;
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
        let limit = self.config.time_limit;
        let body = tokio::time::timeout(limit, self.ask(text, ctx))
            .await
            .map_err(|_| ModelError::TimedOut(limit))??;
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
        let request = self
            .client
            .post(self.config.endpoint())
            .bearer_auth(&self.config.api_key)
            .json(&request);
        let mut response = request.send().await.map_err(|error| unreachable(&error))?;
        match response.status() {
            status if status.is_success() => {}
            StatusCode::TOO_MANY_REQUESTS => return Err(ModelError::RateLimited),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(ModelError::KeyRejected),
            status => return Err(ModelError::Status(status.as_u16())),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
            if body.len() + chunk.len() > BODY_MAX {
                return Err(ModelError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// The innermost cause says what happened; the outer ones repeat the address.
fn unreachable(error: &reqwest::Error) -> ModelError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    ModelError::Unreachable(cause.to_string())
}

/// Commands are short; models that think first need some room for it.
const COMPLETION_TOKENS_MAX: u32 = 4_000;
/// Many times the longest answer that the token limit allows.
const BODY_MAX: usize = 256 * 1024;
