//! How the calls read in a transaction are stored, so that an update need not read them again, and need not touch
//! the indexes of columns that stay as they are.

use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;

use super::CallRow;
use crate::counters::Standing;
use crate::reports::Reported;

/// What of a stored call is counted or indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) standing: Standing,
    pub(crate) indexed: Indexed,
    pub(crate) agent_id: Option<String>,
    pub(crate) disposition: Option<String>,
    /// What it counts for in its campaign's reports.
    pub(crate) reported: Option<Reported>,
}

/// Columns that indexes look at, besides those of the standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Indexed {
    pub(crate) live: bool,
    pub(crate) due_at: Timestamp,
    pub(crate) deadline_at: Option<Timestamp>,
    pub(crate) leg: Option<String>,
    pub(crate) answered_at: Option<Timestamp>,
}

impl Stored {
    pub(crate) fn of(row: &CallRow) -> Self {
        let indexed = Indexed {
            live: row.call.state.is_live(),
            due_at: row.call.due_at,
            deadline_at: row.deadline_at,
            leg: row.call.facts.carrier_call_id.clone(),
            answered_at: row.call.facts.answered_at,
        };
        Self {
            standing: row.standing(),
            indexed,
            agent_id: row.agent_id.clone(),
            disposition: row.disposition.clone(),
            reported: Reported::of(row),
        }
    }
}

/// Calls read in this transaction, as they are stored at their revision.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    calls: Vec<(CallId, i64, Stored)>,
}

impl Seen {
    pub(crate) fn note(&mut self, row: &CallRow) {
        self.calls.retain(|(known, ..)| *known != row.id);
        if self.calls.len() >= KEPT {
            self.calls.remove(0);
        }
        self.calls.push((row.id.clone(), row.revision, Stored::of(row)));
    }

    /// How the call is stored at this revision, if it was read then.
    pub(crate) fn at(&self, id: &CallId, revision: i64) -> Option<&Stored> {
        self.calls
            .iter()
            .rev()
            .find(|(known, at, _)| known == id && *at == revision)
            .map(|(.., stored)| stored)
    }
}

/// A transaction reads a call and updates it; what it read long before is read again.
const KEPT: usize = 16;
