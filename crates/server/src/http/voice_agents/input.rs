//! What is sent of a voice agent.

use outdial_domain::voice_agent::{Tool, VoiceAgentSettings};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::DisclosureView;
use crate::http::problem::{Problem, ProblemCode};

/// What a voice agent is to be told; fields that are left out keep what they have, or take a default in a new one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VoiceAgentInput {
    /// Its name.
    name: Option<String>,
    /// In whose name it calls.
    company: Option<String>,
    /// What it is to achieve and how; may name variables as `{{lead_contact_name}}`.
    system: Option<String>,
    /// What it says first, after the disclosure.
    first_message: Option<String>,
    /// What it says before it hangs up.
    end_call_message: Option<String>,
    /// What it leaves on a machine; nothing when empty.
    voicemail: Option<String>,
    /// The voice: `maker/voice`.
    voice: Option<String>,
    /// BCP 47 tag.
    language: Option<String>,
    /// The language model: `maker/model`.
    model: Option<String>,
    /// 0 to 2.
    temperature: Option<f64>,
    /// Longest conversation, in seconds.
    max_duration_s: Option<u32>,
    /// After how many seconds of silence it hangs up.
    silence_s: Option<u32>,
    /// What it may do, by the names of `GET /voice-agents/tools`.
    tools: Option<Vec<String>>,
    /// Whether and how it says that it is a machine.
    disclosure: Option<DisclosureView>,
    /// The revision that a change is based on; the header `If-Match` says the same.
    pub revision: Option<i64>,
}

impl VoiceAgentInput {
    /// The settings with what is sent in place of what was.
    ///
    /// # Errors
    /// When something that is sent cannot be used.
    pub fn applied_to(self, before: VoiceAgentSettings) -> Result<VoiceAgentSettings, Problem> {
        let tools = self.tools.map(|names| read_tools(&names)).transpose()?;
        let settings = VoiceAgentSettings {
            name: self.name.map_or(before.name, |name| name.trim().to_owned()),
            company: self
                .company
                .map_or(before.company, |company| company.trim().to_owned()),
            system: self.system.unwrap_or(before.system),
            first_message: self.first_message.unwrap_or(before.first_message),
            end_call_message: self.end_call_message.unwrap_or(before.end_call_message),
            voicemail: self.voicemail.unwrap_or(before.voicemail),
            voice: self.voice.unwrap_or(before.voice),
            language: self.language.unwrap_or(before.language),
            model: self.model.unwrap_or(before.model),
            temperature: self.temperature.unwrap_or(before.temperature),
            max_duration_s: self.max_duration_s.unwrap_or(before.max_duration_s),
            silence_s: self.silence_s.unwrap_or(before.silence_s),
            tools: tools.unwrap_or(before.tools),
            disclosure: self.disclosure.map_or(before.disclosure, Into::into),
        };
        let wrong = settings.validate();
        if wrong.is_empty() {
            Ok(settings)
        } else {
            Err(Problem::of_fields(ProblemCode::VoiceAgentInvalid, &wrong))
        }
    }
}

fn read_tools(names: &[String]) -> Result<Vec<Tool>, Problem> {
    let read = |name: &String| {
        Tool::ALL
            .into_iter()
            .find(|tool| tool.as_str() == name)
            .ok_or_else(|| {
                let known: Vec<&str> = Tool::ALL.iter().map(|tool| tool.as_str()).collect();
                let message = format!("There is no tool {name:?}. Use {}.", known.join(", "));
                Problem::new(ProblemCode::VoiceAgentInvalid)
                    .detail(message.clone())
                    .field("tools", "tool_unknown", message)
            })
    };
    names.iter().map(read).collect()
}
