//! Conferences and their participants.

mod list;
mod participants;
mod resource;
mod update;

pub(super) use list::{fetch, list};
pub(super) use participants::{change_participant, invite, kick, participant, participants};
pub(super) use update::update;
