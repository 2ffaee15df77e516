//! Campaigns: dialling programmes over lists of leads, what people choose for them, and how they come and go.
//!
//! ```text
//!  draft -> running <-> paused
//!             |  \________/ |
//!             |  draining   |
//!             v     v       v
//!          finished stopped
//! ```
//!
//! A campaign that is stopped or finished may be started again. Every transition there is, found by walking the
//! machine (a test keeps this list true):
//!
#![doc = include_str!("transitions.md")]
//!
//! What happens to somebody who answered is the machine of [`waiting`].

mod choices;
mod order;
mod pulse;
mod safe_harbour;
mod schedule;
mod selection;
mod settings;
mod state;
mod validate;
pub mod waiting;

pub use choices::{Amd, Audience, Caps, Mode, OnAnsweringMachine, Preview, TakenFor, WaitingSound};
pub use order::LeadOrder;
pub use pulse::Pulse;
pub use safe_harbour::SafeHarbour;
pub use schedule::{DayHours, Schedule};
pub use selection::{LeadFacts, Selection};
pub use settings::CampaignSettings;
pub use state::{Action, CampaignState, Event, Refused, Step, step};

#[cfg(test)]
mod tests;
