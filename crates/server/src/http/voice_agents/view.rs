//! A voice agent as the API shows it.

use outdial_domain::voice_agent::{Disclosure, VoiceAgentSettings};
use outdial_store::VoiceAgentRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A voice agent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VoiceAgent)]
pub struct VoiceAgentView {
    /// `agt_...`
    pub id: String,
    /// What it is told.
    #[serde(flatten)]
    pub settings: SettingsView,
    /// Which version of that this is, from 1.
    pub version: u32,
    /// The version that its host was given last.
    #[schema(required)]
    pub published_version: Option<u32>,
    /// When that was.
    #[schema(required)]
    pub published_at: Option<String>,
    /// When it was last changed.
    pub changed_at: String,
    /// Grows with each change.
    pub revision: i64,
}

/// What a voice agent is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VoiceAgentSettings)]
pub struct SettingsView {
    /// Its name.
    pub name: String,
    /// In whose name it calls.
    pub company: String,
    /// What it is to achieve and how.
    pub system: String,
    /// What it says first, after the disclosure.
    pub first_message: String,
    /// What it says before it hangs up.
    pub end_call_message: String,
    /// What it leaves on a machine; nothing when empty.
    pub voicemail: String,
    /// The voice: `maker/voice`.
    pub voice: String,
    /// BCP 47 tag.
    pub language: String,
    /// The language model: `maker/model`.
    pub model: String,
    /// 0 to 2.
    pub temperature: f64,
    /// Longest conversation, in seconds.
    pub max_duration_s: u32,
    /// After how many seconds of silence it hangs up.
    pub silence_s: u32,
    /// What it may do, by the names of `GET /voice-agents/tools`.
    pub tools: Vec<String>,
    /// Whether and how it says that it is a machine.
    pub disclosure: DisclosureView,
}

/// Whether and how an agent says that it is a machine.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Disclosure)]
pub struct DisclosureView {
    /// Whether it says so before anything else.
    pub on: bool,
    /// What it says then.
    pub sentence: String,
}

impl VoiceAgentView {
    /// The agent as the API shows it.
    #[must_use]
    pub fn of(row: &VoiceAgentRow) -> Self {
        let published = row.published.as_ref();
        Self {
            id: row.id.to_string(),
            settings: SettingsView::of(&row.settings),
            version: row.version,
            published_version: published.map(|given| given.version),
            published_at: published.map(|given| given.at.to_string()),
            changed_at: row.changed_at.to_string(),
            revision: row.revision,
        }
    }
}

impl SettingsView {
    /// What it is told, as the API shows it.
    #[must_use]
    pub fn of(settings: &VoiceAgentSettings) -> Self {
        Self {
            name: settings.name.clone(),
            company: settings.company.clone(),
            system: settings.system.clone(),
            first_message: settings.first_message.clone(),
            end_call_message: settings.end_call_message.clone(),
            voicemail: settings.voicemail.clone(),
            voice: settings.voice.clone(),
            language: settings.language.clone(),
            model: settings.model.clone(),
            temperature: settings.temperature,
            max_duration_s: settings.max_duration_s,
            silence_s: settings.silence_s,
            tools: settings
                .tools
                .iter()
                .map(|tool| tool.as_str().to_owned())
                .collect(),
            disclosure: DisclosureView {
                on: settings.disclosure.on,
                sentence: settings.disclosure.sentence.clone(),
            },
        }
    }
}

impl From<DisclosureView> for Disclosure {
    fn from(view: DisclosureView) -> Self {
        Self {
            on: view.on,
            sentence: view.sentence,
        }
    }
}
