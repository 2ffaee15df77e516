//! `PUT /voice-agents/{id}`

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use outdial_domain::ids::VoiceAgentId;
use serde_json::json;

use super::input::VoiceAgentInput;
use super::view::VoiceAgentView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};
use crate::http::settings::revision_of;

/// Changes what a voice agent is told. Every version is kept; its host has the old one until it is published.
#[utoipa::path(put, path = "/voice-agents/{id}", tag = "Voice agents", operation_id = "changeVoiceAgent",
    params(("id" = String, Path, description = "`agt_...`"),
        ("If-Match" = Option<String>, Header, description = "The revision that the change is based on, unless the body says it")),
    request_body = VoiceAgentInput,
    responses((status = 200, description = "Changed", body = VoiceAgentView),
        (status = 404, description = "No such voice agent"), (status = 409, description = "Somebody changed it in the meantime"),
        (status = 422, description = "`voice_agent.invalid`: a field cannot be used")))]
pub async fn change_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
    headers: HeaderMap,
    Body(input): Body<VoiceAgentInput>,
) -> Result<Json<VoiceAgentView>, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let in_body = input.revision.map(|revision| json!(revision));
    let based_on = revision_of(&headers, in_body.as_ref()).ok_or(ProblemCode::RevisionRequired)?;
    let (by, now) = (actor.stored(), app.now());
    let entry = Entry::by(&actor).subject(&id).row(&app, "voice_agent.changed");
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.voice_agents().get(&id)? else {
                return Ok(Err(ProblemCode::VoiceAgentNotFound.into()));
            };
            if row.revision != based_on {
                return Ok(Err(ProblemCode::RevisionConflict.into()));
            }
            row.settings = match input.applied_to(row.settings) {
                Ok(settings) => settings,
                Err(problem) => return Ok(Err(problem)),
            };
            row.changed_at = now;
            tx.voice_agents().update(&mut row, &by)?;
            tx.audit().add(&entry)?;
            Ok::<_, outdial_store::StoreError>(Ok::<_, Problem>(row))
        })
        .await??;
    Ok(Json(VoiceAgentView::of(&stored)))
}
