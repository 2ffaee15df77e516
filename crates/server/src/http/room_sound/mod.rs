//! `GET /media/sound/{name}`: what a carrier plays in a room that it hosts, under addresses that nobody can guess.

mod give;
mod music;

use utoipa_axum::router::OpenApiRouter;

use super::AppState;

/// Where carriers fetch what they play.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().route("/media/sound/{name}", axum::routing::get(give::give_sound))
}
