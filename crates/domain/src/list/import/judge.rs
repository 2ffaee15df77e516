//! What becomes of each row of an import.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;

use super::super::preview::LineError;
use super::ImportRow;
use super::row::Fault;
use crate::PhoneNumber;
use crate::ids::LeadId;
use crate::leads::{Consents, LeadFields};

/// What is done with rows whose number some lead has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KnownPolicy {
    /// The lead takes over what the row says and stays in its list.
    #[default]
    Update,
    /// The same, and it comes into this list.
    Move,
    /// Nothing.
    Skip,
}

/// A lead that was there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLead {
    /// Which.
    pub id: LeadId,
    /// What is known of it.
    pub fields: LeadFields,
    /// Whether it is in the list that is imported into.
    pub is_in_list: bool,
    /// Whether it is in a list that was put away, so that nobody sees it.
    pub is_put_away: bool,
}

/// What is known of the numbers of some rows.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The leads that have them.
    pub known: BTreeMap<PhoneNumber, KnownLead>,
    /// Which of them are on the do-not-call list.
    pub do_not_call: BTreeSet<PhoneNumber>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowResult {
    /// A new lead.
    New,
    /// A known lead changes.
    Updated {
        /// Which.
        lead: LeadId,
        /// What is known of it from now on.
        fields: Box<LeadFields>,
        /// Whether it comes into this list.
        moves: bool,
    },
    /// It says nothing new.
    Duplicate(LineError),
    /// Whoever it is must not be called.
    DoNotCall(LineError),
    /// It cannot be read as a lead.
    Invalid(LineError),
}

/// A row with what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The row.
    pub row: ImportRow,
    /// What becomes of it.
    pub result: RowResult,
}

/// Says what becomes of the rows of one import, one after the other.
#[derive(Debug)]
pub struct Judge {
    policy: KnownPolicy,
    tags: Vec<String>,
    consents: Consents,
    /// Numbers of rows that were taken, by their digits, with the line.
    seen: HashMap<u64, u32>,
    /// Leads that a row was taken into, with the line.
    touched: HashMap<LeadId, u32>,
}

impl Judge {
    /// A judge of rows that all get these tags.
    #[must_use]
    pub fn new(policy: KnownPolicy, tags: Vec<String>) -> Self {
        Self {
            policy,
            tags,
            consents: Consents::default(),
            seen: HashMap::new(),
            touched: HashMap::new(),
        }
    }

    /// All rows give this consent as well.
    #[must_use]
    pub fn granting(mut self, consents: Consents) -> Self {
        self.consents = consents;
        self
    }

    /// What becomes of the next row.
    pub fn judge(&mut self, mut row: ImportRow, facts: &Facts) -> Judged {
        for tag in &self.tags {
            if !row.fields.tags.contains(tag) {
                row.fields.tags.push(tag.clone());
            }
        }
        row.fields.consents = row.fields.consents.with_list(&self.consents);
        let result = match row.fault.take() {
            Some(Fault::DoNotCall(why)) => RowResult::DoNotCall(why),
            Some(Fault::Invalid(why)) => RowResult::Invalid(why),
            None => self.result(&row, facts),
        };
        Judged { row, result }
    }

    fn result(&mut self, row: &ImportRow, facts: &Facts) -> RowResult {
        let Some(first) = row.fields.numbers.first() else {
            return RowResult::Invalid(LineError::new("number_missing", "This line has no phone number."));
        };
        let refused = row.fields.numbers.iter().map(|number| &number.phone);
        if let Some(phone) = refused
            .into_iter()
            .find(|phone| facts.do_not_call.contains(*phone))
        {
            let why = format!("{} is on the do-not-call list.", phone.international());
            return RowResult::DoNotCall(LineError::new("on_do_not_call_list", why));
        }
        if let Some(line) = self.seen.get(&digits(&first.phone)) {
            return duplicate(*line);
        }
        let Some(known) = facts.known.get(&first.phone) else {
            self.take(row);
            return RowResult::New;
        };
        if let Some(line) = self.touched.get(&known.id) {
            let why = format!("The lead of this number was on line {line} under another one.");
            return RowResult::Duplicate(LineError::new("duplicate_line", why));
        }
        self.take(row);
        self.touched.insert(known.id.clone(), row.line);
        self.known(row, known)
    }

    fn known(&self, row: &ImportRow, known: &KnownLead) -> RowResult {
        let moves = match self.policy {
            KnownPolicy::Skip => {
                let why = "A lead with this number exists already.";
                return RowResult::Duplicate(LineError::new("known_number", why));
            }
            KnownPolicy::Move => !known.is_in_list,
            // Changes of a lead that nobody sees would help nobody.
            KnownPolicy::Update => known.is_put_away && !known.is_in_list,
        };
        let fields = known.fields.merged_with(&row.fields);
        if fields == known.fields && !moves {
            let why = "The lead with this number says all of this already.";
            return RowResult::Duplicate(LineError::new("nothing_new", why));
        }
        RowResult::Updated {
            lead: known.id.clone(),
            fields: Box::new(fields),
            moves,
        }
    }

    fn take(&mut self, row: &ImportRow) {
        for number in &row.fields.numbers {
            self.seen.entry(digits(&number.phone)).or_insert(row.line);
        }
    }
}

fn duplicate(line: u32) -> RowResult {
    RowResult::Duplicate(LineError::new(
        "duplicate_line",
        format!("The same number is on line {line}."),
    ))
}

/// E.164 has at most 15 digits, and this takes a third of the room of the text.
fn digits(phone: &PhoneNumber) -> u64 {
    phone.e164()[1..].parse().unwrap_or_default()
}

impl RowResult {
    /// The word for it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated { .. } => "updated",
            Self::Duplicate(_) => "duplicate",
            Self::DoNotCall(_) => "do_not_call",
            Self::Invalid(_) => "invalid",
        }
    }

    /// Why the row comes to nothing, if it does.
    #[must_use]
    pub const fn reason(&self) -> Option<&LineError> {
        match self {
            Self::New | Self::Updated { .. } => None,
            Self::Duplicate(why) | Self::DoNotCall(why) | Self::Invalid(why) => Some(why),
        }
    }
}

impl KnownPolicy {
    /// The word on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Move => "move",
            Self::Skip => "skip",
        }
    }
}

impl FromStr for KnownPolicy {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Update, Self::Move, Self::Skip]
            .into_iter()
            .find(|policy| policy.as_str() == word)
            .ok_or_else(|| {
                format!("`{word}` is not what can be done with known numbers; use update, move or skip")
            })
    }
}
