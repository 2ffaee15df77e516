//! Whole talks, event by event.

mod course;
mod orders;
mod talk;
