//! `POST /voice-agents/{id}/publish`: gives an agent to its host.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use outdial_carrier::CommandError;
use outdial_domain::ids::{CarrierAccountId, VoiceAgentId, WorkspaceId};
use outdial_domain::voice_agent::VoiceAgentSettings;
use outdial_engine::Account;
use outdial_store::{Actor as By, EvalRow, Published, StoreError, VoiceAgentRow};
use outdial_voice::{HandOver, assistant};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::index::AGENTS_MAX;
use super::view::VoiceAgentView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Through which account, and whether evals matter.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublishThrough {
    /// The carrier account whose host gets it; the first one that hosts voice agents when absent.
    account_id: Option<String>,
    /// Whether to publish although evals have not passed.
    #[serde(default)]
    anyway: bool,
}

/// Gives a voice agent, as it stands, to its host: the next calls talk with it. Where no account hosts voice agents and a
/// speech model is set up, the next calls of our own voice agent follow it. Every eval that it has must have passed
/// with this version, unless it is to be published anyway.
#[utoipa::path(post, path = "/voice-agents/{id}/publish", tag = "Voice agents", operation_id = "publishVoiceAgent",
    params(("id" = String, Path, description = "`agt_...`"), PublishThrough),
    responses((status = 200, description = "Published", body = VoiceAgentView),
        (status = 404, description = "No such voice agent"),
        (status = 409, description = "`voice_agent.no_host`: no carrier account hosts voice agents, \
            and no speech model is set up, or the named account hosts none; \
            `voice_agent.evals_not_passed`: an eval failed, or was not run with this version"),
        (status = 502, description = "`voice_agent.host`: the host refused it, or did not answer")))]
pub async fn publish_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
    Query(through): Query<PublishThrough>,
) -> Result<Json<VoiceAgentView>, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let asked = id.clone();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(row) = tx.voice_agents().get(&asked)? else {
                return Ok(None);
            };
            Ok::<_, StoreError>(Some((row, tx.evals().of_agent(&asked)?)))
        })
        .await?;
    let (row, evals) = found.ok_or(ProblemCode::VoiceAgentNotFound)?;
    if !through.anyway {
        require_passed(&row, &evals)?;
    }
    let published = match host_of(&app, &actor.workspace, through.account_id.as_deref()) {
        Ok(host) => give(&app, &actor.workspace, &host, &row).await?,
        Err(why) if through.account_id.is_some() => return Err(why),
        Err(why) => own(&app, &actor.workspace, &row).ok_or(why)?,
    };
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(
            json!({"version": published.version, "account": published.account_id, "anyway": through.anyway}),
        )
        .row(&app, "voice_agent.published");
    let by = actor.stored();
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.voice_agents().get(&id)? else {
                return Ok(Err(ProblemCode::VoiceAgentNotFound));
            };
            row.published = Some(published);
            tx.voice_agents().update(&mut row, &by)?;
            tx.audit().add(&entry)?;
            Ok::<_, StoreError>(Ok(row))
        })
        .await??;
    Ok(Json(VoiceAgentView::of(&stored)))
}

/// Every eval has passed with the version that is published.
fn require_passed(row: &VoiceAgentRow, evals: &[EvalRow]) -> Result<(), Problem> {
    let open = evals.iter().filter(|eval| !eval.has_passed(row.version));
    let open: Vec<String> = open.map(|eval| format!("“{}”", eval.eval.name)).collect();
    if open.is_empty() {
        return Ok(());
    }
    let problem = Problem::new(ProblemCode::VoiceAgentEvalsNotPassed);
    Err(problem.detail(format!(
        "Not passed with version {}: {}. Run the evals, or publish anyway.",
        row.version,
        open.join(", ")
    )))
}

/// The account that hosts voice agents.
pub(super) fn host_of(
    app: &AppState,
    workspace: &WorkspaceId,
    named: Option<&str>,
) -> Result<Arc<Account>, Problem> {
    let accounts = app.engine.accounts();
    if let Some(named) = named {
        let id: CarrierAccountId = named.parse().map_err(|_| ProblemCode::CarrierNotFound)?;
        let account = accounts
            .find(workspace, &id)
            .ok_or(ProblemCode::CarrierNotFound)?;
        return if account.carrier.agents().is_some() {
            Ok(account)
        } else {
            Err(ProblemCode::VoiceAgentNoHost.into())
        };
    }
    accounts
        .of(workspace)
        .into_iter()
        .find(|account| account.carrier.agents().is_some())
        .ok_or_else(|| ProblemCode::VoiceAgentNoHost.into())
}

/// What is published of an agent that nobody hosts, where our own voice agent can talk in its place.
fn own(app: &AppState, workspace: &WorkspaceId, row: &VoiceAgentRow) -> Option<Published> {
    app.engine.services().of(workspace).speech_model?;
    let account = app.engine.accounts().default_of(workspace)?;
    Some(Published {
        version: row.version,
        at: app.now(),
        account_id: account.id.clone(),
        host_id: NO_HOST.to_owned(),
    })
}

/// The id of an agent at no host.
const NO_HOST: &str = "";

/// Where the host of an agent asks for tools and reports.
pub(super) fn server_of(app: &AppState, account: &Account) -> String {
    let path = format!("/webhooks/{}/{}/message", account.kind, account.id);
    app.webhook_base(&account.id).join(&path)
}

/// Whether an agent that has the tool may promise a person, and why not, in words.
pub(super) async fn hand_over_of(
    app: &AppState,
    workspace: &WorkspaceId,
    host: &Account,
    settings: &VoiceAgentSettings,
) -> (HandOver, Option<String>) {
    if !settings.tools.iter().any(|tool| tool.moves_callee()) {
        return (HandOver::Impossible, None);
    }
    match app.engine.can_hand_over(workspace, host).await {
        Ok(()) => (HandOver::Possible, None),
        Err(why) => (HandOver::Impossible, Some(why.to_string())),
    }
}

async fn give(
    app: &AppState,
    workspace: &WorkspaceId,
    account: &Account,
    row: &VoiceAgentRow,
) -> Result<Published, Problem> {
    let host = account.carrier.agents().ok_or(ProblemCode::VoiceAgentNoHost)?;
    let (hand_over, why_not) = hand_over_of(app, workspace, account, &row.settings).await;
    if let Some(why) = why_not {
        tracing::info!(agent.id = %row.id, reason = why, "a hosted voice agent cannot put callees through to people");
    }
    let document = assistant(&row.settings, &server_of(app, account), hand_over);
    // What another account was given is not there.
    let known = row
        .published
        .as_ref()
        .filter(|given| given.account_id == account.id && given.host_id != NO_HOST);
    let given = host
        .publish(known.map(|given| given.host_id.as_str()), &document)
        .await;
    Ok(Published {
        version: row.version,
        at: app.now(),
        account_id: account.id.clone(),
        host_id: given.map_err(|why| explain(&why))?,
    })
}

/// Gives every published voice agent to its host again, as it was published: a host in this process forgets them at its end.
///
/// # Errors
/// When the store fails. What the host says is logged.
pub async fn publish_again(
    app: &AppState,
    workspace: &WorkspaceId,
    account: &Account,
) -> Result<(), StoreError> {
    let rows = app
        .workspace(workspace)
        .read(|tx| {
            let mut found = Vec::new();
            for row in tx.voice_agents().list(AGENTS_MAX)? {
                let Some(given) = row.published.as_ref().filter(|given| given.host_id != NO_HOST) else {
                    continue;
                };
                if let Some(version) = tx.voice_agents().version(&row.id, given.version)? {
                    found.push((row, version));
                }
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    for (mut row, version) in rows {
        let now = VoiceAgentRow {
            settings: version.settings,
            version: version.version,
            ..row.clone()
        };
        match give(app, workspace, account, &now).await {
            Ok(published) => {
                row.published = Some(Published {
                    at: row.published.as_ref().map_or(published.at, |given| given.at),
                    ..published
                });
                app.workspace(workspace)
                    .write(move |tx| tx.voice_agents().update(&mut row, &By::system()))
                    .await?;
            }
            Err(why) => {
                tracing::warn!(agent.id = %row.id, error = ?why, "a voice agent could not be given to its host again");
            }
        }
    }
    Ok(())
}

fn explain(why: &CommandError) -> Problem {
    match why {
        CommandError::Rejected(_) | CommandError::Unavailable { .. } => {
            Problem::new(ProblemCode::VoiceAgentHost).detail(format!("The host of the voice agent: {why}."))
        }
        CommandError::RateLimited { .. } => Problem::new(ProblemCode::VoiceAgentHost)
            .detail("The host asks for fewer requests; try again in a minute."),
    }
}
