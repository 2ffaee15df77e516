//! Campaigns on virtual time: simulated agents and people, the true engine, and what must hold after every event.

mod agents;
mod by_hand;
mod days;
mod judge;
mod orders;
mod stage;
mod verdicts;
mod workday;

pub use agents::Agents;
pub use stage::{id as campaign_id, write as write_campaign};
