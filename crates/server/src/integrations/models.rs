//! The models of an account with OpenAI, or with any server of the same API: what its form says, and whether it works.

use std::collections::BTreeMap;

use outdial_integrations::language_model::chat::ChatModel;
use outdial_integrations::language_model::{LanguageModel, LanguageModelConfig, check_models};
use outdial_voice::realtime::AudioFormat;
use outdial_voice::realtime::live::Endpoint;

use super::activate::{Unusable, base};
use crate::config::{DEFAULT_MODEL, DEFAULT_MODEL_SERVER};
use crate::http::AppState;

/// The kind of an account with models.
pub const OPENAI: &str = "openai";

/// The models of an account.
pub struct Models {
    /// Reads commands.
    pub reader: LanguageModel,
    /// Speaks for voice agents in writing.
    pub text: ChatModel,
    /// Talks for voice agents of our own, if the account names one.
    pub speech: Option<Endpoint>,
}

/// What a form says of models, with what goes without saying.
struct Named {
    api_key: String,
    text: String,
    text_base: String,
    speech: Option<String>,
    speech_base: String,
    audio: AudioFormat,
}

impl Named {
    fn read(form: &BTreeMap<String, String>) -> Result<Self, Unusable> {
        let text = |key: &str| form.get(key).cloned().filter(|text| !text.is_empty());
        let text_base = base(form, "api_base", DEFAULT_MODEL_SERVER)?;
        Ok(Self {
            api_key: text("api_key").unwrap_or_default(),
            text: text("model").unwrap_or_else(|| DEFAULT_MODEL.to_owned()),
            speech: text("realtime_model"),
            speech_base: base(form, "realtime_base", &text_base)?,
            audio: match text("realtime_audio") {
                None => AudioFormat::Mulaw,
                Some(word) => AudioFormat::named(&word)
                    .ok_or_else(|| ("realtime_audio", "Write pcmu or pcm.".to_owned()))?,
            },
            text_base,
        })
    }
}

/// The models that a form describes.
///
/// # Errors
/// The field that cannot be used, and what to write.
pub fn build_models(app: &AppState, form: &BTreeMap<String, String>) -> Result<Models, Unusable> {
    let named = Named::read(form)?;
    if !named.api_key.chars().all(|sign| sign.is_ascii_graphic()) {
        return Err((
            "api_key",
            "A key has no spaces and no accents; copy it again.".to_owned(),
        ));
    }
    let config = LanguageModelConfig::new(named.text_base, &named.api_key, named.text);
    let for_talks = LanguageModelConfig {
        time_limit: ChatModel::TIME_LIMIT,
        ..config.clone()
    };
    let client = &app.integrations.client;
    let speech = named
        .speech
        .map(|model| Endpoint::new(&named.speech_base, &named.api_key, &model))
        .map(|endpoint| endpoint.map(|endpoint| endpoint.speaking(named.audio)));
    Ok(Models {
        reader: LanguageModel::new(config, client.clone()),
        text: ChatModel::new(for_talks, client.clone()),
        speech: speech
            .transpose()
            .map_err(|why| ("realtime_base", why.to_string()))?,
    })
}

/// Asks whoever makes the models whether key and names are good: what works in one sentence, or what does not.
///
/// # Errors
/// What is wrong, as a sentence for people.
pub async fn test_models(app: &AppState, form: &BTreeMap<String, String>) -> Result<String, String> {
    let named = Named::read(form).map_err(|(_, why)| why)?;
    let client = &app.integrations.client;
    let ask = async |base: &str, wanted: &[&str]| {
        let found = check_models(client, base, &named.api_key, wanted).await;
        found.map_err(|why| why.to_string())
    };
    let Some(speech) = &named.speech else {
        ask(&named.text_base, &[named.text.as_str()]).await?;
        return Ok(format!(
            "The key works, and {} is there. No model for speech is named, so voice agents of our own cannot call.",
            named.text
        ));
    };
    if named.speech_base == named.text_base {
        ask(&named.text_base, &[named.text.as_str(), speech.as_str()]).await?;
    } else {
        ask(&named.text_base, &[named.text.as_str()]).await?;
        ask(&named.speech_base, &[speech.as_str()]).await?;
    }
    Ok(format!(
        "The key works, and {} and {speech} are there.",
        named.text
    ))
}
