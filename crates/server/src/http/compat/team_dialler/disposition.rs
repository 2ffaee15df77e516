//! `POST /api/campaign/{id}/disposition`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use outdial_domain::seat::{Next, State as SeatState};
use outdial_engine::WrapUp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::asker;
use super::failure::Refused;
use super::read::find;
use super::seat::explain;
use super::words::code_of;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::callbacks::ForWord;
use crate::http::calls::disposition::CallDisposition;
use crate::http::problem::Problem;
use crate::http::request::Body;

/// What came of a call.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TeamDiallerDisposition {
    /// As the client wrote it.
    pub phone: String,
    /// `interested`, `not_interested`, `callback`, `wrong_number`, `no_answer` or `voicemail`.
    pub disposition: String,
    /// In the agent's words.
    #[serde(default)]
    pub notes: String,
}

/// What was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDiallerDisposed {
    /// `saved`
    pub status: String,
    /// As the client wrote it.
    pub phone: String,
    /// As it was said.
    pub disposition: String,
}

/// Keeps what came of the newest call to a contact, with the call and its lead. The agent takes no callee until they ask
/// for the next.
#[utoipa::path(post, path = "/api/campaign/{campaign_id}/disposition", tag = "Compatibility",
    operation_id = "teamDiallerDisposition", params(("campaign_id" = String, Path)),
    request_body = TeamDiallerDisposition,
    responses((status = 200, body = TeamDiallerDisposed),
        (status = 404, description = "`Campaign not found`, or the contact is not in it or was not called"),
        (status = 422, description = "A disposition that nobody knows")))]
pub async fn team_dialler_disposition(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(id): Path<String>,
    body: Result<Body<TeamDiallerDisposition>, Problem>,
) -> Result<Json<TeamDiallerDisposed>, Refused> {
    let actor = asker(actor)?;
    let Body(said) = body?;
    let stored = find(&app, &actor, &id).await?;
    let none = |why: &str| Refused::new(StatusCode::NOT_FOUND, why);
    let contact = stored
        .contact(&said.phone)
        .ok_or_else(|| none("The campaign has no such contact."))?;
    let call = contact
        .last()
        .ok_or_else(|| none("The contact has not been called."))?;
    let rows = app.workspace(&actor.workspace);
    let known = rows.read(|tx| tx.settings().current()).await?;
    let code = code_of(&said.disposition, &known.settings.dispositions).ok_or_else(|| {
        let why = format!("{:?} is no disposition of this workspace.", said.disposition);
        Refused::fields(&[(vec!["disposition".into()], why)])
    })?;
    let kept = CallDisposition {
        disposition: Some(code.clone()),
        notes: (!said.notes.is_empty()).then(|| said.notes.clone()),
        callback_at: None,
        callback_for: ForWord::Any,
    };
    app.dispose(&actor, call.id.clone(), kept).await?;
    if let Some(seat) = &stored.seat
        && matches!(&seat.seat.state, SeatState::WrapUp { call: noted, .. } if *noted == call.id)
    {
        let done = WrapUp {
            disposition: Some(code),
            next: Next::Paused,
        };
        let seats = app.seats()?;
        let wrapped = seats.wrap_up(&actor.workspace, &seat.id, &stored.sitter, done);
        wrapped.await.map_err(explain)?;
    }
    Ok(Json(TeamDiallerDisposed {
        status: "saved".to_owned(),
        phone: said.phone,
        disposition: said.disposition,
    }))
}
