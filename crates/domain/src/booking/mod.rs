//! Appointments: which times are free, how a time that somebody says is read, and how one is said.

mod free;
mod invite;
mod moment;
mod settings;
mod spoken;
mod state;

pub use free::{Span, free_slots};
pub use invite::{Invite, InviteMethod};
pub use moment::{NotAMoment, read_moment};
pub use settings::{BookingSettings, SettingsObjection};
pub use spoken::{spoken, written};
pub use state::BookingState;
