//! When silence becomes suspicious, and what is done about it.

use super::action::Action;
use super::placing::on_fate_unknown;
use super::policy::Ctx;
use super::report::machine_is_to_go;
use super::step::{Call, Step, Why, applied, ignored, order_to_end};
use super::{Outcome, State};
use crate::time::Timestamp;

pub(super) fn on_deadline(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned | State::Ended(_) => return ignored(call, Why::TooLate),
        State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail => {}
    }
    let leg = call.facts.carrier_call_id.clone();
    if call
        .facts
        .claimed_at
        .is_some_and(|at| ctx.now.ms_since(at) > SILENCE_MAX_MS)
    {
        call.state = State::Ended(Outcome::Unknown);
        let hang_up = leg.map(|carrier_call_id| Action::HangUp { carrier_call_id });
        return applied(call, hang_up.into_iter().chain([Action::ClearDeadline]).collect());
    }
    if call.state == State::Unknown {
        let at = next_search(&call, ctx);
        return applied(call, vec![Action::Search, Action::SetDeadline { at }]);
    }
    let Some(carrier_call_id) = leg else {
        return on_fate_unknown(call, ctx);
    };
    let mut actions = Vec::new();
    if machine_is_to_go(&call, ctx) || over_limit(&call, ctx) || was_told(&call, ctx) {
        actions.push(Action::HangUp {
            carrier_call_id: carrier_call_id.clone(),
        });
    } else {
        // An earlier order may have been lost.
        actions.extend(order_to_end(&call));
    }
    actions.push(Action::LookUp { carrier_call_id });
    actions.push(Action::SetDeadline {
        at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
    });
    applied(call, actions)
}

/// When the carrier is searched next for a call whose fate is unknown: soon at first, less often as the doubt ages,
/// and without delay when the grace ends, since that search may release the call.
pub(super) fn next_search(call: &Call, ctx: &Ctx<'_>) -> Timestamp {
    let doubted_at = call.facts.doubted_at.unwrap_or(ctx.now);
    let doubted_ms = ctx.now.ms_since(doubted_at);
    let wait_ms = SEARCH_WAITS_MS
        .iter()
        .find(|(below_ms, _)| doubted_ms < *below_ms)
        .map_or(SEARCH_WAIT_MAX_MS, |(_, wait_ms)| *wait_ms);
    let at = ctx.now.plus_ms(wait_ms);
    let grace_ends = doubted_at.plus_ms(ctx.reconcile_grace_ms);
    if ctx.now < grace_ends {
        at.min(grace_ends)
    } else {
        at
    }
}

/// Whether somebody for whom nobody was free has long been told so.
fn was_told(call: &Call, ctx: &Ctx<'_>) -> bool {
    let since = call.facts.abandoned_at;
    since.is_some_and(|at| ctx.now.ms_since(at) >= SAFE_HARBOUR_MAX_MS)
}

/// Whether the carrier should have ended this call, or its ringing, by itself long ago.
fn over_limit(call: &Call, ctx: &Ctx<'_>) -> bool {
    let (since, limit_s) = match call.facts.answered_at {
        Some(at) => (Some(at), ctx.policy.time_limit_s),
        None if call.state == State::Ringing => (call.facts.ringing_at, ctx.policy.ring_timeout_s),
        None => (None, 0),
    };
    since.is_some_and(|at| ctx.now.ms_since(at) >= limit_ms(limit_s))
}

/// When silence from the carrier becomes suspicious in this state.
pub(super) fn quiet_deadline(call: &Call, ctx: &Ctx<'_>) -> Timestamp {
    let wait_ms = match call.state {
        // Its end was asked for and is awaited.
        _ if call.facts.is_to_end() => LOOK_UP_INTERVAL_MS,
        State::Unknown => return next_search(call, ctx),
        State::Planned | State::Ended(_) => 0,
        State::Dialing => QUEUE_SILENCE_MS,
        State::Ringing => limit_ms(ctx.policy.ring_timeout_s),
        State::Waiting => LOOK_UP_INTERVAL_MS,
        State::Connected | State::Voicemail => TALK_SILENCE_MS.min(limit_ms(ctx.policy.time_limit_s)),
    };
    ctx.now.plus_ms(wait_ms)
}

fn limit_ms(seconds: u32) -> i64 {
    i64::from(seconds) * 1_000 + LIMIT_SLACK_MS
}

/// The message with its company, number and key is spoken within this, with time to press the key.
const SAFE_HARBOUR_MAX_MS: i64 = 45_000;
/// A create request answers within the HTTP client's time-out (15 s); after this its fate is unknown.
pub(super) const PLACE_ANSWER_LIMIT_MS: i64 = 20_000;
/// The wait for the next search while a doubt is younger than the first figure: most legs show within seconds.
const SEARCH_WAITS_MS: [(i64, i64); 2] = [(1_000, 1_000), (3_000, 2_000)];
/// After an outage thousands of calls may be searched for at once, and carriers answer only so many questions.
const SEARCH_WAIT_MAX_MS: i64 = 5_000;
/// How often a carrier is asked about a leg that has gone quiet.
pub(super) const LOOK_UP_INTERVAL_MS: i64 = 10_000;
/// A carrier that accepted a call but says nothing is asked after this long (its queue may be long).
const QUEUE_SILENCE_MS: i64 = 15_000;
/// An answered call is looked at this often even when its time limit is far off: final reports get lost.
const TALK_SILENCE_MS: i64 = 60_000;
/// Carriers may overrun a limit by a few seconds (Twilio adds up to 5 s to the ring time-out).
const LIMIT_SLACK_MS: i64 = 8_000;
/// No carrier keeps a call in its queue or on the line for longer than a day; whoever could tell is not answering.
const SILENCE_MAX_MS: i64 = 24 * 3_600_000;
