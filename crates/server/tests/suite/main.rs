//! The server as its clients see it: the whole router in process, one client per role.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod administration;
mod ai_dialler;
mod amd;
mod app;
mod attacks;
mod callbacks;
mod campaigns;
mod carriers;
mod client;
mod consent;
mod dialling;
mod evals;
mod first_start;
mod follow_up;
mod ice_servers;
mod idempotency;
mod imports;
mod lead_table;
mod limits;
mod listener;
mod openai;
mod pages;
mod problems;
mod reports;
mod roles;
mod roles_follow_up;
mod secrecy;
mod settings;
mod signing_in;
mod vapi;
mod voice_agents;
