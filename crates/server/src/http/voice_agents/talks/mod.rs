//! Rehearsals of voice agents by microphone.

mod begin;
mod end;
mod read;

use outdial_domain::ids::VoiceAgentId;
use outdial_engine::WhoseTalk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::auth::Actor;

/// The operations on rehearsals by microphone.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(begin::begin_talk))
        .routes(routes!(read::read_talk, end::end_talk))
}

/// A talk is its user's own.
fn whose(actor: &Actor, agent: VoiceAgentId) -> WhoseTalk {
    WhoseTalk {
        workspace: actor.workspace.clone(),
        agent,
        user: actor.id.clone(),
    }
}
