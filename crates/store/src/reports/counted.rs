//! What of a campaign's call the reports count, and where.

use outdial_domain::Timestamp;
use outdial_domain::abandon::Tally;
use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::CampaignId;

use crate::CallRow;
use crate::counters::Figure;

/// What of a campaign's call the reports count, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reported {
    pub(crate) key: ReportKey,
    pub(crate) figures: ReportFigures,
}

/// One row of the reports' counters, by its key; what a call lacks is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ReportKey {
    pub(crate) campaign: CampaignId,
    pub(crate) slot: i64,
    pub(crate) list: String,
    pub(crate) caller_id: String,
    pub(crate) agent: String,
    pub(crate) outcome: &'static str,
    pub(crate) disposition: String,
    pub(crate) currency: String,
}

/// What a row of the reports' counters counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ReportFigures {
    pub(crate) calls: i64,
    pub(crate) tally: Tally,
    pub(crate) cost_micros: i64,
    pub(crate) unpriced: i64,
}

impl Reported {
    /// What a call counts for; nothing before it is dialled or over, and nothing outside campaigns.
    pub(crate) fn of(row: &CallRow) -> Option<Self> {
        let campaign = row.campaign_id.clone()?;
        let tally = Tally::of(&row.call, row.policy.treatment);
        let is_over = matches!(row.call.state, State::Ended(_));
        if tally.dialed == 0 && !is_over {
            return None;
        }
        let facts = &row.call.facts;
        let dialed_at = facts.claimed_at.filter(|_| tally.dialed > 0);
        let cost = facts.cost.as_ref();
        Some(Self {
            key: ReportKey {
                campaign,
                slot: slot(dialed_at.unwrap_or(row.created_at)),
                list: row.list_id.as_ref().map(ToString::to_string).unwrap_or_default(),
                caller_id: row.caller_id.clone().unwrap_or_default(),
                agent: row.agent_id.clone().unwrap_or_default(),
                outcome: row.call.state.outcome().map_or("", Outcome::as_str),
                disposition: row.disposition.clone().unwrap_or_default(),
                currency: cost.map(|cost| cost.currency.clone()).unwrap_or_default(),
            },
            figures: ReportFigures {
                calls: 1,
                tally,
                cost_micros: cost.map_or(0, |cost| cost.micros),
                unpriced: (tally.dialed > 0 && is_over && cost.is_none()).into(),
            },
        })
    }
}

impl Figure for ReportFigures {
    fn add(&mut self, other: Self, times: i64) {
        self.calls += other.calls * times;
        self.cost_micros += other.cost_micros * times;
        self.unpriced += other.unpriced * times;
        let tally = &mut self.tally;
        tally.dialed += other.tally.dialed * times;
        tally.answered += other.tally.answered * times;
        tally.machines += other.tally.machines * times;
        tally.live_answers += other.tally.live_answers * times;
        tally.abandoned += other.tally.abandoned * times;
        tally.talks += other.tally.talks * times;
        tally.voicemails += other.tally.voicemails * times;
        tally.talk_ms += other.tally.talk_ms * times;
    }
}

/// The quarter of an hour of a time, counted since 1970.
pub(super) fn slot(at: Timestamp) -> i64 {
    at.0.div_euclid(SLOT_US)
}

/// When a quarter of an hour begins.
pub(super) fn slot_start(slot: i64) -> Timestamp {
    Timestamp(slot.saturating_mul(SLOT_US))
}

/// The first quarter of an hour that begins at or after a time.
pub(super) fn slot_after(at: Timestamp) -> i64 {
    slot(Timestamp(at.0.saturating_add(SLOT_US - 1)))
}

const SLOT_US: i64 = 15 * 60 * 1_000_000;
