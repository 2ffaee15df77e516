//! Talks in writing with a language model that may ask for tools: chat completions, one answer at a time.
//!
//! The model keeps nothing between two answers. Whoever talks with it sends the whole talk each time, does what it asks
//! for, and decides when it is over.

mod message;
mod model;
mod read;

pub use message::{ChatMessage, ChatReply, ChatTool, Freedom};
pub use model::ChatModel;

#[cfg(test)]
mod tests;
