//! Which calls a list shows, and in which order.

use outdial_domain::Timestamp;
use outdial_domain::call::Outcome;
use outdial_domain::ids::RunId;

/// Which calls a list shows; the default is all that are not archived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// Where they stand.
    pub state: Option<StateFilter>,
    /// How they ended.
    pub outcome: Option<Outcome>,
    /// Calls of one run.
    pub run_id: Option<RunId>,
    /// Part of the number or of the name: any number by its first or last digits and any name by its beginning;
    /// what lies in the middle is found among the newest calls.
    pub q: Option<String>,
    /// Asked for at or after this time.
    pub from: Option<Timestamp>,
    /// Asked for before this time.
    pub to: Option<Timestamp>,
    /// The archived ones instead of the others.
    pub archived: bool,
}

/// A state, or all live ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateFilter(&'static str);

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Which end first.
    pub direction: Direction,
}

/// What a list of calls can be sorted by; equal ones follow in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// When it was asked for.
    CreatedAt,
    /// The number.
    Phone,
    /// The state's word, then the time.
    State,
    /// Talk time; unknown is least.
    Duration,
    /// When it was picked up; never is earliest.
    AnsweredAt,
}

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least.
    Ascending,
    /// The greatest.
    Descending,
}

impl StateFilter {
    /// Every live state.
    pub const LIVE: Self = Self("live");

    /// Calls that are over.
    pub const ENDED: Self = Self("ended");

    /// A state's word, or `live`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        WORDS.into_iter().find(|known| *known == word).map(Self)
    }

    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// One filter for each state.
    pub(crate) fn each_state() -> Vec<Self> {
        WORDS
            .into_iter()
            .map(Self)
            .filter(|filter| *filter != Self::LIVE)
            .collect()
    }

    pub(crate) fn fits(self, state: &str) -> bool {
        if self == Self::LIVE {
            !matches!(state, "planned" | "ended")
        } else {
            self.0 == state
        }
    }
}

impl Sort {
    /// The newest first.
    pub const NEWEST: Self = Self {
        key: SortKey::CreatedAt,
        direction: Direction::Descending,
    };

    /// Reads `created_at`, `-created_at`, `phone`, `state`, `duration`, `answered_at`, each with or without `-`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (key, direction) = match word.strip_prefix('-') {
            Some(key) => (key, Direction::Descending),
            None => (word, Direction::Ascending),
        };
        let key = match key {
            "created_at" => SortKey::CreatedAt,
            "phone" => SortKey::Phone,
            "state" => SortKey::State,
            "duration" | "talk_ms" => SortKey::Duration,
            "answered_at" => SortKey::AnsweredAt,
            _ => return None,
        };
        Some(Self { key, direction })
    }
}

const WORDS: [&str; 9] = [
    "planned",
    "dialing",
    "unknown",
    "ringing",
    "waiting",
    "connected",
    "voicemail",
    "ended",
    "live",
];
