//! One room's task: everything that happens to the room passes through it, one thing at a time.
//!
//! [`run`] waits for whatever comes next, [`hear`] takes in what the audio says, [`reports`] what the carrier says of a
//! room that it hosts, and [`follow`] what the call does;
//! [`perform`] does what the room's machine answers, and [`part`] ends the call, the audio and the recording.

mod comfort;
mod follow;
mod hear;
mod part;
mod perform;
mod reports;
mod run;
mod unopened;

pub(super) use comfort::chosen_clip;
pub(super) use part::{hang_up_now, send_home};
pub(super) use run::start;
pub(super) use unopened::end_unopened;
