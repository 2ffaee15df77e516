//! Tests of the carrier seam and of the adapters, through their public faces.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bench;
mod commands;
mod conformance;
mod fake_twilio;
mod fixtures;
mod forgery;
mod health;
mod listing;
mod openapi;
mod peer;
mod placing;
mod registry;
mod rooms;
mod scripted;
mod secrets;
mod signatures;
mod sockets;
mod twiml;
mod vapi;
mod webhooks;
