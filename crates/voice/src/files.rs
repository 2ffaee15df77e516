//! An agent as files, for people who keep their agents beside their code: `agent.toml` and one file for each long text.

use std::collections::BTreeMap;

use outdial_domain::voice_agent::{Disclosure, Tool, VoiceAgentSettings};
use serde::{Deserialize, Serialize};

/// The files of one agent, by their names in its folder.
pub type AgentFiles = BTreeMap<String, String>;

/// Why files are no agent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilesFault {
    /// A file is missing.
    #[error("{0} is missing; an agent needs it")]
    Missing(&'static str),
    /// `agent.toml` cannot be read.
    #[error("{AGENT} cannot be read: {0}")]
    Unreadable(String),
    /// The settings make no sense.
    #[error("{0}")]
    Invalid(String),
}

/// Reads an agent.
///
/// # Errors
/// When a file is missing, cannot be read, or says what makes no sense.
pub fn read_files(files: &AgentFiles) -> Result<VoiceAgentSettings, FilesFault> {
    let text = |name: &'static str| files.get(name).ok_or(FilesFault::Missing(name));
    let facts: Facts = toml::from_str(text(AGENT)?)
        .map_err(|why| FilesFault::Unreadable(why.to_string().trim().to_owned()))?;
    let defaults = VoiceAgentSettings::default();
    let long = |name: &str| files.get(name).map(|text| text.trim().to_owned());
    let settings = VoiceAgentSettings {
        name: facts.name,
        company: facts.company,
        system: text(SYSTEM)?.trim().to_owned(),
        first_message: text(FIRST_MESSAGE)?.trim().to_owned(),
        end_call_message: long(END_CALL).unwrap_or(defaults.end_call_message),
        voicemail: long(VOICEMAIL).unwrap_or_default(),
        voice: facts.voice.unwrap_or(defaults.voice),
        language: facts.language.unwrap_or(defaults.language),
        model: facts.model.unwrap_or(defaults.model),
        temperature: facts.temperature.unwrap_or(defaults.temperature),
        max_duration_s: facts.max_duration_s.unwrap_or(defaults.max_duration_s),
        silence_s: facts.silence_s.unwrap_or(defaults.silence_s),
        tools: facts.tools.unwrap_or(defaults.tools),
        disclosure: facts.disclosure.unwrap_or(defaults.disclosure),
    };
    let wrong: Vec<String> = settings
        .validate()
        .into_iter()
        .map(|error| format!("{}: {}", error.field, error.message))
        .collect();
    if wrong.is_empty() {
        Ok(settings)
    } else {
        Err(FilesFault::Invalid(wrong.join("\n")))
    }
}

/// Writes an agent.
///
/// # Errors
/// When the settings cannot be written as TOML.
pub fn write_files(agent: &VoiceAgentSettings) -> Result<AgentFiles, FilesFault> {
    let facts = Facts {
        name: agent.name.clone(),
        company: agent.company.clone(),
        voice: Some(agent.voice.clone()),
        language: Some(agent.language.clone()),
        model: Some(agent.model.clone()),
        temperature: Some(agent.temperature),
        max_duration_s: Some(agent.max_duration_s),
        silence_s: Some(agent.silence_s),
        tools: Some(agent.tools.clone()),
        disclosure: Some(agent.disclosure.clone()),
    };
    let facts = toml::to_string_pretty(&facts).map_err(|why| FilesFault::Unreadable(why.to_string()))?;
    let mut files = AgentFiles::from([(AGENT.to_owned(), facts)]);
    let texts = [
        (SYSTEM, &agent.system),
        (FIRST_MESSAGE, &agent.first_message),
        (END_CALL, &agent.end_call_message),
        (VOICEMAIL, &agent.voicemail),
    ];
    for (name, text) in texts {
        if name != VOICEMAIL || !text.is_empty() {
            files.insert(name.to_owned(), format!("{}\n", text.trim()));
        }
    }
    Ok(files)
}

/// What `agent.toml` says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    name: String,
    #[serde(default)]
    company: String,
    voice: Option<String>,
    language: Option<String>,
    model: Option<String>,
    temperature: Option<f64>,
    max_duration_s: Option<u32>,
    silence_s: Option<u32>,
    tools: Option<Vec<Tool>>,
    disclosure: Option<Disclosure>,
}

const AGENT: &str = "agent.toml";
const SYSTEM: &str = "system.md";
const FIRST_MESSAGE: &str = "first_message.md";
const END_CALL: &str = "end_call.md";
const VOICEMAIL: &str = "voicemail.md";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::{APPOINTMENTS, shipped};

    #[test]
    fn an_agent_that_is_written_reads_back_as_itself() {
        let agent = shipped(APPOINTMENTS).unwrap();
        assert_eq!(read_files(&write_files(&agent).unwrap()), Ok(agent));
    }

    #[test]
    fn what_is_wrong_with_files_is_told_by_name() {
        let mut files = write_files(&shipped(APPOINTMENTS).unwrap()).unwrap();
        files.insert(FIRST_MESSAGE.to_owned(), "Hi {{lead_shoe_size}}".to_owned());
        let fault = read_files(&files).unwrap_err().to_string();
        assert!(
            fault.starts_with("first_message: ") && fault.contains("lead_shoe_size"),
            "{fault}"
        );
        files.remove(SYSTEM);
        assert_eq!(read_files(&files), Err(FilesFault::Missing(SYSTEM)));
        files.insert(AGENT.to_owned(), "name = 3".to_owned());
        assert!(matches!(read_files(&files), Err(FilesFault::Unreadable(_))));
        files.insert(AGENT.to_owned(), "name = \"Sam\"\nsecret = \"x\"".to_owned());
        assert!(
            matches!(read_files(&files), Err(FilesFault::Unreadable(_))),
            "an unknown field is a typing error"
        );
    }
}
