//! `POST /seats/{id}/wrap-up`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{CallId, SeatId};
use outdial_domain::seat;
use outdial_engine::WrapUp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::refusals::explain;
use super::view::SeatView;
use super::words::NextWord;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::callbacks::ForWord;
use crate::http::calls::disposition::CallDisposition;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What came of the call, and what comes next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatWrapUp {
    /// A code of the dispositions; needed where the campaign wants one.
    #[serde(default)]
    pub disposition: Option<String>,
    /// What the agent notes; the notes stay when null.
    #[serde(default)]
    pub notes: Option<String>,
    /// When the lead is to be called again (RFC 3339).
    #[serde(default)]
    pub callback_at: Option<String>,
    /// Who calls then: the agent alone, or anybody.
    #[serde(default)]
    pub callback_for: ForWord,
    /// The next callee, or a pause.
    pub next: NextWord,
}

/// Keeps what came of the call, with its call and its lead, and frees the agent.
#[utoipa::path(post, path = "/seats/{id}/wrap-up", tag = "Seats", operation_id = "wrapUp",
    params(("id" = String, Path, description = "`seat_...`")), request_body = SeatWrapUp,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_call`, `seat.not_yet`, `seat.not_yours` or `seat.offline`"),
        (status = 422, description = "A field makes no sense, `disposition.unknown` or `seat.disposition_missing`")))]
pub async fn wrap_up(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(body): Body<SeatWrapUp>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let seats = app.seats()?;
    let call = app.call_to_note(&actor, &id).await?;
    let said = WrapUp {
        disposition: body.disposition.clone(),
        next: body.next.into(),
    };
    seats.may_wrap_up(&actor.workspace, &id, &said).map_err(explain)?;
    if body.disposition.is_some() || body.notes.is_some() || body.callback_at.is_some() {
        let said = CallDisposition {
            disposition: body.disposition,
            notes: body.notes,
            callback_at: body.callback_at,
            callback_for: body.callback_for,
        };
        app.dispose(&actor, call, said).await?;
    }
    seats
        .wrap_up(&actor.workspace, &id, &actor.id, said)
        .await
        .map_err(explain)?;
    app.show_seat(&actor, id).await.map(Json)
}

impl AppState {
    /// The call whose end the asker notes down.
    async fn call_to_note(&self, actor: &Actor, id: &SeatId) -> Result<CallId, Problem> {
        let wanted = id.clone();
        let rows = self.workspace(&actor.workspace);
        let row = rows.read(move |tx| tx.seats().get(&wanted)).await?;
        let row = row.ok_or(ProblemCode::SeatNotFound)?;
        if row.user_id != actor.id {
            return Err(ProblemCode::SeatNotYours.into());
        }
        match row.seat.state {
            seat::State::WrapUp { call, .. } => Ok(call),
            seat::State::Dialing { .. } | seat::State::Reserved { .. } | seat::State::OnCall { .. } => {
                Err(ProblemCode::SeatNotYet.into())
            }
            seat::State::Offline { .. } => Err(ProblemCode::SeatOffline.into()),
            seat::State::Joining | seat::State::Ready | seat::State::Paused { .. } => {
                Err(ProblemCode::SeatNoCall.into())
            }
        }
    }
}
