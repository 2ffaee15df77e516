//! What must hold at every event of a working day, whoever tells what to whom.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard};

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::campaign::CampaignSettings;
use outdial_domain::ids::CallId;
use outdial_store::CallRow;

/// Watches each dial and each change of a call.
pub struct Judge {
    seats: u64,
    budget_permille: u64,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    events: u64,
    dials: u64,
    last_dial: HashMap<String, Timestamp>,
    /// Calls that somebody answered and that are not decided: served, abandoned, or found to be machines.
    ends: BTreeMap<CallId, bool>,
    live_answers: u64,
    abandoned: u64,
    /// Those who picked up although the ringing of their line had been called off.
    answered_called_off: u64,
    /// The most abandoned calls that there ever were beyond the budget.
    worst_excess: u64,
    crashed_at: Option<Timestamp>,
    broken: Vec<String>,
}

impl Judge {
    pub fn new(seats: u32, settings: &CampaignSettings) -> Self {
        Self {
            seats: u64::from(seats),
            budget_permille: u64::from(settings.abandon_budget_permille),
            seen: Mutex::default(),
        }
    }

    /// The process dies, and takes the audio of whoever waits with it.
    pub fn crashed(&self, now: Timestamp) {
        self.seen().crashed_at = Some(now);
    }

    /// A request to dial is on its way to the carrier.
    pub fn dialled(&self, number: &str, now: Timestamp) {
        let mut seen = self.seen();
        seen.events += 1;
        seen.dials += 1;
        let minute = minute_there(number, now);
        if !WINDOW.contains(&minute) {
            seen.note(format!("{number} was dialled at minute {minute} of its day"));
        }
        let last = seen.last_dial.insert(number.to_owned(), now);
        if let Some(ms) = last.map(|last| now.ms_since(last)).filter(|ms| *ms < APART_MS) {
            seen.note(format!("{number} was dialled again after {ms} ms"));
        }
    }

    /// A call stands differently. `idle_s` says for how long some agent has been ready.
    pub fn call_moved(&self, row: &CallRow, idle_s: Option<i64>) {
        let mut seen = self.seen();
        seen.events += 1;
        let facts = &row.call.facts;
        let (served, abandoned) = (facts.bridged_at.is_some(), facts.abandoned_at.is_some());
        if served && abandoned {
            seen.note(format!("{} is with an agent and was abandoned", row.id));
        }
        if (served || abandoned) && !seen.ends.contains_key(&row.id) {
            seen.ends.insert(row.id.clone(), abandoned);
            seen.live_answers += 1;
            seen.abandoned += u64::from(abandoned);
            let allowed = seen.live_answers * self.budget_permille / 1_000;
            seen.worst_excess = seen.worst_excess.max(seen.abandoned.saturating_sub(allowed));
            let lost_audio = facts.claimed_at < seen.crashed_at;
            seen.answered_called_off += u64::from(facts.called_off_at.is_some());
            let should_be_served = abandoned && !lost_audio;
            if let Some(idle_s) = idle_s.filter(|idle_s| should_be_served && *idle_s > IDLE_S) {
                seen.note(format!(
                    "{} was abandoned while an agent was ready for {idle_s} s",
                    row.id
                ));
            }
        }
        if matches!(row.call.state, State::Ended(_)) && row.deadline_at.is_some() {
            seen.note(format!("{} is over and has a deadline", row.id));
        }
    }

    /// What was broken, the first few.
    pub fn broken(&self) -> Vec<String> {
        self.seen().broken.clone()
    }

    /// The day in figures.
    pub fn figures(&self) -> String {
        let seen = self.seen();
        format!(
            "{} events, {} dials, {} people answered, {} abandoned, {} answered a line that was called off, \
             at worst {} beyond the budget",
            seen.events,
            seen.dials,
            seen.live_answers,
            seen.abandoned,
            seen.answered_called_off,
            seen.worst_excess
        )
    }

    /// Whether the share of abandoned calls stayed within the budget, but for lines that rang when it was spent.
    pub fn is_within_budget(&self) -> bool {
        self.seen().worst_excess <= self.seats
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }
}

impl Seen {
    fn note(&mut self, what: String) {
        if self.broken.len() < KEPT {
            self.broken.push(what);
        }
    }
}

/// The area codes of the day, and how many minutes they are behind universal time in November.
pub const AREAS: [(&str, i64); 4] = [("212", 300), ("312", 360), ("303", 420), ("415", 480)];
/// When people may be called, in minutes of their day.
pub const WINDOW: std::ops::Range<i64> = 9 * 60..17 * 60;

fn minute_there(number: &str, now: Timestamp) -> i64 {
    let area = AREAS.iter().find(|(area, _)| number[2..].starts_with(area));
    let (_, behind) = area.unwrap_or_else(|| panic!("nobody gave out {number}"));
    (now.0.div_euclid(60_000_000) - behind).rem_euclid(24 * 60)
}

/// The shortest time after which any rule lets a phone ring again.
const APART_MS: i64 = 10 * 60_000;
/// An agent who was ready for so long should have been asked.
const IDLE_S: i64 = 3;
const KEPT: usize = 20;
