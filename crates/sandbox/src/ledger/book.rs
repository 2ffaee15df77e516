//! The ledger's pages.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use outdial_domain::Timestamp;

use super::attempt::{Attempt, AttemptId};
use super::summary::{LedgerSummary, NumberSummary, Violation};
use crate::call::Ending;
use crate::lock::lock;

/// What really happened, attempt by attempt and number by number.
#[derive(Debug, Default)]
pub struct Ledger {
    pages: Mutex<Pages>,
}

#[derive(Debug, Default)]
struct Pages {
    /// The attempt with id `first + i` is at `i`.
    attempts: VecDeque<Attempt>,
    first: u64,
    forgotten: u64,
    numbers: BTreeMap<String, Line>,
    totals: LedgerSummary,
    violations: Vec<Violation>,
}

#[derive(Debug, Default)]
struct Line {
    kept: VecDeque<u64>,
    created: u32,
    dialled: u32,
    rung: u32,
    answered: u32,
    ended: u32,
    live: u32,
    most_at_once: u32,
}

impl Ledger {
    /// The ledger in figures.
    #[must_use]
    pub fn summary(&self) -> LedgerSummary {
        let pages = lock(&self.pages);
        let mut totals = pages.totals.clone();
        totals.numbers = as_count(pages.numbers.len());
        totals.numbers_dialled_again = as_count(pages.numbers.values().filter(|l| l.dialled > 1).count());
        totals.forgotten = pages.forgotten;
        totals
    }

    /// Every number called, in order, in figures.
    #[must_use]
    pub fn numbers(&self) -> Vec<NumberSummary> {
        let pages = lock(&self.pages);
        pages
            .numbers
            .iter()
            .map(|(number, line)| line.summary(number))
            .collect()
    }

    /// One number in figures; `None` when it was never called.
    #[must_use]
    pub fn number(&self, number: &str) -> Option<NumberSummary> {
        lock(&self.pages)
            .numbers
            .get(number)
            .map(|line| line.summary(number))
    }

    /// The attempts at one number that are still remembered, oldest first.
    #[must_use]
    pub fn attempts_at(&self, number: &str) -> Vec<Attempt> {
        let pages = lock(&self.pages);
        let Some(line) = pages.numbers.get(number) else {
            return Vec::new();
        };
        line.kept
            .iter()
            .filter_map(|id| pages.get(AttemptId(*id)).cloned())
            .collect()
    }

    /// All attempts that are still remembered, oldest first.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        lock(&self.pages).attempts.iter().cloned().collect()
    }

    /// What must never happen and did; the first thousand.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        lock(&self.pages).violations.clone()
    }

    pub(crate) fn open(&self, attempt: Attempt) -> AttemptId {
        let mut pages = lock(&self.pages);
        if pages.attempts.len() >= ATTEMPTS_KEPT {
            pages.forget_oldest();
        }
        let id = pages.first + as_count(pages.attempts.len());
        pages.totals.created += 1;
        let line = pages.numbers.entry(attempt.number.clone()).or_default();
        line.created += 1;
        line.kept.push_back(id);
        pages.attempts.push_back(attempt);
        AttemptId(id)
    }

    pub(crate) fn change(&self, id: AttemptId, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = lock(&self.pages).get_mut(id) {
            change(attempt);
        }
    }

    /// The call reached the network.
    pub(crate) fn dialled(&self, id: AttemptId, number: &str, sid: &str, now: Timestamp) {
        let mut pages = lock(&self.pages);
        pages.totals.dialled += 1;
        pages.totals.live += 1;
        let Some(line) = pages.numbers.get_mut(number) else {
            return;
        };
        line.dialled += 1;
        line.live += 1;
        line.most_at_once = line.most_at_once.max(line.live);
        // Browsers and SIP endpoints take several calls at once; phones must not be rung while in use.
        if line.live > 1 && number.starts_with('+') {
            pages.totals.violations += 1;
            if pages.violations.len() < VIOLATIONS_KEPT {
                pages.violations.push(Violation::TwoAtOnce {
                    number: number.to_owned(),
                    sid: sid.to_owned(),
                    at: now,
                });
            }
        }
        if let Some(attempt) = pages.get_mut(id) {
            attempt.dialled_at = Some(now);
        }
    }

    pub(crate) fn rang(&self, id: AttemptId, number: &str, now: Timestamp) {
        let mut pages = lock(&self.pages);
        pages.totals.rung += 1;
        if let Some(line) = pages.numbers.get_mut(number) {
            line.rung += 1;
        }
        if let Some(attempt) = pages.get_mut(id) {
            attempt.rang_at = Some(now);
        }
    }

    pub(crate) fn answered(&self, id: AttemptId, number: &str, now: Timestamp) {
        let mut pages = lock(&self.pages);
        pages.totals.answered += 1;
        if let Some(line) = pages.numbers.get_mut(number) {
            line.answered += 1;
        }
        if let Some(attempt) = pages.get_mut(id) {
            attempt.answered_at = Some(now);
        }
    }

    pub(crate) fn ended(
        &self,
        id: AttemptId,
        number: &str,
        ending: Ending,
        now: Timestamp,
        was_dialled: bool,
    ) {
        let mut pages = lock(&self.pages);
        pages.totals.ended += 1;
        pages.totals.live = pages.totals.live.saturating_sub(u64::from(was_dialled));
        if let Some(line) = pages.numbers.get_mut(number) {
            line.ended += 1;
            line.live = line.live.saturating_sub(u32::from(was_dialled));
        }
        if let Some(attempt) = pages.get_mut(id) {
            attempt.ended_at = Some(now);
            attempt.ending = Some(ending);
        }
    }

    /// Forgets everything; ids go on counting, so that a call cut off by the reset finds no foreign page.
    pub(crate) fn clear(&self) {
        let mut pages = lock(&self.pages);
        let first = pages.first + as_count(pages.attempts.len());
        *pages = Pages {
            first,
            ..Pages::default()
        };
    }
}

impl Pages {
    fn get(&self, id: AttemptId) -> Option<&Attempt> {
        self.attempts.get(self.index(id)?)
    }

    fn get_mut(&mut self, id: AttemptId) -> Option<&mut Attempt> {
        let index = self.index(id)?;
        self.attempts.get_mut(index)
    }

    fn index(&self, id: AttemptId) -> Option<usize> {
        usize::try_from(id.0.checked_sub(self.first)?).ok()
    }

    /// Drops the oldest attempt; the figures of its number stay as long as one of its attempts does.
    fn forget_oldest(&mut self) {
        let Some(oldest) = self.attempts.pop_front() else {
            return;
        };
        self.first += 1;
        self.forgotten += 1;
        if let Some(line) = self.numbers.get_mut(&oldest.number) {
            line.kept.pop_front();
            if line.kept.is_empty() && line.live == 0 {
                self.numbers.remove(&oldest.number);
            }
        }
    }
}

impl Line {
    fn summary(&self, number: &str) -> NumberSummary {
        NumberSummary {
            number: number.to_owned(),
            times_created: self.created,
            times_dialled: self.dialled,
            times_rung: self.rung,
            times_answered: self.answered,
            times_ended: self.ended,
            live: self.live,
            most_at_once: self.most_at_once,
        }
    }
}

fn as_count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// Enough for the largest tests; about 200 MB when full of short calls.
const ATTEMPTS_KEPT: usize = 200_000;
const VIOLATIONS_KEPT: usize = 1_000;
