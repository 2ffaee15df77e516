//! For tests: a scripted carrier, and the suite that every carrier passes.

pub mod conformance;
mod fake_agents;
mod fake_carrier;
mod fake_leg;
mod fake_recordings;
mod fake_rooms;

pub use fake_agents::FakeAgents;
pub use fake_carrier::{FakeCarrier, PlaceAnswer, TakeOverAnswer};
pub use fake_recordings::FakeRecordings;
pub use fake_rooms::{FakeRooms, RoomCommand};
