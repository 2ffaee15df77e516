//! Calls: `/Accounts/{AccountSid}/Calls`.

mod create;
mod fetch;
mod list;
mod parties;
mod resource;
mod terms;
mod update;

pub(super) use create::create;
pub(super) use fetch::{delete, fetch};
pub(super) use list::list;
pub(super) use parties::{callee, caller};
pub(super) use terms::{detection, digits, recording, ring_timeout, status_hook, time_limit};
pub(super) use update::update;
