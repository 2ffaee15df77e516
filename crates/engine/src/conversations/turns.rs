//! One thing at a time for the agent of a call: two requests that come together must not meet each other half done.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as Latch};

use outdial_domain::ids::CallId;
use tokio::sync::Mutex;

/// Whose turn it is, by call. Calls whose agent asks for nothing take no room.
#[derive(Debug, Default)]
pub(crate) struct Turns(Latch<BTreeMap<CallId, Arc<Mutex<()>>>>);

impl Turns {
    /// The turn of a call, to be locked while something is done for its agent.
    pub fn of(&self, call: &CallId) -> Arc<Mutex<()>> {
        let mut turns = self.0.lock().expect("no code panics while it holds this lock");
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        turns.entry(call.clone()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_forgotten_when_nobody_holds_it() {
        let turns = Turns::default();
        let first = turns.of(&CallId::from_bits(1));
        assert!(Arc::ptr_eq(&first, &turns.of(&CallId::from_bits(1))));
        drop(first);
        let _other = turns.of(&CallId::from_bits(2));
        assert_eq!(turns.0.lock().unwrap().len(), 1);
    }
}
