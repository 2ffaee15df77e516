//! The same request twice: found by the identity that its calls were written down with.

use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::{CallId, RunId};
use outdial_domain::rules::RuleCode;
use outdial_store::{StoreError, Tx};

use crate::plan::{PlanRequest, Planned, result};

/// What an earlier request with the same identity left behind.
pub(crate) enum Earlier {
    /// It was this very request, and this is its answer.
    Answered(Box<Planned>),
    /// There was none that still counts; what is written down now gets this identity.
    Nothing { bits: Option<u128> },
}

/// Looks for the same request. One that is older than a repetition can be was another one that looked the same, such
/// as a daily job that always sends the same key; its identity is taken, so the next free one is given.
pub(crate) fn find_earlier(
    tx: &mut Tx<'_>,
    request: &PlanRequest,
    now: Timestamp,
) -> Result<Earlier, StoreError> {
    let Some(mut bits) = request.request_bits else {
        return Ok(Earlier::Nothing { bits: None });
    };
    loop {
        let found = if request.run.is_some() {
            earlier_run(tx, &RunId::from_bits(bits))?
        } else {
            earlier_call(tx, &CallId::from_bits(bits), request)?
        };
        match found {
            Some((planned, at)) if now.ms_since(at) < REPEATED_WITHIN_MS => {
                return Ok(Earlier::Answered(Box::new(planned)));
            }
            Some(_) => bits = bits.wrapping_add(1),
            None => return Ok(Earlier::Nothing { bits: Some(bits) }),
        }
    }
}

fn earlier_run(tx: &mut Tx<'_>, id: &RunId) -> Result<Option<(Planned, Timestamp)>, StoreError> {
    let Some(run) = tx.runs().get(id)? else {
        return Ok(None);
    };
    let at = run.created_at;
    let planned = Planned {
        lines: tx.runs().lines(&run.id)?,
        run: Some(run),
        calls: Vec::new(),
        repeated: true,
    };
    Ok(Some((planned, at)))
}

fn earlier_call(
    tx: &mut Tx<'_>,
    id: &CallId,
    request: &PlanRequest,
) -> Result<Option<(Planned, Timestamp)>, StoreError> {
    let (Some(call), Some(line)) = (tx.calls().get(id)?, request.lines.first()) else {
        return Ok(None);
    };
    let rule = call.call.facts.rule.as_deref().and_then(RuleCode::from_word);
    let why = rule.map(|rule| (rule.as_str(), rule.summary()));
    let due_at = call.call.due_at;
    let line = match call.call.state {
        State::Ended(Outcome::Blocked) => result(line, "refused", Some(&call.id), why, None),
        State::Planned if due_at > call.created_at => {
            result(line, "scheduled", Some(&call.id), why, Some(due_at))
        }
        State::Planned
        | State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail
        | State::Ended(_) => result(line, "accepted", Some(&call.id), None, None),
    };
    let at = call.created_at;
    let planned = Planned {
        run: None,
        lines: vec![line],
        calls: vec![call],
        repeated: true,
    };
    Ok(Some((planned, at)))
}

/// As long as the API promises that a repeated request has one effect.
const REPEATED_WITHIN_MS: i64 = 24 * 3_600 * 1_000;
