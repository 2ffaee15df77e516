//! One question to the model, with one time limit over all of it; nothing is repeated.

use reqwest::StatusCode;
use serde::Serialize;

use super::config::LanguageModelConfig;
use super::error::ModelError;

/// Asks for a completion, and reads the whole answer.
pub(super) async fn ask(
    config: &LanguageModelConfig,
    client: &reqwest::Client,
    request: &impl Serialize,
) -> Result<Vec<u8>, ModelError> {
    let limit = config.time_limit;
    tokio::time::timeout(limit, exchange(config, client, request))
        .await
        .map_err(|_| ModelError::TimedOut(limit))?
}

async fn exchange(
    config: &LanguageModelConfig,
    client: &reqwest::Client,
    request: &impl Serialize,
) -> Result<Vec<u8>, ModelError> {
    let request = client
        .post(config.endpoint())
        .bearer_auth(&config.api_key)
        .json(request);
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

/// The innermost cause says what happened; the outer ones repeat the address.
fn unreachable(error: &reqwest::Error) -> ModelError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    ModelError::Unreachable(cause.to_string())
}

/// Where an answer cannot be read, but not what stands there: the error's own words can quote what was said, and
/// reasons are logged.
pub(super) fn malformed(error: &serde_json::Error) -> ModelError {
    let kind = error.classify();
    ModelError::Malformed(format!(
        "{kind:?} error at line {} column {}",
        error.line(),
        error.column()
    ))
}

/// What is not the whole answer; `None` when it is.
pub(super) fn broke_off(reason: Option<&str>, whole: &[&str]) -> Option<ModelError> {
    match reason {
        Some(reason) if whole.contains(&reason) => None,
        Some(other) => Some(ModelError::BrokeOff(other.chars().take(REASON_CHARS).collect())),
        None => Some(ModelError::Malformed("it does not say why it ended".to_owned())),
    }
}

/// Answers are short; models that think first need some room for it.
pub(super) const COMPLETION_TOKENS_MAX: u32 = 4_000;
/// Many times the longest answer that the token limit allows.
const BODY_MAX: usize = 256 * 1024;
const REASON_CHARS: usize = 40;
