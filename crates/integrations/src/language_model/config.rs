//! Which model, where, and how long it may take.

use std::fmt;
use std::time::Duration;

/// Which model, where, and how long it may take.
#[derive(Clone, PartialEq, Eq)]
pub struct LanguageModelConfig {
    /// The API's root, e.g. `https://api.openai.com/v1`; any server that speaks chat completions.
    pub base_url: String,
    /// Sent as the bearer token.
    pub api_key: String,
    /// The model's name.
    pub model: String,
    /// How long the whole exchange may take.
    pub time_limit: Duration,
}

impl LanguageModelConfig {
    /// A person waits for the answer; after this long the grammar answers instead.
    pub const TIME_LIMIT: Duration = Duration::from_secs(8);

    /// A model with the usual time limit.
    #[must_use]
    pub fn new(base_url: impl Into<String>, api_key: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            api_key: api_key.into(),
            model: model.into(),
            time_limit: Self::TIME_LIMIT,
        }
    }

    pub(super) fn endpoint(&self) -> String {
        format!("{}/chat/completions", self.base_url.trim_end_matches('/'))
    }
}

impl fmt::Debug for LanguageModelConfig {
    /// Without the key: configurations end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LanguageModelConfig")
            .field("base_url", &self.base_url)
            .field("model", &self.model)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}
