//! Which leads a page shows, and in which order.

use outdial_domain::Timestamp;
use outdial_domain::ids::ListId;
use outdial_domain::leads::{ConsentScope, LeadResult, LeadStatus};

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
    /// What came of the last call that no agent disposed of.
    pub result: Option<LeadResult>,
    /// The beginning of any word of a name or company, the last digits of a number; any part of them among the first
    /// leads of the newest lists.
    pub q: Option<String>,
    /// The number that the search means when it is read as a whole one, in E.164.
    pub q_number: Option<String>,
    /// A tag that they have.
    pub tag: Option<String>,
    /// ISO 3166 region of the number.
    pub region: Option<String>,
    /// Whether they have agreed to something.
    pub consent: Option<ConsentFilter>,
    /// A field that the workspace added, and its value.
    pub custom: Vec<(String, String)>,
    /// Dialled at most so often.
    pub attempts_max: Option<u32>,
    /// Never dialled.
    pub never_called: bool,
    /// Last dialled before this time.
    pub called_before: Option<Timestamp>,
    /// Last dialled at or after this time.
    pub called_after: Option<Timestamp>,
}

/// Leads who have agreed to something, or who have not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentFilter {
    /// They have.
    Given(ConsentScope),
    /// They have not, or took it back.
    Missing(ConsentScope),
}

/// How many leads match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeadTotal {
    /// So many.
    pub leads: u64,
    /// Or more: nobody counts on.
    pub at_least: bool,
}

impl LeadFilter {
    /// Whether the counters know how many leads it lets through.
    pub(super) fn is_counted(&self) -> bool {
        self.q.is_none()
            && self.result.is_none()
            && self.tag.is_none()
            && self.region.is_none()
            && self.consent.is_none()
            && self.custom.is_empty()
            && self.attempts_max.is_none()
            && !self.never_called
            && self.called_before.is_none()
            && self.called_after.is_none()
    }
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
