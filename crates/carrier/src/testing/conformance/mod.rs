//! What every carrier must do, whatever its wire looks like.
//!
//! A carrier is run against a simulated network that speaks its protocol. The network is the judge of who was
//! rung; the checks look at nothing but the [`Carrier`](crate::Carrier) trait and the network's ledger.

mod call_life;
mod commands;
mod network;
mod placing;
mod reconciling;
mod report;
mod webhooks;

pub use network::{FakeNetwork, Fault, Person, Proof};
pub use report::{Report, run};
