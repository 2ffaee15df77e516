//! The runner of one campaign: one task that takes in what its calls and seats report, dials as the pacer says, and gives
//! each human to one agent.

mod dial;
mod hear;
mod line;
mod own;
mod run;
mod serve;

pub(super) use run::run;
