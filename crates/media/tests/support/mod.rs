//! The other ends: browsers and phones, and what they hear.

#![expect(dead_code, reason = "each test file uses its own part")]

pub mod browser;
pub mod client;
pub mod ear;
pub mod phone;
pub mod wait;
