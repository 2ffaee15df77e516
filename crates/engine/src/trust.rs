//! A broken invariant in production: it is counted, said aloud, and nothing more is dialled by this process.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use outdial_domain::invariants::{self, Invariant};

use crate::meters;

/// Listens for broken invariants; the first registration in a process stays.
pub(crate) fn watch_over_invariants() {
    invariants::on_violation(distrust);
}

/// Whether every invariant has held in this process so far.
pub(crate) fn is_intact() -> bool {
    !BROKEN.load(Ordering::Relaxed)
}

fn distrust(invariant: &'static Invariant, found: fmt::Arguments<'_>) {
    BROKEN.store(true, Ordering::Relaxed);
    meters::invariant_broken(invariant);
    tracing::error!(
        invariant = invariant.number,
        promise = invariant.sentence,
        found = %found,
        "an invariant is broken; nothing more is dialled until a restart"
    );
}

/// The whole process is mistrusted: what broke one engine's state may have broken another's.
static BROKEN: AtomicBool = AtomicBool::new(false);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use outdial_domain::invariants::INV_1;
    use outdial_store::{Store, StoreConfig};

    use super::*;
    use crate::{Engine, EngineConfig, SystemClock, TimeOrderedIds};

    /// The only unit test of this crate that looks whether an engine dials: the flag is the process's.
    #[test]
    fn a_broken_invariant_stops_dialling() {
        let store = Store::open(&StoreConfig::memory()).unwrap();
        let ids = Arc::new(TimeOrderedIds::seeded(1));
        let engine = Engine::new(store, Arc::new(SystemClock), ids, EngineConfig::default());
        assert!(engine.is_dialling());
        distrust(&INV_1, format_args!("two live calls"));
        assert!(!engine.is_dialling());
    }
}
