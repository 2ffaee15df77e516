//! A talk that is rehearsed before an agent is published: what the callee says, and what must come of it.

use serde::{Deserialize, Serialize};

use crate::leads::LeadResult;
use crate::settings::FieldError;
use crate::voice_agent::Tool;

/// A talk that is rehearsed before an agent is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eval {
    /// What people call it.
    pub name: String,
    /// What the callee says, in turn, for as long as the agent does not hang up.
    pub callee: Vec<String>,
    /// What must come of it.
    pub expect: Expectation,
}

/// What must come of a rehearsal; what is not named is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Expectation {
    /// In one word.
    pub result: Option<LeadResult>,
    /// What the agent must ask for.
    pub tools: Vec<Tool>,
    /// What it must not ask for.
    pub never_tools: Vec<Tool>,
    /// What it must say somewhere; case does not matter.
    pub says: Vec<String>,
    /// What it must not say anywhere.
    pub never_says: Vec<String>,
}

impl Eval {
    /// As many as an agent may have.
    pub const MAX: usize = 20;

    /// Every field that cannot be accepted.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let name = self.name.trim().chars().count();
        if name == 0 {
            found.push(wrong("name", "missing", "Give the eval a name.".to_owned()));
        } else if name > NAME_MAX {
            found.push(too_long("name", NAME_MAX));
        }
        if self.callee.len() > TURNS_MAX {
            let message = format!(
                "The callee speaks at most {TURNS_MAX} times; here it is {}.",
                self.callee.len()
            );
            found.push(wrong("callee", "too_many", message));
        }
        check_texts("callee", &self.callee, SPOKEN_MAX, &mut found);
        self.expect.check(&mut found);
        found
    }
}

impl Expectation {
    /// The results that a rehearsal can have.
    pub const RESULTS: [LeadResult; 5] = [
        LeadResult::Scheduled,
        LeadResult::NotInterested,
        LeadResult::Callback,
        LeadResult::DoNotCall,
        LeadResult::Talked,
    ];

    fn check(&self, found: &mut Vec<FieldError>) {
        if let Some(result) = self.result
            && !Self::RESULTS.contains(&result)
        {
            let known: Vec<&str> = Self::RESULTS.iter().map(|known| known.as_str()).collect();
            let message = format!(
                "A rehearsal never ends with `{}`. Use one of: {}.",
                result.as_str(),
                known.join(", ")
            );
            found.push(wrong("expect", "result_unknown", message));
        }
        if let Some(both) = self.tools.iter().find(|tool| self.never_tools.contains(tool)) {
            let message = format!(
                "`{}` cannot be both asked for and never asked for.",
                both.as_str()
            );
            found.push(wrong("expect", "contradiction", message));
        }
        let says_nothing = self.says.is_empty() && self.never_says.is_empty();
        if self.result.is_none() && self.tools.is_empty() && self.never_tools.is_empty() && says_nothing {
            let message = "Say what is expected: a result, a tool, or something that is said or never said.";
            found.push(wrong("expect", "missing", message.to_owned()));
        }
        for phrases in [&self.says, &self.never_says] {
            if phrases.len() > PHRASES_MAX {
                let message = format!("At most {PHRASES_MAX} phrases can be looked for.");
                found.push(wrong("expect", "too_many", message));
            }
            check_texts("expect", phrases, PHRASE_MAX, found);
        }
    }
}

fn check_texts(field: &'static str, texts: &[String], max: usize, found: &mut Vec<FieldError>) {
    if texts.iter().any(|text| text.trim().is_empty()) {
        let message = "One of the texts is empty; write it or remove it.".to_owned();
        found.push(wrong(field, "missing", message));
    }
    if texts.iter().any(|text| text.chars().count() > max) {
        found.push(too_long(field, max));
    }
}

fn too_long(field: &'static str, max: usize) -> FieldError {
    wrong(
        field,
        "too_long",
        format!("A text is too long; at most {max} characters."),
    )
}

fn wrong(field: &'static str, code: &'static str, message: String) -> FieldError {
    FieldError { field, code, message }
}

const NAME_MAX: usize = 80;
/// Whoever needs longer to come to the point is tested in several evals.
const TURNS_MAX: usize = 12;
const SPOKEN_MAX: usize = 500;
const PHRASES_MAX: usize = 20;
const PHRASE_MAX: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Eval {
        Eval {
            name: "Books".to_owned(),
            callee: vec!["Yes.".to_owned()],
            expect: Expectation {
                result: Some(LeadResult::Scheduled),
                ..Expectation::default()
            },
        }
    }

    #[test]
    fn what_makes_no_sense_is_named_by_its_field() {
        assert_eq!(sound().validate(), []);
        type Spoil = fn(&mut Eval);
        let table: [(Spoil, &str, &str); 9] = [
            (|eval| eval.name = "  ".to_owned(), "name", "missing"),
            (|eval| eval.name = "x".repeat(81), "name", "too_long"),
            (
                |eval| eval.callee = vec!["Hm.".to_owned(); 13],
                "callee",
                "too_many",
            ),
            (|eval| eval.callee = vec![String::new()], "callee", "missing"),
            (|eval| eval.callee = vec!["x".repeat(501)], "callee", "too_long"),
            (|eval| eval.expect = Expectation::default(), "expect", "missing"),
            (
                |eval| eval.expect.result = Some(LeadResult::Busy),
                "expect",
                "result_unknown",
            ),
            (
                |eval| {
                    eval.expect.tools = vec![Tool::EndCall];
                    eval.expect.never_tools = vec![Tool::EndCall];
                },
                "expect",
                "contradiction",
            ),
            (
                |eval| eval.expect.says = vec![" ".to_owned()],
                "expect",
                "missing",
            ),
        ];
        for (spoil, field, code) in table {
            let mut eval = sound();
            spoil(&mut eval);
            let found: Vec<_> = eval
                .validate()
                .into_iter()
                .map(|error| (error.field, error.code))
                .collect();
            assert_eq!(found, [(field, code)]);
        }
    }
}
