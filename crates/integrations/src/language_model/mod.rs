//! Commands in free text, read by a language model, with the grammar as judge and as fallback.
//!
//! The model answers in the shape of [`Intent`](outdial_domain::prompt::Intent) (structured output, strict JSON
//! schema). Its answer counts only if every number in it stands in the text as it was typed, none is missing, and no
//! negation was overlooked; in every other case the grammar decides, and it is said why.
//!
//! The same model holds talks in writing, with tools: see [`chat`]. Whether an account can be used at all is asked by
//! [`check_models`].

mod account;
mod answer;
mod ask;
pub mod chat;
mod client;
mod config;
mod error;
mod guard;
mod instructions;
mod interpret;
mod wire;

pub use account::{AccountFault, check_models};
pub use client::{Interpretation, LanguageModel};
pub use config::LanguageModelConfig;
pub use error::ModelError;
pub use guard::check as check_intent;
pub use interpret::{Interpreted, interpret};

#[cfg(test)]
mod tests;
