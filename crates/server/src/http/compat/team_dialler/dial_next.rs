//! `POST /api/campaign/{id}/dial-next`

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use outdial_domain::campaign::CampaignState;
use outdial_domain::seat::State as SeatState;
use outdial_engine::SeatRefusal;
use serde::Serialize;
use utoipa::ToSchema;

use super::asker::asker;
use super::failure::Refused;
use super::read::{Stored, find};
use super::seat::{explain, sit_down_again};
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;

/// Who is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDiallerNext {
    /// `dialing` or `no_more_contacts`
    pub status: String,
    /// As the client wrote it.
    #[schema(required)]
    pub phone: Option<String>,
}

/// The agent is ready for the next contact. Asked again, also from several pages or while somebody is on the line, nobody
/// more is called: the campaign dials by itself, one contact at a time, and the answer says whom.
#[utoipa::path(post, path = "/api/campaign/{campaign_id}/dial-next", tag = "Compatibility",
    operation_id = "teamDiallerDialNext", params(("campaign_id" = String, Path)),
    responses((status = 200, body = TeamDiallerNext), (status = 404, description = "`Campaign not found`"),
        (status = 409, description = "The agent's audio is away")))]
pub async fn team_dialler_dial_next(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(id): Path<String>,
) -> Result<Json<TeamDiallerNext>, Refused> {
    let actor = asker(actor)?;
    let stored = find(&app, &actor, &id).await?;
    if is_over(&stored) {
        return Ok(Json(TeamDiallerNext::nobody()));
    }
    sit_down_again(&app, &actor, &stored).await?;
    if let Some(seat) = &stored.seat {
        match &seat.seat.state {
            SeatState::Dialing { call, .. }
            | SeatState::Reserved { call, .. }
            | SeatState::OnCall { call, .. } => {
                // One agent has one callee: nobody more is called.
                let on_the_line = stored.of_call(call).map(|contact| &contact.text);
                return Ok(Json(on_the_line.map_or_else(TeamDiallerNext::nobody, |text| {
                    TeamDiallerNext::dialing(text)
                })));
            }
            SeatState::WrapUp { .. } | SeatState::Paused { .. } => {
                let seats = app.seats()?;
                match seats.set_ready(&actor.workspace, &seat.id, &stored.sitter).await {
                    // The seat has moved on since it was read: somebody else asked too, or ended the campaign.
                    Ok(()) | Err(SeatRefusal::SeatTaken | SeatRefusal::Offline) => {}
                    Err(why) => return Err(explain(why)),
                }
            }
            SeatState::Joining | SeatState::Ready | SeatState::Offline { .. } => {}
        }
    }
    for _ in 0..LOOKS {
        let now = find(&app, &actor, &id).await?;
        if let Some(next) = seen(&now) {
            return Ok(Json(next));
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    let stored = find(&app, &actor, &id).await?;
    Ok(Json(seen(&stored).unwrap_or_else(|| next_in_turn(&stored))))
}

/// What is certain by now: who is called, or that nobody is left.
fn seen(stored: &Stored) -> Option<TeamDiallerNext> {
    let mut called = stored.contacts.iter().filter(|contact| {
        let last = contact.last();
        last.is_some_and(|call| call.call.state.is_live())
    });
    if let Some(contact) = called.next() {
        return Some(TeamDiallerNext::dialing(&contact.text));
    }
    let is_left = stored.contacts.iter().any(|contact| contact.is_due);
    if is_over(stored) || !is_left {
        return Some(TeamDiallerNext::nobody());
    }
    let waits = stored
        .seat
        .as_ref()
        .is_some_and(|seat| matches!(seat.seat.state, SeatState::Joining));
    // Nobody is rung before the agent's audio is in.
    waits.then(|| next_in_turn(stored))
}

fn next_in_turn(stored: &Stored) -> TeamDiallerNext {
    let due = stored.contacts.iter().filter(|contact| contact.is_due);
    // Never called, in the order of the list; then the one whose last call is the oldest. A number that somebody else has
    // on the line comes last.
    let next = due.min_by_key(|contact| (contact.is_busy, contact.last().map(|call| call.created_at)));
    next.map_or_else(TeamDiallerNext::nobody, |contact| {
        TeamDiallerNext::dialing(&contact.text)
    })
}

fn is_over(stored: &Stored) -> bool {
    matches!(stored.row.state, CampaignState::Stopped | CampaignState::Finished)
}

impl TeamDiallerNext {
    fn dialing(phone: &str) -> Self {
        Self {
            status: "dialing".to_owned(),
            phone: Some(phone.to_owned()),
        }
    }

    fn nobody() -> Self {
        Self {
            status: "no_more_contacts".to_owned(),
            phone: None,
        }
    }
}

/// A campaign dials within a moment of an agent who is ready.
const LOOK_INTERVAL: Duration = Duration::from_millis(50);
const LOOKS: u32 = 60;
