//! What a lead has agreed to, and what it has taken back: of each scope the last word counts.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::call::Treatment;

/// What somebody can agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentScope {
    /// To be called by an artificial or prerecorded voice; a voice agent's is one.
    AiVoice,
    /// To be called by a person.
    HumanCall,
    /// That talks are recorded.
    Recording,
    /// To be written to.
    Email,
}

/// A word that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no scope of consent; use ai_voice, human_call, recording or email")]
pub struct UnknownScope(String);

impl ConsentScope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::AiVoice, Self::HumanCall, Self::Recording, Self::Email];

    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AiVoice => "ai_voice",
            Self::HumanCall => "human_call",
            Self::Recording => "recording",
            Self::Email => "email",
        }
    }

    /// What it is to agree to, as it ends "the lead has agreed ...".
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::AiVoice => "to be called by an artificial voice",
            Self::HumanCall => "to be called by a person",
            Self::Recording => "to be recorded",
            Self::Email => "to be written to",
        }
    }

    /// What whoever answers must have agreed to: what speaks to them decides.
    #[must_use]
    pub const fn of_treatment(treatment: Treatment) -> Self {
        match treatment {
            Treatment::Agent => Self::HumanCall,
            Treatment::VoiceAgent | Treatment::Message => Self::AiVoice,
        }
    }
}

impl FromStr for ConsentScope {
    type Err = UnknownScope;

    fn from_str(word: &str) -> Result<Self, UnknownScope> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == word)
            .ok_or_else(|| UnknownScope(word.to_owned()))
    }
}

impl fmt::Display for ConsentScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The last word of a lead about each scope: `true` gives, `false` takes back. Of a scope that is not there nothing was
/// ever said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(BTreeMap<ConsentScope, bool>);

impl Consents {
    /// Those who have agreed to all of this.
    #[must_use]
    pub fn given(scopes: impl IntoIterator<Item = ConsentScope>) -> Self {
        Self(scopes.into_iter().map(|scope| (scope, true)).collect())
    }

    /// Somebody speaks about a scope; that is the last word then.
    pub fn say(&mut self, scope: ConsentScope, is_granted: bool) {
        self.0.insert(scope, is_granted);
    }

    /// Whether the scope is given, as far as anybody knows.
    #[must_use]
    pub fn has(&self, scope: ConsentScope) -> bool {
        self.word(scope) == Some(true)
    }

    /// The last word about a scope.
    #[must_use]
    pub fn word(&self, scope: ConsentScope) -> Option<bool> {
        self.0.get(&scope).copied()
    }

    /// The scopes in force.
    pub fn in_force(&self) -> impl Iterator<Item = ConsentScope> + '_ {
        self.0
            .iter()
            .filter_map(|(scope, granted)| granted.then_some(*scope))
    }

    /// These words with those of a list for scopes of which nothing was said: a list is older than what people say
    /// themselves, so what somebody took back stays taken back.
    #[must_use]
    pub fn with_list(&self, list: &Self) -> Self {
        let mut words = list.0.clone();
        words.extend(self.0.iter().map(|(scope, granted)| (*scope, *granted)));
        Self(words)
    }

    /// The scopes of which later words say something else than these. Nothing said any more counts as taken back.
    #[must_use]
    pub fn changes_to(&self, later: &Self) -> Vec<(ConsentScope, bool)> {
        let differs = |scope: &ConsentScope| self.word(*scope) != later.word(*scope);
        let changed = ConsentScope::ALL.into_iter().filter(differs);
        changed.map(|scope| (scope, later.has(scope))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_read_back_from_its_word() {
        for scope in ConsentScope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
        }
        assert!("everything".parse::<ConsentScope>().is_err());
    }

    #[test]
    fn the_last_word_about_a_scope_counts() {
        use ConsentScope::{AiVoice, Email, HumanCall};
        let mut words = Consents::given([AiVoice, Email]);
        words.say(AiVoice, false);
        assert!(!words.has(AiVoice));
        assert!(words.has(Email) && !words.has(HumanCall));
        assert_eq!(words.in_force().collect::<Vec<_>>(), [Email]);
        words.say(AiVoice, true);
        assert!(words.has(AiVoice));
    }

    #[test]
    fn a_list_adds_what_nobody_spoke_about_and_revives_nothing() {
        use ConsentScope::{AiVoice, Email, HumanCall};
        let mut words = Consents::given([Email]);
        words.say(AiVoice, false);
        let after = words.with_list(&Consents::given([AiVoice, HumanCall, Email]));
        assert_eq!(after.in_force().collect::<Vec<_>>(), [HumanCall, Email]);
        assert_eq!(words.changes_to(&after), [(HumanCall, true)]);
        assert_eq!(after.changes_to(&words), [(HumanCall, false)]);
    }

    #[test]
    fn what_speaks_decides_what_must_have_been_agreed_to() {
        for (treatment, scope) in [
            (Treatment::Agent, ConsentScope::HumanCall),
            (Treatment::VoiceAgent, ConsentScope::AiVoice),
            (Treatment::Message, ConsentScope::AiVoice),
        ] {
            assert_eq!(ConsentScope::of_treatment(treatment), scope);
        }
    }
}
