//! Voice agents: make and change them, give them to their host, and see what they talked.

mod change;
mod conversation;
mod create;
mod diff;
mod evals;
mod example;
mod index;
mod input;
mod publish;
mod rehearsal_line;
mod rehearse;
mod remove;
mod talks;
mod tools;
mod turn_latency;
mod versions;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
pub use publish::publish_again;

/// The operations on voice agents and their talks.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(index::list_voice_agents, create::create_voice_agent))
        .routes(routes!(tools::list_voice_agent_tools))
        .routes(routes!(example::read_voice_agent_example))
        .routes(routes!(
            index::read_voice_agent,
            change::change_voice_agent,
            remove::remove_voice_agent
        ))
        .routes(routes!(versions::list_voice_agent_versions))
        .routes(routes!(publish::publish_voice_agent))
        .routes(routes!(diff::diff_voice_agent))
        .routes(routes!(rehearse::rehearse_voice_agent))
        .merge(evals::router())
        .merge(talks::router())
        .routes(routes!(conversation::read_conversation))
}
