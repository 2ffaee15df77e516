//! `POST /api/campaign/{id}/end`

use axum::Json;
use axum::extract::{Path, State};
use outdial_domain::campaign::Event;
use outdial_engine::OrderCampaign;
use serde::Serialize;
use utoipa::ToSchema;

use super::asker::asker;
use super::failure::Refused;
use super::read::{Stored, find};
use super::seat::stand_up;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::Actor;
use crate::http::campaigns::explain_order;
use crate::http::problem::Problem;

/// A campaign that is over.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDiallerEnded {
    /// `ended`
    pub status: String,
}

/// Ends a campaign: nobody more is called, what rings is cancelled, and whoever talks to the agent is hung up.
#[utoipa::path(post, path = "/api/campaign/{campaign_id}/end", tag = "Compatibility", operation_id = "teamDiallerEnd",
    params(("campaign_id" = String, Path)),
    responses((status = 200, body = TeamDiallerEnded), (status = 404, description = "`Campaign not found`")))]
pub async fn team_dialler_end(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(id): Path<String>,
) -> Result<Json<TeamDiallerEnded>, Refused> {
    let actor = asker(actor)?;
    let stored = find(&app, &actor, &id).await?;
    end(&app, &actor, &stored).await?;
    Ok(Json(TeamDiallerEnded {
        status: "ended".to_owned(),
    }))
}

/// Ends it; one that is over stays so.
pub(super) async fn end(app: &AppState, actor: &Actor, stored: &Stored) -> Result<(), Refused> {
    let id = &stored.row.id;
    let ordered = app
        .engine
        .order_campaign(&actor.workspace, id, Event::Stop, actor.stored())
        .await;
    match ordered {
        Ok(_) => {
            let entry = Entry::by(actor).subject(id).row(app, "campaign.stopped");
            app.note(&actor.workspace, entry).await?;
        }
        Err(OrderCampaign::Refused(_)) => {}
        Err(why) => return Err(explain_order(why).into()),
    }
    stand_up(app, actor, stored).await
}
