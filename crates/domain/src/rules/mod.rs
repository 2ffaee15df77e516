//! May this number be called now? One pure decision, taken at the instant of dialling.
//!
//! Every rule is asked, also after one has refused, and every answer is kept with the facts it used: the receipt can
//! be shown later. A fact that could not be gathered counts against the call. One file holds one rule (or two that
//! read the same fact); a new rule is a new file, a [`RuleCode`] and a line in `decide.rs`.

mod case;
mod code;
mod consent;
mod country;
mod daily_cap;
mod decide;
mod decision;
mod do_not_call;
mod kind;
mod live_call;
mod minimum_gap;
mod number;
mod receipt;
mod request;
mod rfc_3339;
mod window;

pub use code::RuleCode;
pub use decide::decide;
pub use decision::{Decision, Refusal};
pub use receipt::{Finding, Receipt, Verdict};
pub use request::{DialRequest, LastDialed, NeededConsent, NumberHistory, WindowOverride};

#[cfg(test)]
mod tests;
