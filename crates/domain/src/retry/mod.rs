//! Whether, when and at which number a lead is called again, by what became of the last call.

mod next;
mod rules;

pub use next::{Attempt, Next, next};
pub use rules::{RetryRule, RetryRules};

#[cfg(test)]
mod tests;
