//! What a talk is held by: an agent's settings with everything filled in that is known of one callee.

use std::collections::BTreeMap;

use outdial_domain::voice_agent::{Tool, VoiceAgentSettings, render};

use super::AudioFormat;
use crate::document::instructions;

/// What a talk is held by.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The model's name.
    pub model: String,
    /// The voice that it speaks with.
    pub voice: String,
    /// BCP 47 tag of the language that is spoken.
    pub language: String,
    /// What the model is to achieve and how.
    pub instructions: String,
    /// What is said first; nothing when empty.
    pub opening: String,
    /// Whether the opening says that a machine calls. It is then heard to its end, whoever speaks meanwhile.
    pub discloses: bool,
    /// What is said before we hang up; the model's own words when empty.
    pub goodbye: String,
    /// What the agent may do.
    pub tools: Vec<Tool>,
    /// The form of audio in both directions.
    pub format: AudioFormat,
    /// The model that writes down what the callee says.
    pub transcriber: String,
    /// How long the callee must be silent before it is the agent's turn.
    pub pause_ms: u32,
    /// After how much silence on both sides the talk ends.
    pub silence_ms: i64,
    /// The longest talk.
    pub max_duration_ms: i64,
}

impl Terms {
    /// The terms of a talk between an agent and the callee that the variables describe.
    #[must_use]
    pub fn new(agent: &VoiceAgentSettings, variables: &BTreeMap<String, String>, model: &str) -> Self {
        let voice = match agent.voice_parts() {
            ("openai", voice) => voice,
            // Voices of other makers are not to be had from this one.
            (_, _) => VOICE,
        };
        Self {
            model: model.to_owned(),
            voice: voice.to_owned(),
            language: agent.language.clone(),
            instructions: render(&instructions(agent), variables),
            opening: agent.first_words(variables),
            discloses: agent.disclosure.on,
            goodbye: render(agent.end_call_message.trim(), variables),
            tools: agent.tools.clone(),
            format: AudioFormat::Mulaw,
            transcriber: TRANSCRIBER.to_owned(),
            pause_ms: PAUSE_MS,
            silence_ms: i64::from(agent.silence_s) * 1_000,
            max_duration_ms: i64::from(agent.max_duration_s) * 1_000,
        }
    }
}

/// One of the two that the maker recommends.
const VOICE: &str = "marin";
const TRANSCRIBER: &str = "gpt-4o-mini-transcribe";
/// The protocol's own default.
const PAUSE_MS: u32 = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::{APPOINTMENTS, shipped};

    fn variables() -> BTreeMap<String, String> {
        [
            ("agent_name", "Sam"),
            ("agent_company", "Acme"),
            ("lead_contact_name", "Ada"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    #[test]
    fn what_is_known_of_the_callee_is_filled_in_and_the_rules_of_every_agent_are_there() {
        let terms = Terms::new(&shipped(APPOINTMENTS).unwrap(), &variables(), "gpt-realtime-2");
        assert!(terms.instructions.contains("You speak with Ada"));
        assert!(!terms.instructions.contains("{{"));
        assert!(terms.instructions.contains("never claim to be a person"));
        assert_eq!(
            terms.opening,
            "Hello, this is Sam, an automated assistant calling for Acme. Am I speaking with Ada?"
        );
        assert!(terms.discloses);
        assert_eq!((terms.silence_ms, terms.max_duration_ms), (26_000, 300_000));
    }

    #[test]
    fn a_voice_of_another_maker_is_replaced_and_one_of_this_maker_is_kept() {
        let mut agent = shipped(APPOINTMENTS).unwrap();
        assert_eq!(Terms::new(&agent, &variables(), "m").voice, "marin");
        agent.voice = "openai/cedar".to_owned();
        assert_eq!(Terms::new(&agent, &variables(), "m").voice, "cedar");
    }
}
