//! Commands in plain words, understood without any AI: "call +1 415 555 2671 and say "..." at 3pm".
//!
//! A command is understood whole or not at all. Every word must have its place in the grammar; one that might
//! change the meaning ("not", "unless", "except", a name) makes the command refused with the part that was not
//! understood. Nothing that merely looks like a number is ever dialled.

mod call;
mod ctx;
mod grammar;
mod intent;
mod message;
mod moment;
mod numbers;
mod objection;
mod occurrence;
mod orders;
mod reader;
mod refusal;
mod rfc3339;
mod token;
mod words;

pub use ctx::PromptCtx;
pub use grammar::parse_command;
pub use intent::{Command, Intent, NumberMention, NumberProblem, Role, Span};
pub use moment::read_time;
pub use numbers::read_mention;
pub use occurrence::{Stray, check_intent_numbers_occur, negation_in};
pub use refusal::NotUnderstood;

#[cfg(test)]
mod tests;
