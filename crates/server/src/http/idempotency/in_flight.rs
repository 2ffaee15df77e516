//! Which keys are being answered at this moment.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard};

/// The keys that are being answered.
#[derive(Debug, Default)]
pub struct InFlight {
    keys: Mutex<BTreeSet<String>>,
}

/// The right to answer a key; ends when dropped.
pub(super) struct Turn<'a> {
    in_flight: &'a InFlight,
    key: String,
}

impl InFlight {
    /// The right to answer, unless another request with the same key has it.
    pub(super) fn enter(&self, key: &str) -> Option<Turn<'_>> {
        self.lock().insert(key.to_owned()).then(|| Turn {
            in_flight: self,
            key: key.to_owned(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.keys.lock().expect("no code panics while it holds this lock")
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.in_flight.lock().remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_answered_by_one_request_at_a_time() {
        let in_flight = InFlight::default();
        let turn = in_flight.enter("a");
        assert!(turn.is_some() && in_flight.enter("a").is_none() && in_flight.enter("b").is_some());
        drop(turn);
        assert!(in_flight.enter("a").is_some());
    }
}
