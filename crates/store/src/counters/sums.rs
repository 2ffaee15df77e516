//! Sums that are not stored yet.

use std::collections::BTreeMap;

/// Something that can be summed up.
pub(crate) trait Figure: Copy + Default + PartialEq {
    /// Adds another one so many times; with -1 it is taken away.
    fn add(&mut self, other: Self, times: i64);
}

/// Sums by key that are not stored yet.
#[derive(Debug)]
pub(crate) struct Sums<K, F> {
    /// Of jobs that succeeded.
    kept: BTreeMap<K, F>,
    /// Of the job that runs.
    running: BTreeMap<K, F>,
}

impl<K, F> Default for Sums<K, F> {
    fn default() -> Self {
        Self {
            kept: BTreeMap::new(),
            running: BTreeMap::new(),
        }
    }
}

impl<K: Ord, F: Figure> Sums<K, F> {
    pub(super) fn add(&mut self, key: K, figure: F, times: i64) {
        self.running.entry(key).or_default().add(figure, times);
    }

    /// The running job succeeded.
    pub(super) fn keep(&mut self) {
        for (key, figure) in std::mem::take(&mut self.running) {
            self.kept.entry(key).or_default().add(figure, 1);
        }
    }

    /// The running job failed.
    pub(super) fn undo(&mut self) {
        self.running.clear();
    }

    pub(super) fn clear(&mut self) {
        self.running.clear();
        self.kept.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Everything that is not stored.
    pub(super) fn all(&self) -> impl Iterator<Item = (&K, &F)> {
        self.kept.iter().chain(&self.running)
    }

    /// The sums of all jobs that succeeded, to be stored now; those that came to nothing are left out.
    pub(crate) fn take(&mut self) -> Vec<(K, F)> {
        let kept = std::mem::take(&mut self.kept);
        kept.into_iter()
            .filter(|(_, figure)| *figure != F::default())
            .collect()
    }
}
