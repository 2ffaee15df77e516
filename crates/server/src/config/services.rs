//! Outside services other than carriers.

use outdial_integrations::mail::SenderAddress;
use outdial_voice::realtime::AudioFormat;

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

/// The speech model with which our own voice agent talks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechModelOptions {
    /// Its key.
    pub api_key: Secret,
    /// Server that speaks the Realtime API, over WebSocket.
    pub base_url: String,
    /// Model name.
    pub model: String,
    /// The form of audio in both directions.
    pub audio: AudioFormat,
}

/// Credentials of services that later parts of the product use; kept so that they are checked at start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Services {
    /// The language model, when a key is given.
    pub language_model: Option<LanguageModelOptions>,
    /// The speech model, when a key and a model are given.
    pub speech_model: Option<SpeechModelOptions>,
    /// Lets an outside scheduler trigger a run.
    pub cron_secret: Option<Secret>,
    /// Events between nodes.
    pub nats_url: Option<String>,
    /// Sender of mail.
    pub mail_from: Option<String>,
    /// Appointments at Cal.com: its key.
    pub calcom_api_key: Option<Secret>,
    /// Which event type is booked.
    pub calcom_event_type_id: Option<String>,
    /// What its webhooks are signed with.
    pub calcom_webhook_secret: Option<Secret>,
    /// Another server than Cal.com's own.
    pub calcom_api_base: Option<String>,
    /// Mail by Resend: its key.
    pub resend_api_key: Option<Secret>,
    /// What its webhooks are signed with.
    pub resend_webhook_secret: Option<Secret>,
    /// Another server than Resend's own.
    pub resend_api_base: Option<String>,
    /// Mail by SMTP; the address holds a password.
    pub smtp_url: Option<Secret>,
    /// Whether messages to programs may go into private networks.
    pub hooks_go_anywhere: bool,
}

impl Services {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let base_url = reader.parse(
            "OPENAI_BASE_URL",
            "write an http(s) address, e.g. https://api.openai.com/v1",
            |text| super::BaseUrl::parse(text).map(|base| base.as_str().to_owned()),
        );
        let model = reader.text_or("OPENAI_MODEL", DEFAULT_MODEL);
        let base_url = base_url.unwrap_or_else(|| DEFAULT_MODEL_SERVER.to_owned());
        let api_key = reader.secret("OPENAI_API_KEY");
        let speech_base = reader.parse(
            "OPENAI_REALTIME_BASE_URL",
            "write an http(s) address, e.g. https://api.openai.com/v1",
            |text| super::BaseUrl::parse(text).map(|base| base.as_str().to_owned()),
        );
        let audio = reader.parse("OPENAI_REALTIME_AUDIO", "write pcmu or pcm", AudioFormat::named);
        let speech_model =
            api_key
                .clone()
                .zip(reader.text("OPENAI_REALTIME_MODEL"))
                .map(|(api_key, model)| SpeechModelOptions {
                    api_key,
                    base_url: speech_base.unwrap_or_else(|| base_url.clone()),
                    model: model.to_owned(),
                    audio: audio.unwrap_or(AudioFormat::Mulaw),
                });
        let language_model = api_key.map(|api_key| LanguageModelOptions {
            api_key,
            base_url,
            model,
        });
        Self {
            language_model,
            speech_model,
            cron_secret: reader.secret("CRON_SECRET"),
            nats_url: reader.text("NATS_URL").map(str::to_owned),
            mail_from: mail_from(reader),
            calcom_api_key: reader.secret("CALCOM_API_KEY"),
            calcom_event_type_id: reader.parse(
                "CALCOM_EVENT_TYPE_ID",
                "write the number of the event type, e.g. 123456",
                |text| text.parse::<u64>().ok().map(|id| id.to_string()),
            ),
            calcom_webhook_secret: reader.secret("CALCOM_WEBHOOK_SECRET"),
            calcom_api_base: address(reader, "CALCOM_API_BASE"),
            resend_api_key: reader.secret("RESEND_API_KEY"),
            resend_webhook_secret: reader.secret("RESEND_WEBHOOK_SECRET"),
            resend_api_base: address(reader, "RESEND_API_BASE"),
            smtp_url: reader.secret("SMTP_URL"),
            hooks_go_anywhere: reader
                .parse(
                    "OUTDIAL_HOOKS_REACH",
                    "write public or anywhere",
                    |text| match text {
                        "public" => Some(false),
                        "anywhere" => Some(true),
                        _ => None,
                    },
                )
                .unwrap_or(false),
        }
    }
}

fn mail_from(reader: &mut Reader<'_>) -> Option<String> {
    reader.parse(
        "MAIL_FROM",
        "write a sender, e.g. Acme <office@example.com>",
        |text| {
            text.parse::<SenderAddress>()
                .ok()
                .map(|sender| sender.to_string())
        },
    )
}

fn address(reader: &mut Reader<'_>, name: &str) -> Option<String> {
    reader.parse(name, "write an http(s) address", |text| {
        super::BaseUrl::parse(text).map(|base| base.as_str().trim_end_matches('/').to_owned())
    })
}

/// Reads commands where nobody names another model.
pub const DEFAULT_MODEL: &str = "gpt-5-mini";
/// Where models are where nobody names another server.
pub const DEFAULT_MODEL_SERVER: &str = "https://api.openai.com/v1";
