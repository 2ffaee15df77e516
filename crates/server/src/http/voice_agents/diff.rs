//! `GET /voice-agents/{id}/diff`: what publishing an agent would change.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::VoiceAgentId;
use outdial_domain::voice_agent::VoiceAgentSettings;
use outdial_voice::{DiffKind, HandOver, assistant, diff_documents};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::publish::{hand_over_of, host_of};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Against what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Against {
    /// A version; the published one when absent.
    version: Option<u32>,
}

/// What differs, line by line.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoiceAgentDiff {
    /// In the order of the document.
    pub lines: Vec<LineView>,
    /// Why the host is not told of `transfer_to_human`, which the agent has; null when it is told, or there is no host.
    #[schema(required)]
    pub no_hand_over: Option<String>,
}

/// A line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoiceAgentDiffLine)]
pub struct LineView {
    /// `same`, `added` or `removed`.
    pub kind: &'static str,
    /// The line.
    pub text: String,
}

/// What differs between what the host of a voice agent was given, or an older version, and how it stands now.
#[utoipa::path(get, path = "/voice-agents/{id}/diff", tag = "Voice agents", operation_id = "diffVoiceAgent",
    params(("id" = String, Path, description = "`agt_...`"), Against),
    responses((status = 200, body = VoiceAgentDiff), (status = 404, description = "No such voice agent, or version")))]
pub async fn diff_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
    Query(against): Query<Against>,
) -> Result<Json<VoiceAgentDiff>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(row) = tx.voice_agents().get(&id)? else {
                return Ok(None);
            };
            let wanted = against
                .version
                .or(row.published.as_ref().map(|given| given.version));
            let before = match wanted {
                Some(version) => tx.voice_agents().version(&id, version)?,
                None => None,
            };
            Ok((against.version.is_none() || before.is_some()).then_some((row, before)))
        })
        .await?;
    let (row, before) = found.ok_or(ProblemCode::VoiceAgentNotFound)?;
    let (hand_over, no_hand_over) = match host_of(&app, &actor.workspace, None) {
        Ok(host) => hand_over_of(&app, &actor.workspace, &host, &row.settings).await,
        // Our own agents have the tool.
        Err(_) => (HandOver::Possible, None),
    };
    // The address of the server is the same on both sides, and says nothing.
    let document = |settings: &VoiceAgentSettings| assistant(settings, "", hand_over);
    let before = before.map(|before| document(&before.settings));
    let lines = diff_documents(before.as_ref(), &document(&row.settings));
    Ok(Json(VoiceAgentDiff {
        lines: lines
            .into_iter()
            .map(|line| LineView {
                kind: match line.kind {
                    DiffKind::Same => "same",
                    DiffKind::Added => "added",
                    DiffKind::Removed => "removed",
                },
                text: line.text,
            })
            .collect(),
        no_hand_over,
    }))
}
