//! Seats: an agent signs in to a campaign, is put through to callees, and notes what came of each call.

mod current;
mod dial;
mod join;
mod list;
mod offer;
mod orders;
mod passing;
mod phone;
mod refusals;
mod sign_in;
mod sign_out;
mod state;
mod talk;
mod transfer;
mod view;
mod words;
mod wrap_up;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use list::SEATS_MAX;
pub use view::{SeatView, StoredSeat};

/// The operations on seats.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::sign_in, list::list_seats))
        .routes(routes!(current::current_seat))
        .routes(routes!(current::read_seat, sign_out::sign_out))
        .routes(routes!(join::join_seat))
        .routes(routes!(state::set_seat_state))
        .routes(routes!(wrap_up::wrap_up))
        .routes(routes!(talk::say_verdict))
        .routes(routes!(talk::end_seat_call))
        .routes(routes!(transfer::transfer_callee))
        .routes(routes!(transfer::complete_transfer))
        .routes(routes!(transfer::join_transfer))
        .routes(routes!(transfer::swap_transfer))
        .routes(routes!(transfer::cancel_transfer))
        .routes(routes!(transfer::decline_consult))
        .routes(routes!(transfer::list_colleagues))
        .routes(routes!(phone::ring_phone))
        .routes(routes!(dial::dial_offer))
        .routes(routes!(dial::skip_offer))
        .routes(routes!(dial::dial_lead))
        .routes(routes!(orders::mute_seat))
        .routes(routes!(orders::unmute_seat))
        .routes(routes!(orders::hold_seat))
        .routes(routes!(orders::unhold_seat))
        .routes(routes!(orders::stop_seat_clip))
        .routes(routes!(orders::send_seat_digits))
        .routes(routes!(orders::play_seat_clip))
        .routes(routes!(orders::pause_seat_recording))
}
