//! The other ends: browsers and phones, and what they hear.

pub mod browser;
pub mod caller;
pub mod client;
pub mod ear;
pub mod phone;
pub mod stepped;
pub mod wait;
