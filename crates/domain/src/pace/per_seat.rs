//! Progressive and parallel: so many lines for each seat that is ready. Lines never exceed seats in progressive mode, so
//! that it abandons nobody; parallel mode falls back to that while the abandon budget has no room.

use super::facts::Facts;
use super::pacer::{Answer, Order, Pacer, counted, fill};
use crate::abandon::Budget;
use crate::campaign::CampaignSettings;

/// So many lines for each ready seat.
pub(super) struct PerSeat {
    lines: u32,
    budget: Option<Budget>,
}

impl PerSeat {
    /// One line for each.
    pub fn one(_: &CampaignSettings) -> Self {
        Self {
            lines: 1,
            budget: None,
        }
    }

    /// As many as the campaign has chosen, while the budget allows it.
    pub fn several(settings: &CampaignSettings) -> Self {
        Self {
            lines: settings.lines_per_seat.max(1),
            budget: Some(Budget::of(settings)),
        }
    }
}

impl Pacer for PerSeat {
    fn pace(&mut self, facts: &Facts<'_>) -> Answer {
        let seats = facts.free_seats();
        if facts.ready == 0 {
            return Answer {
                order: Order::AskAgain {
                    at: facts.now.plus_seconds(30),
                },
                lines_allowed: 0,
                sentence: nobody_ready(facts),
            };
        }
        let slowed = self
            .budget
            .filter(|budget| self.lines > 1 && !budget.has_room_for_one_more(facts.abandons));
        let per_seat = if slowed.is_some() { 1 } else { self.lines };
        let mut sentence = format!(
            "{} free, {} for each; {} open.",
            counted(seats, "ready seat is", "ready seats are"),
            counted(per_seat, "line", "lines"),
            counted(facts.open_lines(), "line is", "lines are"),
        );
        if let Some(budget) = slowed {
            sentence.push(' ');
            sentence.push_str(&budget.why_no_room(facts.abandons));
        }
        fill(facts, seats.saturating_mul(per_seat), sentence)
    }
}

fn nobody_ready(facts: &Facts<'_>) -> String {
    if facts.busy.is_empty() {
        "No agent is ready, so nobody is dialled.".to_owned()
    } else {
        let busy = u32::try_from(facts.busy.len()).unwrap_or(u32::MAX);
        format!(
            "{} busy and nobody is ready, so nobody is dialled.",
            counted(busy, "agent is", "agents are")
        )
    }
}
