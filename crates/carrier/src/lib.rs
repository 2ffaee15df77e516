//! Phone networks behind one seam.
//!
//! [`Carrier`] is all that the rest of the program knows of a phone company: orders go in, verified and
//! normalised events come out. Every carrier is one folder here plus one line in [`registry`], and passes the
//! same [conformance suite](testing). Nothing above this crate knows a carrier's words.
//!
//! Two rules hold for every carrier. An order to dial that may have reached the network is never repeated here:
//! its fate is reported as [`PlaceError::Uncertain`] and settled by [`Carrier::list_since`]. And a webhook is
//! read only after its signature has been verified.

mod agents;
mod backoff;
mod capabilities;
mod carrier;
mod causes;
mod command;
mod health;
mod leg;
mod lines;
mod news;
mod order;
mod public_base;
mod recordings;
mod rendered;
mod requests;
mod rooms;
mod secret;
mod settings_form;
mod sip;
mod webhook;

pub mod http;
pub mod registry;
#[cfg(feature = "testing")]
pub mod testing;
pub mod twilio;
pub mod vapi;

pub use agents::HostsAgents;
pub use capabilities::Capabilities;
pub use carrier::Carrier;
pub use causes::{Cause, causes};
pub use command::CommandError;
pub use health::{AccountHealth, HealthCheck, HealthState};
pub use leg::{LegRef, LegSnapshot};
pub use lines::{Lines, TakesLegs};
pub use news::{BrowserEntry, News, RecordingReport, RoomNews, RoomReport};
pub use order::{DialOrder, PlaceError, Placed};
pub use recordings::KeepsRecordings;
pub use rendered::Rendered;
pub use rooms::{BrowserPass, HostsRooms, PassWish, RoomLeg, RoomRef, RoomSeat, RoomSnapshot, SeatChange};
pub use secret::Secret;
pub use webhook::{CarrierEvent, ReportKind, WebhookError, WebhookRequest};
