//! The sandbox from outside: its REST face, its callbacks and its ledger, on virtual time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod announcements;
mod application;
mod callbacks;
mod conferences;
mod control;
mod ear;
mod faults;
mod instructions;
mod lives;
mod loopback;
mod peer;
mod queueing;
mod repeatable;
mod rest;
mod rooms;
mod sound;
mod stage;
mod streams;
