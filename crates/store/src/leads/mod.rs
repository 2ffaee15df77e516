//! Leads: the people and companies to call. Lists of up to a million are read a page at a time by index.

mod changes;
mod consent;
mod counters;
mod facets;
mod filter;
mod find;
mod hold;
mod insert;
mod list;
mod numbers;
mod order;
#[cfg(test)]
mod plans;
mod query;
mod remove;
mod row;
mod terms;
mod unread;
mod update;

pub use changes::{Agreed, LeadChange, LeadChangeRow};
pub use facets::LeadFacets;
pub use filter::{ConsentFilter, LeadFilter, LeadSort, LeadSortKey, LeadTotal};
pub use hold::{HeldBy, Hold, Holder};
pub use numbers::NumberOfLead;
pub use row::LeadRow;
pub use terms::LeadTerm;

pub(crate) use consent::condition as consent_condition;
pub(crate) use counters::{by_list, forget_list};

use crate::workspace::Tx;

/// Leads of a workspace.
pub struct Leads<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}
