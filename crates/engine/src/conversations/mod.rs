//! Talks of voice agents with callees: what they say is kept, what they ask for is done once, and what came of them is
//! decided when they are over.
//!
//! ```text
//! live ──call ended──> settling ──report, or nobody has one──> settled
//!   \──call ended with its report, or nobody was reached────────^
//! ```
//!
//! The lead stays with the call until its talk is settled. Then result, lead and campaign change in one transaction. That a
//! callee wants no more calls is kept before that, as soon as it is known.

mod ask;
mod booking;
mod hear;
mod lead;
mod letter;
mod opt_out;
mod perform;
mod settle;
mod shown;
mod tell;
mod turns;

pub(crate) use ask::ask_report;
pub(crate) use booking::{offer, parts, refusal, zone_of_talk};
pub(crate) use hear::hear;
pub(crate) use lead::{agent_of, lead_of, zone_of};
pub(crate) use letter::address_of;
pub(crate) use opt_out::heed_reported;
pub(crate) use perform::{one_line, perform};
pub(crate) use settle::{booked_since, settle_unreported};
pub(crate) use shown::reported;
pub(crate) use tell::tell;
pub(crate) use turns::Turns;
