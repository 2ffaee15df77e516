//! Where a phone may be, as time zones, and what its clock shows.
//!
//! A number is evidence, not a location, so the answer is a list of candidates: what is decided about the callee's
//! clock must hold in all of them. The kind of number comes first: only numbers tied to a place are looked up by
//! their area code; mobiles, toll-free and other unplaced numbers may be anywhere in the country.

mod candidates;
mod clock;
mod opening;
mod table;

pub use candidates::{Basis, ZoneCandidates, local_times, zones_for};
pub use opening::{is_open, next_opening};
pub use table::{Zone, table_version};

#[cfg(test)]
mod tests;
