//! What goes wrong on purpose, each fault by name and with a probability.

mod callback_fate;
mod fault_set;
mod realtime_fate;
mod request_fate;

pub use fault_set::{Faults, TimedFault};

pub(crate) use request_fate::RequestFate;
