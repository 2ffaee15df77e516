//! What a voice agent may do, and how its requests are read: leniently in form, strictly in meaning.

mod arguments;
mod order;
mod tool;
mod when;

pub use order::{BookingOrder, EmailOrder, ReadingTools, SlotChoice, ToolOrder, read_tool};
pub use tool::Tool;

pub use when::{read_time, written_time};

#[cfg(test)]
mod tests;
