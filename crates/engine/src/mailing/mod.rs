//! Mails that follow calls and appointments: written with what causes them, sent until they are taken, and never to
//! anybody who wants none.

mod news;
mod outbox;
pub(crate) mod sample;
mod send;
mod stop;
mod values;
mod write;

pub(crate) use outbox::run;
pub use send::SendTestError;
pub use values::Preview;
pub(crate) use values::booking_settings;
pub(crate) use write::{AgentLetter, agent_writes, appointment_cancelled, appointment_made, outcome_known};
