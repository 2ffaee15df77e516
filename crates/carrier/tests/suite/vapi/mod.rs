//! The Vapi adapter, through its public face.

mod bench;
mod conformance;
mod description;
mod fake_vapi;
mod hosting;
mod messages;
mod placing;
mod settings;
mod tools;
