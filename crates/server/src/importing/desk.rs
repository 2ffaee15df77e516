//! What is known of imports beside what is stored: how far they are, and that somebody wants them to stop.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use outdial_domain::ids::ImportId;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// What is known of imports beside what is stored.
#[derive(Debug, Default)]
pub struct ImportDesk {
    at_work: Mutex<BTreeMap<ImportId, AtWork>>,
    /// A file waits to be looked at.
    pub(super) to_check: Notify,
    /// An import waits to be written or taken back.
    pub(super) to_write: Notify,
}

#[derive(Debug)]
struct AtWork {
    done: u64,
    total: u64,
    since: Instant,
    stop: CancellationToken,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    /// Rows that are done with.
    pub done: u64,
    /// All rows, as far as that is known.
    pub total: u64,
    /// How many are done within a second.
    pub per_second: Option<u64>,
}

impl ImportDesk {
    /// Says that a file waits to be looked at.
    pub fn check(&self) {
        self.to_check.notify_one();
    }

    /// Says that an import waits to be written or taken back.
    pub fn write(&self) {
        self.to_write.notify_one();
    }

    /// Asks whoever works on an import to stop: it is wanted no more, or in another way.
    pub fn stop(&self, id: &ImportId) {
        if let Some(at_work) = self.lock().get(id) {
            at_work.stop.cancel();
        }
    }

    /// How far it is, while somebody works on it.
    pub fn progress(&self, id: &ImportId) -> Option<ImportProgress> {
        let at_work = self.lock();
        let at_work = at_work.get(id)?;
        let elapsed = at_work.since.elapsed().as_millis();
        let per_second = u128::from(at_work.done) * 1_000 / elapsed.max(1);
        Some(ImportProgress {
            done: at_work.done,
            total: at_work.total,
            per_second: (at_work.done > 0 && elapsed > 0)
                .then(|| u64::try_from(per_second).unwrap_or(u64::MAX)),
        })
    }

    pub(super) fn begin(&self, id: &ImportId, total: u64) -> CancellationToken {
        let stop = CancellationToken::new();
        let at_work = AtWork {
            done: 0,
            total,
            since: Instant::now(),
            stop: stop.clone(),
        };
        self.lock().insert(id.clone(), at_work);
        stop
    }

    pub(super) fn advance(&self, id: &ImportId, rows: u64) {
        if let Some(at_work) = self.lock().get_mut(id) {
            at_work.done += rows;
        }
    }

    pub(super) fn expect(&self, id: &ImportId, total: u64) {
        if let Some(at_work) = self.lock().get_mut(id) {
            at_work.total = total;
        }
    }

    pub(super) fn end(&self, id: &ImportId) {
        self.lock().remove(id);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<ImportId, AtWork>> {
        self.at_work
            .lock()
            .expect("no code panics while it holds this lock")
    }
}
