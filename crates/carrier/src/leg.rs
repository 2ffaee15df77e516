//! One carrier-side connection, as the carrier describes it.

use std::fmt;

use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Cost, Event, LegStatus, Progress};
use serde::{Deserialize, Serialize};

/// The carrier's id of a leg.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LegRef(pub String);

impl LegRef {
    /// The id as the carrier writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LegRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a leg stood when the carrier was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegSnapshot {
    /// The carrier's id.
    pub leg: LegRef,
    /// Whom it rings, in the carrier's notation.
    pub to: Option<String>,
    /// The number it presents.
    pub from: Option<String>,
    /// When the carrier took the order.
    pub created_at: Option<Timestamp>,
    /// Its status; `None` for a word that we do not know, which means "still unknown", never "failed".
    pub status: Option<LegStatus>,
    /// When it got there, if the carrier says.
    pub at: Option<Timestamp>,
    /// Time from answer to end, for an ended leg.
    pub talk_ms: Option<i64>,
    /// What answered, if a detector listened and the carrier remembers.
    pub verdict: Option<AmdVerdict>,
    /// What it cost; unknown is absent, never zero.
    pub cost: Option<Cost>,
}

impl LegSnapshot {
    /// The status as a report; `now` stands in for a time that the carrier did not give.
    #[must_use]
    pub fn progress(&self, now: Timestamp) -> Option<Progress> {
        Some(Progress {
            status: self.status.clone()?,
            at: self.at.unwrap_or(now),
            sequence: None,
            talk_ms: self.talk_ms,
        })
    }

    /// Everything that the snapshot tells, as events for the call machine.
    #[must_use]
    pub fn events(&self, now: Timestamp) -> Vec<Event> {
        let verdict = self.verdict.map(|verdict| Event::Verdict { verdict });
        let progress = self.progress(now).map(Event::Progress);
        let billed = self.cost.clone().map(|cost| Event::Billed { cost });
        [verdict, progress, billed].into_iter().flatten().collect()
    }
}
