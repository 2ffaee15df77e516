//! Leads: the people and companies to call, where each one stands, and what agents say came of a talk.
//!
//! ```text
//! new ──Claimed──> calling ──CallEnded──> called
//!                   ^    \──────────────> callback   (a time to call again was agreed)
//!                   |     \─────────────> closed     (the disposition, or the result, is final)
//!                   └──Claimed── any of them: people may always be dialled again by hand
//! new <──Reopened── any of them that is not being called
//! ```

mod consent;
mod disposition;
mod fields;
mod result;
mod standing;
mod status;
mod step;

pub use consent::{ConsentScope, Consents, UnknownScope};
pub use disposition::{Disposition, Dispositions, Resolution};
pub use fields::{FieldChange, LeadFields, LeadNumber, NUMBERS_MAX};
pub use result::{LeadResult, UnknownResult};
pub use standing::{Disposed, Standing};
pub use status::LeadStatus;
pub use step::{LeadEffect, LeadEvent, Said, step};

#[cfg(test)]
mod tests;
