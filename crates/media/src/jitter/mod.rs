//! The jitter buffer: packets come out of order, late, twice or not at all, and leave one after the other.
//!
//! `delay` learns how unevenly packets arrive and says how much to keep in store; `buffer` keeps it.

mod buffer;
mod delay;
mod stats;

pub use buffer::{JitterBuffer, Next, Verdict};
pub use stats::Stats;
