//! All calls that the API can still show.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::leg::Leg;

/// All calls that the API can still show, oldest first.
#[derive(Debug, Default)]
pub(crate) struct CallBook {
    by_sid: BTreeMap<String, Arc<Leg>>,
    in_order: VecDeque<Arc<Leg>>,
    by_number: BTreeMap<String, Vec<Arc<Leg>>>,
    /// Never forgotten before a reset: identifiers are derived from it and must not repeat.
    times_called: BTreeMap<String, u32>,
}

impl CallBook {
    /// The how-manieth call to this number the next one is.
    pub(crate) fn count(&mut self, number: &str) -> u32 {
        let count = self.times_called.entry(number.to_owned()).or_default();
        *count += 1;
        *count
    }

    pub(crate) fn add(&mut self, leg: Arc<Leg>) {
        self.by_sid.insert(leg.sid.clone(), Arc::clone(&leg));
        let of_number = self.by_number.entry(leg.to.clone()).or_default();
        of_number.push(Arc::clone(&leg));
        self.in_order.push_back(leg);
        if self.in_order.len() > CALLS_KEPT {
            self.forget_oldest();
        }
    }

    pub(crate) fn get(&self, sid: &str) -> Option<Arc<Leg>> {
        self.by_sid.get(sid).cloned()
    }

    pub(crate) fn remove(&mut self, sid: &str) {
        if let Some(leg) = self.by_sid.get(sid).cloned() {
            self.forget(&leg);
            self.in_order.retain(|leg| leg.sid != sid);
        }
    }

    /// Newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Arc<Leg>> {
        self.in_order.iter().rev()
    }

    /// Those to one number, newest first: who asks for a lost call must not look through those of the whole day.
    pub(crate) fn to_number(&self, number: &str) -> impl Iterator<Item = &Arc<Leg>> {
        self.by_number.get(number).into_iter().flatten().rev()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Live calls stay however old they are.
    fn forget_oldest(&mut self) {
        let oldest = self.in_order.iter().position(|leg| leg.status().is_over());
        if let Some(leg) = oldest.and_then(|index| self.in_order.remove(index)) {
            self.forget(&leg);
        }
    }

    fn forget(&mut self, leg: &Leg) {
        self.by_sid.remove(&leg.sid);
        if let Some(of_number) = self.by_number.get_mut(&leg.to) {
            of_number.retain(|other| other.sid != leg.sid);
            if of_number.is_empty() {
                self.by_number.remove(&leg.to);
            }
        }
    }
}

/// About 150 MB of ended calls; the ledger remembers more, but nobody lists that far back.
const CALLS_KEPT: usize = 100_000;
