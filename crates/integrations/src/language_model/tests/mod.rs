//! The model's client against a stand-in that answers whatever a test says.

mod answers;
mod failures;
mod stand_in;

use outdial_domain::Timestamp;
use outdial_domain::prompt::PromptCtx;

/// Friday, 20 November 2026, 12:00 in New York.
fn ctx() -> PromptCtx<'static> {
    let now: jiff::Timestamp = "2026-11-20T17:00:00Z".parse().expect("a time");
    PromptCtx {
        default_region: "US",
        now: Timestamp::from(now),
        zone: jiff::tz::TimeZone::get("America/New_York").expect("the table is built in"),
    }
}
