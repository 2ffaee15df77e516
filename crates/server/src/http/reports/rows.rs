//! Rows of a report, as the API shows them.

use std::collections::BTreeMap;

use outdial_domain::call::Cost;
use outdial_domain::report::ReportSum;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::money::Money;

/// What some calls came to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportRow {
    /// What tells these calls from others: the hour (`09`), the day (`2026-11-02`), or the id of the list or agent, or
    /// the number; empty where calls have none, and `total` for all.
    pub key: String,
    /// The same for people.
    pub label: String,
    /// Calls that were dialled.
    pub dialed: i64,
    /// Of these, answered by somebody or something.
    pub answered: i64,
    /// Of these, people.
    pub live_answers: i64,
    /// Of these, machines.
    pub machines: i64,
    /// Messages left on machines.
    pub voicemails: i64,
    /// People who talked to an agent, or heard the message.
    pub talks: i64,
    /// People for whom nobody was free.
    pub abandoned: i64,
    /// Their share in thousandths; null before anybody answered.
    #[schema(required)]
    pub abandon_permille: Option<u64>,
    /// How long was talked.
    pub talk_ms: i64,
    /// The mean length of a talk; null without one.
    #[schema(required)]
    pub average_talk_ms: Option<i64>,
    /// Answered calls of a thousand that were dialled; null when none was.
    #[schema(required)]
    pub answer_rate_permille: Option<i64>,
    /// Calls by how they ended.
    pub outcomes: BTreeMap<String, u64>,
    /// Calls by what agents said came of them.
    pub dispositions: BTreeMap<String, u64>,
    /// What the calls cost.
    pub cost: ReportCost,
}

/// What calls cost: known sums, and how many calls have no price yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportCost {
    /// One sum for each currency.
    pub known: Vec<Money>,
    /// Calls that were dialled and are over, and whose price nobody told; not counted as 0.
    pub unknown: u64,
}

impl ReportRow {
    /// The row of these calls.
    pub fn of(key: String, label: String, sum: &ReportSum) -> Self {
        let tally = &sum.tally;
        Self {
            key,
            label,
            dialed: tally.dialed,
            answered: tally.answered,
            live_answers: tally.live_answers,
            machines: tally.machines,
            voicemails: tally.voicemails,
            talks: tally.talks,
            abandoned: tally.abandoned,
            abandon_permille: sum.abandon_permille(),
            talk_ms: tally.talk_ms,
            average_talk_ms: sum.average_talk_ms(),
            answer_rate_permille: sum.answer_rate_permille(),
            outcomes: sum.outcomes.clone(),
            dispositions: sum.dispositions.clone(),
            cost: ReportCost {
                known: sum
                    .cost_micros
                    .iter()
                    .map(|(currency, micros)| {
                        Money::of(&Cost {
                            micros: *micros,
                            currency: currency.clone(),
                        })
                    })
                    .collect(),
                unknown: sum.cost_unknown,
            },
        }
    }
}
