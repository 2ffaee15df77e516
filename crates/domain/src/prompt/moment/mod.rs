//! When: "at 3pm", "tomorrow at 9", "on 2026-11-23 at 10:00", "in 20 minutes".
//!
//! A time that could be meant in two ways ("at 3") is refused, and so is one that has passed.

mod eat;
mod forms;
mod said;
mod wait;

pub(super) use eat::eat;
pub use eat::read_time;
pub(super) use forms::looks_like_time;
