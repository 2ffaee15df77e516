//! Which leads a page shows, and in which order.

use outdial_domain::ids::ListId;
use outdial_domain::leads::LeadStatus;

use crate::calls::Direction;

/// Which leads a page shows; the default is all leads of the lists in use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeadFilter {
    /// Leads of this list, in use or archived.
    pub list_id: Option<ListId>,
    /// Where they stand.
    pub status: Option<LeadStatus>,
    /// What an agent said last.
    pub disposition: Option<String>,
    /// The beginning of any word of a name or company, the last digits of a number; any part of them among the first
    /// leads of the newest lists.
    pub q: Option<String>,
    /// The number that the search means when it is read as a whole one, in E.164.
    pub q_number: Option<String>,
}

/// The order of a page: by the first key, equal ones by the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadSort(pub(super) Vec<(LeadSortKey, Direction)>);

/// What leads can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadSortKey {
    /// The line in the list.
    Line,
    /// The person.
    ContactName,
    /// The company.
    CompanyName,
    /// The status's word.
    Status,
    /// When it was last dialled; never is earliest.
    LastCalledAt,
    /// How often it was dialled.
    CallAttempts,
}

impl LeadSort {
    /// As the list had them.
    #[must_use]
    pub fn as_listed() -> Self {
        Self(vec![(LeadSortKey::Line, Direction::Ascending)])
    }

    /// Reads keys separated by commas, each with or without `-` for descending: `status,-last_called_at`.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        let mut keys = Vec::new();
        for word in words.split(',').map(str::trim) {
            let (word, direction) = match word.strip_prefix('-') {
                Some(word) => (word, Direction::Descending),
                None => (word, Direction::Ascending),
            };
            let key = LeadSortKey::from_word(word)?;
            if keys.iter().any(|(known, _)| *known == key) || keys.len() == KEYS_MAX {
                return None;
            }
            keys.push((key, direction));
        }
        Some(Self(keys))
    }
}

impl LeadSortKey {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "line" => Some(Self::Line),
            "contact_name" => Some(Self::ContactName),
            "company_name" => Some(Self::CompanyName),
            "status" => Some(Self::Status),
            "last_called_at" => Some(Self::LastCalledAt),
            "call_attempts" => Some(Self::CallAttempts),
            _ => None,
        }
    }
}

/// More keys than this never make a difference.
const KEYS_MAX: usize = 3;
