//! Rooms in motion: a port for browsers, a beat of 20 ms, and handles by which the rest of the program steers them.
//!
//! [`MediaHub`] owns the threads. A room is a value behind a lock: its beat ticks it, datagrams and orders reach it in
//! between. Nothing here decides how audio is mixed, buffered or recorded; that is the pure core's work.

mod beat;
mod browser_leg;
mod cell;
mod clock;
mod config;
mod detector;
mod error;
mod events;
mod handle;
mod hub;
mod link;
mod live_room;
mod lock;
mod meters;
mod scribe;
mod snapshot;
mod stream_leg;
mod stream_port;
mod tape;
mod watch;
mod wire;

pub use clock::{Clock, SystemClock};
pub use config::{HubConfig, IceServer, RoomSettings};
pub use error::{JoinError, MoveError, OpenError, RecordError};
pub use events::{CloseReason, Event, LegQuality, RecordedFile, RoomSummary, Subscription};
pub use handle::{Answer, RoomHandle};
pub use hub::MediaHub;
pub use meters::HubMetrics;
pub use snapshot::{RoomSnapshot, Seat};
pub use stream_port::{StreamOut, StreamPort};
