//! How the calls read in a transaction stood, so that an update need not read them again.

use outdial_domain::ids::CallId;

use crate::counters::Standing;

/// How calls read in this transaction stood at their revision.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    calls: Vec<(CallId, i64, Standing)>,
}

impl Seen {
    pub(crate) fn note(&mut self, id: &CallId, revision: i64, standing: Standing) {
        self.calls.retain(|(known, ..)| known != id);
        if self.calls.len() >= KEPT {
            self.calls.remove(0);
        }
        self.calls.push((id.clone(), revision, standing));
    }

    /// How the call stood at this revision, if it was read then.
    pub(crate) fn at(&self, id: &CallId, revision: i64) -> Option<&Standing> {
        self.calls
            .iter()
            .rev()
            .find(|(known, at, _)| known == id && *at == revision)
            .map(|(.., standing)| standing)
    }
}

/// A transaction reads a call and updates it; what it read long before is read again.
const KEPT: usize = 16;
