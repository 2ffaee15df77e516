//! `DELETE /voice-agents/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::campaign::CampaignState;
use outdial_domain::ids::VoiceAgentId;
use outdial_store::{PageRequest, StoreError, Tx};

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Removes a voice agent that no campaign needs any more. What it talked stays.
#[utoipa::path(delete, path = "/voice-agents/{id}", tag = "Voice agents", operation_id = "removeVoiceAgent",
    params(("id" = String, Path, description = "`agt_...`")),
    responses((status = 204, description = "Removed"), (status = 404, description = "No such voice agent"),
        (status = 409, description = "`voice_agent.in_use`: a campaign calls with it")))]
pub async fn remove_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "voice_agent.removed");
    let removed: Result<(), ProblemCode> = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if is_in_use(tx, &id)? {
                return Ok(Err(ProblemCode::VoiceAgentInUse));
            }
            if !tx.voice_agents().remove(&id)? {
                return Ok(Err(ProblemCode::VoiceAgentNotFound));
            }
            tx.evals().remove_all(&id)?;
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await?;
    removed?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a campaign that may still dial names it.
fn is_in_use(tx: &mut Tx<'_>, id: &VoiceAgentId) -> Result<bool, StoreError> {
    let mut page = PageRequest::first(PAGE);
    loop {
        let found = tx.campaigns().list(&page)?;
        let uses = found.items.iter().any(|campaign| {
            let may_dial = match campaign.state {
                CampaignState::Draft
                | CampaignState::Running
                | CampaignState::Paused
                | CampaignState::Draining => true,
                CampaignState::Stopped | CampaignState::Finished => false,
            };
            may_dial && campaign.settings.voice_agent_id.as_ref() == Some(id)
        });
        if uses {
            return Ok(true);
        }
        match found.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return Ok(false),
        }
    }
}

const PAGE: u32 = 200;
