//! Campaigns: leads are taken from their lists, dialled for the agents who are ready, and whoever answers comes to one
//! agent or is told the truth.
//!
//! Everything that must survive is in the store: the campaign's state, which lead is reserved, which call is made to it,
//! when it is due again ([`fill`], [`plan`], [`news`] write it in the transactions that change the calls). One
//! [`runner`] per campaign performs what the pure machines of `domain` answer; it remembers nothing that it could not
//! read again. Agents are reached through [`Seating`].

mod attempt;
mod batch;
mod converse;
mod fill;
mod guard;
mod live;
mod news;
mod orders;
mod own;
mod plan;
mod plan_own;
mod planner;
mod receipt;
mod recover;
mod roster;
mod runner;
mod safe_harbour;
mod seating;
mod settled;
mod why_next;

pub use batch::{Batch, BatchBy, BatchRefusal, PulseReset};
pub use live::{CampaignLine, CampaignLive};
pub use orders::OrderCampaign;
pub use own::{OwnDial, OwnDialRefusal};
pub use seating::Seating;
pub use why_next::WhyNext;

pub(crate) use converse::{Cast, cast, converse, left_on_machine};
pub(crate) use guard::{may_be_claimed, steps_back};
pub(crate) use news::{count, keep_verdict, tell};
pub(crate) use own::{dial_shown, give_back};
pub(crate) use recover::recover;
pub(crate) use roster::Roster;
pub(crate) use safe_harbour::{hear_keys, safe_harbour};
pub(crate) use settled::settled;
