//! The Resend face: mails, batches, idempotency keys, the rate limit, and reports signed as Svix signs.
//!
//! What becomes of a mail follows from its address, as with Resend's own test addresses: `bounced@…`, `complained@…` and
//! `suppressed@…` meet that fate, everything else is delivered.

mod account;
mod answer;
mod auth;
mod book;
mod emails;
mod routes;
mod tell;

pub use account::ResendAccount;

pub(crate) use book::ResendBook;
pub(crate) use routes::router;
