//! The team dialler's API, as its clients know it: `/api/campaign`, `/api/token`, `/api/voice` and `/ws/{campaign_id}`. Such
//! a campaign has one agent with one line or several, and their room is a conference of the carrier.

mod asker;
mod campaign;
mod contacts;
mod create;
mod dial_next;
mod disposition;
mod door;
mod end;
mod failure;
mod messages;
mod names;
mod read;
mod seat;
mod token;
mod voice;
mod watch;
mod words;

use axum::routing::{get, post};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

pub use door::let_in;

/// What people and programs call.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(token::team_dialler_token))
        .routes(routes!(create::team_dialler_start))
        .routes(routes!(campaign::team_dialler_campaign))
        .routes(routes!(dial_next::team_dialler_dial_next))
        .routes(routes!(disposition::team_dialler_disposition))
        .routes(routes!(end::team_dialler_end))
        .routes(routes!(watch::team_dialler_watch))
}

/// What the carrier calls.
pub fn voice_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .route("/api/voice/test", get(voice::sample))
        .route("/api/voice/dial", post(voice::dial))
        .route("/api/voice/status", post(voice::report))
        .route("/api/voice/amd-status", post(voice::report))
        .route("/api/voice/customer-queue", post(voice::instruct))
        .route("/api/voice/queue-action", post(voice::instruct))
        .route("/api/voice/customer-join-conference", post(voice::instruct))
        .route("/api/voice/queue-wait-music", post(voice::instruct))
        .route("/api/voice/dequeue-next/{campaign_id}", post(voice::instruct))
}
