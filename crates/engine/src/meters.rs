//! The engine's figures: each with its name, unit and meaning in one place.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use outdial_domain::invariants::Invariant;

/// Tells whoever collects figures what they mean.
pub(crate) fn describe() {
    describe_counter!(
        PLACED,
        Unit::Count,
        "Calls that a carrier took, by kind of carrier."
    );
    describe_counter!(
        REFUSED,
        Unit::Count,
        "Calls that a carrier surely did not take, by cause."
    );
    describe_counter!(
        UNCERTAIN,
        Unit::Count,
        "Calls of which it is not known whether the carrier took them."
    );
    describe_counter!(
        HELD_BACK,
        Unit::Count,
        "Due calls that a rule postponed or blocked, by rule."
    );
    describe_histogram!(
        PLACE_SECONDS,
        Unit::Seconds,
        "Time until a carrier answered an order to dial."
    );
    describe_counter!(
        CARRIER_EVENTS,
        Unit::Count,
        "Verified reports of carriers, by what became of them."
    );
    describe_counter!(ERRANDS_DONE, Unit::Count, "Side effects performed, by kind.");
    describe_counter!(
        ERRANDS_FAILED,
        Unit::Count,
        "Tries of side effects that failed, by kind."
    );
    describe_counter!(
        ERRANDS_GIVEN_UP,
        Unit::Count,
        "Side effects that are not tried any more, by kind."
    );
    describe_gauge!(LIVE, Unit::Count, "Calls that may be occupying a line.");
    describe_gauge!(
        DUE,
        Unit::Count,
        "Calls that may be dialled and wait for their turn."
    );
    describe_counter!(
        INVARIANTS_BROKEN,
        Unit::Count,
        "Broken promises, by number; any stops dialling."
    );
}

/// A carrier took a call.
pub(crate) fn placed(carrier_kind: &str) {
    counter!(PLACED, "carrier" => carrier_kind.to_owned()).increment(1);
}

/// A carrier surely did not take a call.
pub(crate) fn refused(cause: &str) {
    counter!(REFUSED, "cause" => cause.to_owned()).increment(1);
}

/// It is not known whether a carrier took a call.
pub(crate) fn uncertain() {
    counter!(UNCERTAIN).increment(1);
}

/// A rule spoke against a call that was due.
pub(crate) fn held_back(rule: &str) {
    counter!(HELD_BACK, "rule" => rule.to_owned()).increment(1);
}

/// How long a carrier took to answer an order to dial, whatever it answered.
pub(crate) fn place_answered_after(elapsed_ms: i64) {
    let elapsed = Duration::from_millis(u64::try_from(elapsed_ms).unwrap_or(0));
    histogram!(PLACE_SECONDS).record(elapsed);
}

/// A carrier's report was taken in.
pub(crate) fn carrier_event(became: &'static str) {
    counter!(CARRIER_EVENTS, "result" => became).increment(1);
}

/// A side effect was performed.
pub(crate) fn errand_done(kind: &str) {
    counter!(ERRANDS_DONE, "errand" => kind.to_owned()).increment(1);
}

/// A side effect failed; without another try it is given up.
pub(crate) fn errand_failed(kind: &str, tried_again: bool) {
    counter!(ERRANDS_FAILED, "errand" => kind.to_owned()).increment(1);
    if !tried_again {
        counter!(ERRANDS_GIVEN_UP, "errand" => kind.to_owned()).increment(1);
    }
}

/// How many calls are live, and how many are due.
pub(crate) fn standing(live: u64, due: u64) {
    #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 calls")]
    {
        gauge!(LIVE).set(live as f64);
        gauge!(DUE).set(due as f64);
    }
}

/// An invariant is broken.
pub(crate) fn invariant_broken(invariant: &Invariant) {
    counter!(INVARIANTS_BROKEN, "invariant" => invariant.number.to_string()).increment(1);
}

const PLACED: &str = "outdial_calls_placed_total";
const REFUSED: &str = "outdial_calls_refused_total";
const UNCERTAIN: &str = "outdial_calls_uncertain_total";
const HELD_BACK: &str = "outdial_calls_held_back_total";
const PLACE_SECONDS: &str = "outdial_place_seconds";
const CARRIER_EVENTS: &str = "outdial_carrier_events_total";
const ERRANDS_DONE: &str = "outdial_errands_done_total";
const ERRANDS_FAILED: &str = "outdial_errands_failed_total";
const ERRANDS_GIVEN_UP: &str = "outdial_errands_given_up_total";
const LIVE: &str = "outdial_calls_live";
const DUE: &str = "outdial_calls_due";
const INVARIANTS_BROKEN: &str = "outdial_invariants_broken_total";
