//! Rooms: talk to a callee from the browser.

mod current;
mod detection;
mod ice_servers;
mod join;
mod open;
mod orders;
mod refusals;
mod view;
mod words;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use detection::DetectionView;
pub use ice_servers::IceServerView;
pub use join::{CarrierParametersView, JoinRoom, RoomJoined};
pub use orders::{RoomClip, RoomDigits, RoomRecording};
pub use refusals::{explain_join, explain_open, explain_order};
pub use view::{BrowserView, PlayingView, QualityView, RoomView, StoredRoom};
pub use words::TapingWord;

/// The operations on rooms.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(open::open_room))
        .routes(routes!(current::current_room))
        .routes(routes!(ice_servers::ice_servers))
        .routes(routes!(current::read_room))
        .routes(routes!(join::join_room))
        .routes(routes!(orders::mute_room))
        .routes(routes!(orders::unmute_room))
        .routes(routes!(orders::hold_room))
        .routes(routes!(orders::unhold_room))
        .routes(routes!(orders::send_digits))
        .routes(routes!(orders::play_clip))
        .routes(routes!(orders::stop_clip))
        .routes(routes!(orders::pause_recording))
        .routes(routes!(orders::end_room))
}
