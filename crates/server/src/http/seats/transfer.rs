//! An agent passes the callee on: `POST /seats/{id}/transfer` and what follows it.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use outdial_engine::{Colleague, Destination, NewTransfer};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::refusals::explain;
use super::view::SeatView;
use super::words::{StandingWord, TransferKindWord};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// To whom the callee is to be passed on, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatTransferOrder {
    /// At once, or after a word with whoever takes them.
    pub kind: TransferKindWord,
    /// To whom.
    pub to: SeatTransferTo,
    /// A person confirms that the number may be called outside the calling window.
    #[serde(default)]
    pub override_window: bool,
}

/// A colleague's seat or a number: one of the two.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SeatTransferTo {
    /// `seat_...`
    pub seat_id: Option<String>,
    /// National notation is read with the workspace's default region.
    pub number: Option<String>,
}

/// A colleague who might take a callee.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeatColleague)]
pub struct ColleagueView {
    /// `seat_...`
    pub seat_id: String,
    /// Who sits there.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// `cmp_...`
    pub campaign_id: String,
    /// Its name, while it takes agents.
    #[schema(required)]
    pub campaign_name: Option<String>,
    /// How they stand: one who is ready can be given the callee, one who pauses can be asked.
    pub state: StandingWord,
}

/// Passes the callee on. A blind transfer hands them over as soon as the colleague or the number is there, and until then
/// they wait with music; a warm one lets the agent talk first. Whatever fails, the callee is back with the agent, and
/// `transfer.problem` says what it was.
#[utoipa::path(post, path = "/seats/{id}/transfer", tag = "Seats", operation_id = "transferCallee",
    params(("id" = String, Path, description = "`seat_...`")), request_body = SeatTransferOrder,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_call`, `seat.transferring`, `seat.colleague_taken` or `seat.at_carrier`"),
        (status = 422, description = "Not a number, or a dial rule refuses it (`call.refused`, `room.outside_window`)")))]
pub async fn transfer_callee(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(order): Body<SeatTransferOrder>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let kind = order.kind;
    let to = match (&order.to.seat_id, &order.to.number) {
        (Some(seat), None) => Destination::Seat(seat.parse().map_err(|_| ProblemCode::SeatNotFound)?),
        (None, Some(number)) => {
            Destination::Number(app.read_number(&actor.workspace, "to.number", number).await?)
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::invalid_field(
                "to",
                "Give a colleague's seat or a number.",
            ));
        }
    };
    let wish = NewTransfer {
        kind: kind.into(),
        to,
        window_override: app.window_override(&actor, order.override_window)?,
        by: actor.stored(),
    };
    let asked = app
        .seats()?
        .transfer(&actor.workspace, &id, &actor.id, wish)
        .await;
    asked.map_err(explain)?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({ "kind": kind, "override_window": order.override_window }))
        .row(&app, "seat.transfer");
    app.note(&actor.workspace, entry).await?;
    app.show_seat(&actor, id).await.map(Json)
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident, $path:literal, $id:literal, $order:ident, $refusals:literal;)*) => {
        $(
            $(#[$doc])*
            #[utoipa::path(post, path = $path, tag = "Seats", operation_id = $id,
                params(("id" = String, Path, description = "`seat_...`")),
                responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
                    (status = 409, description = $refusals)))]
            pub async fn $name(
                State(app): State<AppState>,
                actor: Actor,
                Id(id): Id<SeatId>,
            ) -> Result<Json<SeatView>, Problem> {
                actor.require(Operation::SeatsUse)?;
                app.seats()?.$order(&actor.workspace, &id, &actor.id).await.map_err(explain)?;
                app.show_seat(&actor, id).await.map(Json)
            }
        )*
    };
}

steps! {
    /// The agent leaves; the other two go on. Before anybody is there, a warm transfer becomes a blind one.
    complete_transfer, "/seats/{id}/transfer/complete", "completeTransfer", complete_transfer,
        "`seat.no_transfer` or `seat.transfer_early`";
    /// All three talk.
    join_transfer, "/seats/{id}/transfer/join", "joinTransfer", join_transfer,
        "`seat.no_transfer` or `seat.transfer_early`";
    /// The agent talks to the other side; whoever was talked to waits with music.
    swap_transfer, "/seats/{id}/transfer/swap", "swapTransfer", swap_transfer,
        "`seat.no_transfer` or `seat.transfer_early`";
    /// The callee is back with the agent, and the colleague or the number is let go.
    cancel_transfer, "/seats/{id}/transfer/cancel", "cancelTransfer", cancel_transfer, "`seat.no_transfer`";
    /// Says no to a colleague who asks this agent to take a callee.
    decline_consult, "/seats/{id}/consult/decline", "declineConsult", decline_consult, "`seat.not_asked`";
}

/// Everybody else who sits on a seat, by name.
#[utoipa::path(get, path = "/seats/{id}/colleagues", tag = "Seats", operation_id = "listColleagues",
    params(("id" = String, Path, description = "`seat_...`")),
    responses((status = 200, body = [ColleagueView]), (status = 409, description = "`seat.no_audio`")))]
pub async fn list_colleagues(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
) -> Result<Json<Vec<ColleagueView>>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let colleagues = app.seats()?.colleagues(&actor.workspace, &id);
    Ok(Json(colleagues.into_iter().map(ColleagueView::of).collect()))
}

impl ColleagueView {
    fn of(colleague: Colleague) -> Self {
        Self {
            seat_id: colleague.seat_id.to_string(),
            user_id: colleague.user_id,
            name: colleague.name,
            campaign_id: colleague.campaign.to_string(),
            campaign_name: colleague.campaign_name,
            state: colleague.standing.into(),
        }
    }
}
