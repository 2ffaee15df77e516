//! What people choose for a voice agent: one document, of which every version is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Tool, render};

/// What people choose for a voice agent; every field has a safe default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceAgentSettings {
    /// The name that people give it, and by which it introduces itself.
    pub name: String,
    /// In whose name it calls.
    pub company: String,
    /// What it is to achieve and how: the model's instructions.
    pub system: String,
    /// What it says first, after the disclosure.
    pub first_message: String,
    /// What it says before it hangs up.
    pub end_call_message: String,
    /// What it leaves on a machine; nothing when empty.
    pub voicemail: String,
    /// The voice: `maker/voice`.
    pub voice: String,
    /// BCP 47 tag of the language that it speaks and hears.
    pub language: String,
    /// The language model: `maker/model`.
    pub model: String,
    /// How freely the model words things, from 0 to 2.
    pub temperature: f64,
    /// Longest conversation, in seconds.
    pub max_duration_s: u32,
    /// After how many seconds of silence it hangs up.
    pub silence_s: u32,
    /// What it may do.
    pub tools: Vec<Tool>,
    /// Whether and how it says that it is a machine.
    pub disclosure: Disclosure,
}

/// Whether and how an agent says that it is a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disclosure {
    /// Whether it says so before anything else.
    pub on: bool,
    /// What it says then.
    pub sentence: String,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self {
            on: true,
            sentence: "Hello, this is an automated assistant calling for {{agent_company}}.".to_owned(),
        }
    }
}

impl Default for VoiceAgentSettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            company: String::new(),
            system: String::new(),
            first_message: String::new(),
            end_call_message: "Thank you for your time. Goodbye.".to_owned(),
            voicemail: String::new(),
            voice: "11labs/sarah".to_owned(),
            language: "en-US".to_owned(),
            model: "openai/gpt-4o".to_owned(),
            temperature: 0.2,
            max_duration_s: 300,
            silence_s: 26,
            tools: Tool::ALL.to_vec(),
            disclosure: Disclosure::default(),
        }
    }
}

impl VoiceAgentSettings {
    /// What the agent says first, before any variable is filled in: the disclosure, then its own first words.
    #[must_use]
    pub fn opening(&self) -> String {
        let disclosure = if self.disclosure.on {
            self.disclosure.sentence.trim()
        } else {
            ""
        };
        let parts = [disclosure, self.first_message.trim()];
        let spoken: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        spoken.join(" ")
    }

    /// What the agent says first to one callee.
    #[must_use]
    pub fn first_words(&self, variables: &BTreeMap<String, String>) -> String {
        render(&self.opening(), variables)
    }

    /// What it leaves on a callee's machine; `None` when it leaves nothing.
    #[must_use]
    pub fn left_on_machine(&self, variables: &BTreeMap<String, String>) -> Option<String> {
        let text = render(self.voicemail.trim(), variables);
        (!text.is_empty()).then_some(text)
    }

    /// Maker and name of the model.
    #[must_use]
    pub fn model_parts(&self) -> (&str, &str) {
        self.model.split_once('/').unwrap_or(("openai", &self.model))
    }

    /// Maker and name of the voice.
    #[must_use]
    pub fn voice_parts(&self) -> (&str, &str) {
        self.voice.split_once('/').unwrap_or(("11labs", &self.voice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disclosure_comes_before_the_first_words_and_names_the_company() {
        let mut agent = VoiceAgentSettings {
            first_message: "Am I speaking with {{lead_contact_name}}?".to_owned(),
            ..VoiceAgentSettings::default()
        };
        let variables = BTreeMap::from([
            ("agent_company".to_owned(), "Acme".to_owned()),
            ("lead_contact_name".to_owned(), "Ada".to_owned()),
        ]);
        assert_eq!(
            agent.first_words(&variables),
            "Hello, this is an automated assistant calling for Acme. Am I speaking with Ada?"
        );
        agent.disclosure.on = false;
        assert_eq!(agent.first_words(&variables), "Am I speaking with Ada?");
    }

    #[test]
    fn nothing_is_left_on_a_machine_without_words_for_it() {
        let agent = VoiceAgentSettings::default();
        assert_eq!(agent.left_on_machine(&BTreeMap::new()), None);
    }

    #[test]
    fn a_model_without_a_maker_is_of_the_usual_one() {
        let mut agent = VoiceAgentSettings::default();
        assert_eq!(agent.model_parts(), ("openai", "gpt-4o"));
        agent.model = "gpt-4o-mini".to_owned();
        assert_eq!(agent.model_parts(), ("openai", "gpt-4o-mini"));
        assert_eq!(agent.voice_parts(), ("11labs", "sarah"));
    }
}
