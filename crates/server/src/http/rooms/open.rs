//! `POST /rooms`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::{CarrierAccountId, LeadId, RoomId};
use outdial_engine::OpenRoom;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::refusals::explain_open;
use super::view::{RoomView, StoredRoom};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// Whom to talk to: a lead, or a number.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewRoom {
    /// The lead to call.
    pub lead_id: Option<String>,
    /// The number to call; national notation is read with the workspace's default region.
    pub to: Option<String>,
    /// Shown beside the number.
    pub name: Option<String>,
    /// A person confirms that the call may be made outside the calling window.
    pub override_window: bool,
    /// The carrier account; the default one when absent.
    pub account_id: Option<String>,
}

/// Opens a room. Nobody is rung until the browser's audio is in; the rules are asked now and again at that instant.
#[utoipa::path(post, path = "/rooms", tag = "Rooms", operation_id = "openRoom", request_body = NewRoom,
    responses((status = 201, description = "Open; join it", body = RoomView),
        (status = 404, description = "No such lead"),
        (status = 409, description = "`lead.held`, `room.already_in_one` (the room in `errors`), `seat.not_paused` or `room.no_audio`"),
        (status = 422, description = "Not a number, or a dial rule refuses it (`call.refused`, `room.outside_window`)")))]
pub async fn open_room(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Body(new): Body<NewRoom>,
) -> Result<(StatusCode, Json<RoomView>), Problem> {
    let room = app.open_room(&actor, bits, new).await?;
    Ok((StatusCode::CREATED, Json(room)))
}

impl AppState {
    /// Opens a room for whoever asks.
    ///
    /// # Errors
    /// Why it was not opened.
    pub async fn open_room(
        &self,
        actor: &Actor,
        bits: Option<u128>,
        new: NewRoom,
    ) -> Result<RoomView, Problem> {
        actor.require(Operation::RoomsUse)?;
        let lead: Option<LeadId> = match &new.lead_id {
            Some(text) => Some(text.parse().map_err(|_| ProblemCode::LeadNotFound)?),
            None => None,
        };
        let account: Option<CarrierAccountId> = match &new.account_id {
            Some(text) => Some(text.parse().map_err(|_| ProblemCode::CarrierNotFound)?),
            None => None,
        };
        let to = match (&lead, &new.to) {
            (None, Some(text)) => Some(self.read_number(&actor.workspace, "to", text).await?),
            (_, _) => None,
        };
        let wish = OpenRoom {
            lead,
            to,
            name: label("name", new.name)?,
            window_override: self.window_override(actor, new.override_window)?,
            account,
            user_id: actor.id.clone(),
            by: actor.stored(),
            request_bits: bits,
        };
        let opened = self.engine.open_room(&actor.workspace, wish).await;
        let opened = opened.map_err(explain_open)?;
        if !opened.repeated {
            let entry = Entry::by(actor)
                .subject(&opened.room.id)
                .detail(json!({ "override_window": new.override_window }))
                .row(self, "room.opened");
            self.note(&actor.workspace, entry).await?;
        }
        self.show_room(actor, opened.room.id).await
    }

    /// How a room stands.
    ///
    /// # Errors
    /// When there is no such room, or the store fails.
    pub async fn show_room(&self, actor: &Actor, id: RoomId) -> Result<RoomView, Problem> {
        let stored = self
            .workspace(&actor.workspace)
            .read(move |tx| {
                let row = tx.rooms().get(&id)?;
                row.map(|row| StoredRoom::complete(tx, row)).transpose()
            })
            .await?;
        let stored = stored.ok_or(ProblemCode::RoomNotFound)?;
        Ok(RoomView::of(
            &stored,
            &self.engine,
            &self.carrier_names(&actor.workspace),
        ))
    }
}
