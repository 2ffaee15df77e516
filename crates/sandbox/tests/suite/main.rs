//! The sandbox from outside: its REST face, its callbacks and its ledger, on virtual time; browsers in real time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod announcements;
mod application;
mod browser;
mod callbacks;
mod conferences;
mod control;
mod ear;
mod faults;
mod instructions;
mod kit;
mod lives;
mod loopback;
mod peer;
mod queueing;
mod repeatable;
mod rest;
mod rooms;
mod services;
mod softphones;
mod sound;
mod stage;
mod streams;
