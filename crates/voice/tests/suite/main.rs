//! Whole talks over the wire with the sandbox's model, on virtual time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod faults;
mod phone;
mod stage;
mod talks;
