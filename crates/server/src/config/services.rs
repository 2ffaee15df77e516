//! Outside services other than carriers.

use super::reader::Reader;
use super::secret::Secret;

/// The language model that reads commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageModelOptions {
    /// Its key.
    pub api_key: Secret,
    /// Server that speaks the chat-completions API.
    pub base_url: String,
    /// Model name.
    pub model: String,
}

/// Credentials of services that later parts of the product use; kept so that they are checked at start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Services {
    /// The language model, when a key is given.
    pub language_model: Option<LanguageModelOptions>,
    /// Lets an outside scheduler trigger a run.
    pub cron_secret: Option<Secret>,
    /// Events between nodes.
    pub nats_url: Option<String>,
    /// Sender of mail.
    pub mail_from: Option<String>,
}

impl Services {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let base_url = reader.parse(
            "OPENAI_BASE_URL",
            "write an http(s) address, e.g. https://api.openai.com/v1",
            |text| super::BaseUrl::parse(text).map(|base| base.as_str().to_owned()),
        );
        let model = reader.text_or("OPENAI_MODEL", DEFAULT_MODEL);
        let language_model = reader
            .secret("OPENAI_API_KEY")
            .map(|api_key| LanguageModelOptions {
                api_key,
                base_url: base_url.unwrap_or_else(|| DEFAULT_MODEL_SERVER.to_owned()),
                model,
            });
        Self {
            language_model,
            cron_secret: reader.secret("CRON_SECRET"),
            nats_url: reader.text("NATS_URL").map(str::to_owned),
            mail_from: reader.text("MAIL_FROM").map(str::to_owned),
        }
    }
}

const DEFAULT_MODEL: &str = "gpt-5-mini";
const DEFAULT_MODEL_SERVER: &str = "https://api.openai.com/v1";
