//! Which lines to cancel when there are more than agents can take: an agent's other lines when one of them is a human.
//!
//! A business' phone may be cancelled at once. A person's at home is left to ring for 15 seconds: hanging up before that
//! is what the law forbids.

use super::facts::{Line, LinePhase};
use crate::campaign::Audience;
use crate::ids::CallId;
use crate::time::Timestamp;

/// What to do about lines that are too many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Losers {
    /// To be cancelled now.
    pub cancel: Vec<CallId>,
    /// When one more may be.
    pub look_again_at: Option<Timestamp>,
}

/// Chooses which of a campaign's lines to cancel so that `allowed` are left, or as near as is decent. Lines that were
/// answered are never among them; those that disturb least go first.
#[must_use]
pub fn losers(lines: &[(CallId, Line)], allowed: u32, audience: Audience, now: Timestamp) -> Losers {
    let open = lines
        .iter()
        .filter(|(_, line)| line.phase != LinePhase::Wanting)
        .count();
    let mut excess = open.saturating_sub(usize::try_from(allowed).unwrap_or(usize::MAX));
    let mut unanswered: Vec<&(CallId, Line)> = lines
        .iter()
        .filter(|(_, line)| match line.phase {
            LinePhase::Planned | LinePhase::Dialing | LinePhase::Ringing => true,
            LinePhase::Judging | LinePhase::Wanting => false,
        })
        .collect();
    // First what nobody has heard of, then what began last: the longest ring is the likeliest to be answered.
    unanswered.sort_by_key(|(id, line)| (line.phase, std::cmp::Reverse(line.since), id.clone()));
    let mut found = Losers::default();
    for (id, line) in unanswered {
        if excess == 0 {
            break;
        }
        match may_cancel_at(line, audience) {
            Some(at) if at <= now => {
                found.cancel.push(id.clone());
                excess -= 1;
            }
            Some(at) => {
                let sooner = found.look_again_at.map_or(at, |known| known.min(at));
                found.look_again_at = Some(sooner);
            }
            // Its next report asks again.
            None => {}
        }
    }
    found
}

/// From when on a line may be cancelled, if that is known.
fn may_cancel_at(line: &Line, audience: Audience) -> Option<Timestamp> {
    match (audience, line.phase) {
        (Audience::Business, _) | (Audience::Consumer, LinePhase::Planned) => Some(line.since),
        (Audience::Consumer, LinePhase::Ringing) => Some(line.since.plus_ms(RING_MIN_MS)),
        // It may ring already without our knowing.
        (Audience::Consumer, LinePhase::Dialing | LinePhase::Judging | LinePhase::Wanting) => None,
    }
}

/// Four rings, or 15 seconds.
const RING_MIN_MS: i64 = 15_000;
