//! The true engine and store, with the Twilio adapter against the sandbox or with a scripted carrier, on virtual time
//! and without sockets.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod batches;
mod campaigns;
mod conformance;
mod consent;
mod conversations;
mod crashes;
mod deliberate;
mod errands;
mod exchange;
mod fairness;
mod figures;
mod floor;
mod full_disk;
mod hanging_up;
mod hosted;
mod hosted_seats;
mod hours_away;
mod lost_reports;
mod machines;
mod outages;
mod party;
mod placing;
mod quick_dial;
mod retention;
mod rules;
mod seats;
mod shutdown;
mod simulation;
mod stand;
mod world;
