//! What keeps an agent's settings from being used.

use super::{VoiceAgentSettings, names_in, variables};
use crate::settings::FieldError;

impl VoiceAgentSettings {
    /// Every field that cannot be accepted; empty when the agent may be stored.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        self.check_lengths(&mut found);
        self.check_numbers(&mut found);
        self.check_words(&mut found);
        for (field, text) in self.templates() {
            check_template(field, text, &mut found);
        }
        for (place, tool) in self.tools.iter().enumerate() {
            if self.tools[..place].contains(tool) {
                found.push(wrong(
                    "tools",
                    "tool_taken",
                    format!("`{}` is there twice.", tool.as_str()),
                ));
            }
        }
        found
    }

    /// The texts that may name variables.
    fn templates(&self) -> [(&'static str, &str); 5] {
        [
            ("system", &self.system),
            ("first_message", &self.first_message),
            ("end_call_message", &self.end_call_message),
            ("voicemail", &self.voicemail),
            ("disclosure", &self.disclosure.sentence),
        ]
    }

    fn check_lengths(&self, found: &mut Vec<FieldError>) {
        let limits = [
            ("name", &self.name, true, LABEL_MAX),
            ("company", &self.company, false, LABEL_MAX),
            ("system", &self.system, true, SYSTEM_MAX),
            ("first_message", &self.first_message, true, SPOKEN_MAX),
            ("end_call_message", &self.end_call_message, false, SPOKEN_MAX),
            ("voicemail", &self.voicemail, false, SPOKEN_MAX),
            ("disclosure", &self.disclosure.sentence, false, SPOKEN_MAX),
        ];
        for (field, text, is_needed, max) in limits {
            let length = text.chars().count();
            if is_needed && text.trim().is_empty() {
                found.push(wrong(field, "missing", "This must not be empty.".to_owned()));
            } else if length > max {
                found.push(wrong(
                    field,
                    "too_long",
                    format!("This has {length} characters; at most {max} are allowed."),
                ));
            }
        }
    }

    fn check_numbers(&self, found: &mut Vec<FieldError>) {
        if !(0.0..=2.0).contains(&self.temperature) {
            found.push(wrong(
                "temperature",
                "out_of_range",
                "The temperature must be a number from 0 to 2.".to_owned(),
            ));
        }
        if !(DURATION_MIN_S..=DURATION_MAX_S).contains(&self.max_duration_s) {
            found.push(wrong(
                "max_duration_s",
                "out_of_range",
                format!("A conversation may last {DURATION_MIN_S} to {DURATION_MAX_S} seconds."),
            ));
        }
        if !(SILENCE_MIN_S..=SILENCE_MAX_S).contains(&self.silence_s) {
            found.push(wrong(
                "silence_s",
                "out_of_range",
                format!("Silence may last {SILENCE_MIN_S} to {SILENCE_MAX_S} seconds."),
            ));
        }
    }

    fn check_words(&self, found: &mut Vec<FieldError>) {
        for (field, text) in [("model", &self.model), ("voice", &self.voice)] {
            let parts: Vec<&str> = text.split('/').collect();
            let is_whole = parts.len() <= 2 && parts.iter().all(|part| is_word(part));
            if !is_whole {
                found.push(wrong(
                    field,
                    "unreadable",
                    format!("{text:?} cannot be read; write it as `maker/name`."),
                ));
            }
        }
        let is_tag = |tag: &str| {
            (2..=TAG_MAX).contains(&tag.len())
                && tag
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if !is_tag(&self.language) {
            found.push(wrong(
                "language",
                "unreadable",
                format!("{:?} is no language; write a tag such as `en-US`.", self.language),
            ));
        }
        if self.disclosure.on {
            if self.disclosure.sentence.trim().is_empty() {
                found.push(wrong(
                    "disclosure",
                    "missing",
                    "Write the sentence by which the agent says that it is a machine, or switch it off."
                        .to_owned(),
                ));
            }
            if self.company.trim().is_empty() {
                found.push(wrong(
                    "company",
                    "missing",
                    "Name the company in whose name the agent calls; the disclosure needs it.".to_owned(),
                ));
            }
        }
    }
}

fn check_template(field: &'static str, text: &str, found: &mut Vec<FieldError>) {
    match names_in(text) {
        Ok(names) => {
            for name in names {
                if !variables::is_known(name) {
                    found.push(wrong(
                        field,
                        "variable_unknown",
                        format!(
                            "Nothing is known by the name {name:?}. Use {}, or `lead_custom_` and a field's name.",
                            variables::known_variables()
                                .map(|known| known.name)
                                .collect::<Vec<_>>()
                                .join(", ")
                        ),
                    ));
                }
            }
        }
        Err(fault) => found.push(wrong(field, "template_unreadable", format!("{fault}."))),
    }
}

fn is_word(text: &str) -> bool {
    (1..=WORD_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

fn wrong(field: &'static str, code: &'static str, message: String) -> FieldError {
    FieldError { field, code, message }
}

const LABEL_MAX: usize = 80;
/// Longer instructions cost money with every turn, and models lose track of them.
const SYSTEM_MAX: usize = 24_000;
/// Nobody listens longer before they may speak.
const SPOKEN_MAX: usize = 1_000;
const WORD_MAX: usize = 80;
const TAG_MAX: usize = 20;
const DURATION_MIN_S: u32 = 10;
const DURATION_MAX_S: u32 = 3_600;
const SILENCE_MIN_S: u32 = 10;
const SILENCE_MAX_S: u32 = 600;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice_agent::Tool;

    fn sound() -> VoiceAgentSettings {
        VoiceAgentSettings {
            name: "Sam".to_owned(),
            company: "Acme".to_owned(),
            system: "You are {{agent_name}}. Book a meeting with {{lead_contact_name}}.".to_owned(),
            first_message: "Is this {{lead_contact_name}}?".to_owned(),
            ..VoiceAgentSettings::default()
        }
    }

    fn faults(change: impl FnOnce(&mut VoiceAgentSettings)) -> Vec<(&'static str, &'static str)> {
        let mut agent = sound();
        change(&mut agent);
        let found = agent.validate();
        found.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn a_sound_agent_is_accepted_and_an_empty_one_is_not() {
        assert_eq!(faults(|_| {}), []);
        let missing: Vec<_> = VoiceAgentSettings::default()
            .validate()
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(missing, ["name", "system", "first_message", "company"]);
    }

    #[test]
    fn each_field_that_makes_no_sense_is_named() {
        type Spoil = fn(&mut VoiceAgentSettings);
        let table: [(Spoil, &str, &str); 12] = [
            (|agent| agent.temperature = 2.1, "temperature", "out_of_range"),
            (
                |agent| agent.temperature = f64::NAN,
                "temperature",
                "out_of_range",
            ),
            (|agent| agent.max_duration_s = 5, "max_duration_s", "out_of_range"),
            (|agent| agent.silence_s = 0, "silence_s", "out_of_range"),
            (|agent| agent.model = "a/b/c".to_owned(), "model", "unreadable"),
            (|agent| agent.voice = String::new(), "voice", "unreadable"),
            (
                |agent| agent.language = "English, please".to_owned(),
                "language",
                "unreadable",
            ),
            (|agent| agent.company = " ".to_owned(), "company", "missing"),
            (
                |agent| agent.system = "{{lead_secret}}".to_owned(),
                "system",
                "variable_unknown",
            ),
            (
                |agent| agent.first_message = "{{".to_owned(),
                "first_message",
                "template_unreadable",
            ),
            (
                |agent| agent.voicemail = "x".repeat(1_001),
                "voicemail",
                "too_long",
            ),
            (
                |agent| agent.tools = vec![Tool::EndCall, Tool::EndCall],
                "tools",
                "tool_taken",
            ),
        ];
        for (change, field, code) in table {
            assert_eq!(faults(change), [(field, code)]);
        }
    }

    #[test]
    fn fields_that_a_workspace_made_itself_may_be_named() {
        assert_eq!(
            faults(|agent| agent.system = "{{lead_custom_budget}}".to_owned()),
            []
        );
    }
}
