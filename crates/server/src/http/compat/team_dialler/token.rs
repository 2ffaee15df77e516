//! `POST /api/token`

use axum::Json;
use axum::extract::State;
use outdial_carrier::PassWish;
use outdial_domain::campaign::CampaignState;
use outdial_engine::Account;
use outdial_store::PageRequest;
use serde::Serialize;
use utoipa::ToSchema;

use super::asker::{asker, hosting};
use super::failure::Refused;
use super::names::{identity, short_of};
use super::read::find;
use super::seat::sit_down_again;
use crate::http::AppState;
use crate::http::auth::{Actor, ActorKind};
use crate::http::problem::Problem;

/// What the browser library of the carrier signs in with.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDiallerToken {
    /// Good for an hour.
    pub token: String,
    /// Under which name the browser calls.
    pub identity: String,
    /// Where the library connects to; absent for its own default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signalling: Option<String>,
}

/// A token for the agent's browser, which is let into no room but its own agent's. A key, which serves many agents, gets
/// it for the newest of its campaigns.
#[utoipa::path(post, path = "/api/token", tag = "Compatibility", operation_id = "teamDiallerToken",
    responses((status = 200, body = TeamDiallerToken),
        (status = 500, description = "`Twilio credentials not configured.`: no account bridges at the carrier")))]
pub async fn team_dialler_token(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
) -> Result<Json<TeamDiallerToken>, Refused> {
    let actor = asker(actor)?;
    let account = hosting(&app, &actor)?;
    let identity = match newest(&app, &actor).await? {
        Some(short) => {
            let stored = find(&app, &actor, &short).await?;
            sit_down_again(&app, &actor, &stored).await?;
            stored.identity
        }
        None if actor.kind == ActorKind::User => identity(&actor.workspace, &actor.id),
        None => return Err(Refused::no_campaign()),
    };
    Ok(Json(issue(&app, &account, identity)?))
}

/// Writes a token.
pub(super) fn issue(
    app: &AppState,
    account: &Account,
    identity: String,
) -> Result<TeamDiallerToken, Refused> {
    let rooms = account.carrier.rooms().ok_or_else(Refused::not_configured)?;
    let pass = rooms.browser_pass(&PassWish {
        identity: &identity,
        parameters: &[],
        now: app.now(),
        ttl_s: TTL_S,
    });
    Ok(TeamDiallerToken {
        token: pass.access_token.reveal().to_owned(),
        signalling: pass.signalling,
        identity,
    })
}

/// The newest of the asker's campaigns that goes on.
async fn newest(app: &AppState, actor: &Actor) -> Result<Option<String>, Refused> {
    let asker = actor.id.clone();
    let rows = app.workspace(&actor.workspace);
    let campaigns = rows
        .read(|tx| tx.campaigns().list(&PageRequest::first(CAMPAIGNS_MAX)))
        .await?
        .items;
    let own = campaigns
        .into_iter()
        .filter(|row| row.created_by.id.as_ref() == Some(&asker) && row.state == CampaignState::Running);
    let newest = own
        .filter_map(|row| Some((row.created_at, short_of(&row.id)?)))
        .max();
    Ok(newest.map(|(_, short)| short))
}

const TTL_S: u32 = 3_600;
/// More than go on at once.
const CAMPAIGNS_MAX: u32 = 200;
