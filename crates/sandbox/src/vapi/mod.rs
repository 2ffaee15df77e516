//! The Vapi face: calls whose talking is done by a voice agent, with people who want different things.
//!
//! | Request | What it does |
//! |---|---|
//! | `POST /call`, `GET /call`, `GET` and `DELETE /call/{id}` | calls |
//! | `POST /assistant`, `GET` and `PATCH /assistant/{id}` | assistants |
//! | `GET /phone-number`, `/phone-number/{id}` | the one number |
//! | `GET /call/{id}/stereo-recording`, `…/mono-recording` | recordings, also without a key at the addresses in reports |
//! | `POST /control/{id}` | ends a live call, or has something said |
//!
//! From a number that was brought along from the Twilio account ([`NumberLines::Twilio`]) a call is a call of that account as
//! well: whoever redirects it there takes it away from the agent, and the report follows.
//!
//! An agent here is no model: it follows what the callee wants (see [`crate::Attitude`]), asks the tools of its assistant
//! over HTTP and goes on by their answers. Server messages, tool calls and reports are worded as Vapi words them.

mod account;
mod assistants;
mod auth;
mod book;
mod call;
mod calls;
mod control;
mod error;
mod ids;
mod life;
mod line;
pub(crate) mod offers;
mod recordings;
mod report;
mod routes;
mod talk;
mod tell;
mod template;

pub use account::{NumberLines, VapiAccount};

pub(crate) use book::VapiBook;
pub(crate) use routes::router;
