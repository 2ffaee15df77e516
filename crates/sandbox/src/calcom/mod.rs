//! The Cal.com face, version 2 of its API: free times, bookings, webhooks.
//!
//! One event type, open on weekdays from 14:00 to 22:00 UTC. Every family of endpoints wants its version header, as the real
//! ones silently fall back to older behaviour without it; here the request is refused, so that nobody misses it.

mod account;
mod answer;
mod auth;
mod book;
mod bookings;
mod hours;
mod routes;
mod slots;
mod tell;
mod webhooks;

pub use account::CalComAccount;

pub(crate) use book::CalComBook;
pub(crate) use routes::router;
