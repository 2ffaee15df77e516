//! Calls, runs and everything around them, over HTTP: the engine dials, the carrier is in memory.

mod by_hand;
mod calls;
mod checking;
mod compat;
mod figures;
mod floor;
mod hosted;
mod hostile;
mod leads;
mod live;
mod live_campaigns;
mod log;
mod prompt;
mod recordings;
mod repetition;
mod rooms;
mod rules;
mod runs;
mod sandbox;
mod seats;
mod switchboard;
mod team_dialler;
mod webhooks;
