//! The cold-call dialler's API, as its clients know it: `/aicallgo/api/v1/cold-call`. Conferences are rooms.

mod asker;
mod audio;
mod conference;
mod control;
mod direct;
mod failure;
mod initiate;
mod join;
mod names;
mod pace;
mod provider;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

pub use pace::Pace;

/// The routes of the cold-call dialler.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(initiate::cold_call_initiate))
        .routes(routes!(join::cold_call_join))
        .routes(routes!(control::cold_call_mute))
        .routes(routes!(conference::cold_call_end))
        .routes(routes!(conference::cold_call_status))
        .routes(routes!(audio::cold_call_audio_files))
        .routes(routes!(audio::cold_call_add_player))
        .routes(routes!(audio::cold_call_playback))
        .routes(routes!(audio::cold_call_reload))
        .routes(routes!(direct::cold_call_credentials))
        .routes(routes!(direct::cold_call_register))
        .routes(routes!(direct::cold_call_hang_up))
        .routes(routes!(direct::cold_call_record))
}
