//! G.711, the sound of the telephone network: 8000 samples a second, eight bits each.
//!
//! Both laws are ITU-T G.711; the tables are built at compile time from the formulas in `alaw` and `mulaw`.

mod alaw;
mod mulaw;

pub use alaw::{decode as alaw_decode, encode as alaw_encode};
pub use mulaw::{decode as mulaw_decode, encode as mulaw_encode};
