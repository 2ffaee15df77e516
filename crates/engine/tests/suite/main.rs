//! The true engine, store and Twilio adapter against the sandbox, on virtual time and without sockets.

mod quick_dial;
mod simulation;
mod world;
