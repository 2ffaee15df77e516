//! For tests: a scripted carrier, and the suite that every carrier passes.

pub mod conformance;
mod fake_carrier;
mod fake_leg;

pub use fake_carrier::{FakeCarrier, PlaceAnswer};
