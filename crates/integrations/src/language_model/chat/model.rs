//! Asks a model for the next answer in a talk.

use std::time::Duration;

use serde_json::{Value, json};

use super::message::{ChatMessage, ChatReply, ChatTool, Freedom};
use super::read::read;
use crate::language_model::ask::{COMPLETION_TOKENS_MAX, ask};
use crate::language_model::{LanguageModelConfig, ModelError};

/// A language model that holds talks.
#[derive(Debug, Clone)]
pub struct ChatModel {
    config: LanguageModelConfig,
    client: reqwest::Client,
}

impl ChatModel {
    /// Models that think first take their time, and whoever rehearses waits for it.
    pub const TIME_LIMIT: Duration = Duration::from_secs(20);

    /// A model that is reached through this client.
    #[must_use]
    pub fn new(config: LanguageModelConfig, client: reqwest::Client) -> Self {
        Self { config, client }
    }

    /// The model's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.config.model
    }

    /// What the model says next, or asks for.
    ///
    /// # Errors
    /// When it does not answer in time, or its answer is none.
    pub async fn answer(
        &self,
        talk: &[ChatMessage],
        tools: &[ChatTool],
        freedom: Freedom,
    ) -> Result<ChatReply, ModelError> {
        let mut request = json!({
            "model": self.config.model,
            "messages": talk.iter().map(ChatMessage::document).collect::<Vec<Value>>(),
            "max_completion_tokens": COMPLETION_TOKENS_MAX,
            // What is known of people is not to be kept.
            "store": false,
        });
        if !tools.is_empty() {
            request["tools"] = tools.iter().map(ChatTool::document).collect();
            if freedom == Freedom::WordsOnly {
                request["tool_choice"] = json!("none");
            }
        }
        let body = ask(&self.config, &self.client, &request).await?;
        read(&body)
    }
}
