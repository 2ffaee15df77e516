//! One seat's task: everything that happens to the seat passes through it, one thing at a time.
//!
//! [`run`] waits for whatever comes next, [`hear`] takes in what the room of the shift says, [`take`] brings callees in,
//! [`perform`] does what the seat's machine answers, [`part`] lets callees go, [`pass`] passes them on and [`asked`] is
//! asked to take them, [`own_phone`] rings the agent's phone, both by a [`leg`], and [`tape`] keeps what was recorded. Where the carrier hosts
//! the room of the shift, [`carrier`] hears its reports and has callees brought.

mod asked;
mod carrier;
mod hear;
mod leg;
mod own;
mod own_phone;
mod part;
mod pass;
mod perform;
mod run;
mod take;
mod tape;

pub(super) use run::start;
