//! `GET /api/campaign/{id}`, and the campaign as it is shown everywhere.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use outdial_domain::campaign::CampaignState;
use outdial_domain::seat::State as SeatState;
use serde::Serialize;
use utoipa::ToSchema;

use super::asker::asker;
use super::failure::Refused;
use super::read::{Contact, Stored, find};
use super::words::{contact_status, word_of};
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;

/// A campaign of one agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamDiallerCampaign {
    /// Eight digits.
    pub id: String,
    /// As the client wrote them, in their order.
    pub contacts: Vec<String>,
    /// How the newest call to each contact stands, or `pending`.
    pub contact_status: BTreeMap<String, String>,
    /// The carrier's id of that call.
    pub call_sids: BTreeMap<String, String>,
    /// What the agent said of it.
    pub dispositions: BTreeMap<String, TeamDiallerSaid>,
    /// Who was called, in order, every time.
    pub call_order: Vec<String>,
    /// `dialing`, `connected`, `waiting` or `ended`.
    pub status: String,
    /// Under which name the agent's browser calls.
    pub agent_identity: String,
    /// Who talks to the agent.
    #[schema(required)]
    pub connected_phone: Option<String>,
}

/// What an agent said of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamDiallerSaid {
    /// `interested`, `not_interested`, `callback`, `wrong_number`, `no_answer` or `voicemail`.
    pub disposition: String,
    /// In the agent's words.
    pub notes: String,
    /// When.
    pub timestamp: String,
}

/// A campaign, as often as it is asked for and after every restart.
#[utoipa::path(get, path = "/api/campaign/{campaign_id}", tag = "Compatibility", operation_id = "teamDiallerCampaign",
    params(("campaign_id" = String, Path)),
    responses((status = 200, body = TeamDiallerCampaign), (status = 404, description = "`Campaign not found`")))]
pub async fn team_dialler_campaign(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(id): Path<String>,
) -> Result<Json<TeamDiallerCampaign>, Refused> {
    let actor = asker(actor)?;
    let stored = find(&app, &actor, &id).await?;
    Ok(Json(TeamDiallerCampaign::of(&stored)))
}

impl TeamDiallerCampaign {
    pub(super) fn of(stored: &Stored) -> Self {
        let mut shown = Self {
            id: stored.short.clone(),
            contacts: Vec::new(),
            contact_status: BTreeMap::new(),
            call_sids: BTreeMap::new(),
            dispositions: BTreeMap::new(),
            call_order: Vec::new(),
            status: String::new(),
            agent_identity: stored.identity.clone(),
            connected_phone: None,
        };
        let mut dialled = Vec::new();
        for contact in &stored.contacts {
            let text = &contact.text;
            shown.contacts.push(text.clone());
            let status = contact.last().map_or("pending", contact_status);
            shown.contact_status.insert(text.clone(), status.to_owned());
            let sid = contact
                .last()
                .and_then(|call| call.call.facts.carrier_call_id.clone());
            if let Some(sid) = sid {
                shown.call_sids.insert(text.clone(), sid);
            }
            let said = contact.calls.iter().rev().find_map(|call| {
                Some(TeamDiallerSaid {
                    disposition: word_of(call.disposition.as_ref()?).to_owned(),
                    notes: call.notes.clone().unwrap_or_default(),
                    timestamp: call.updated_at.to_string(),
                })
            });
            if let Some(said) = said {
                shown.dispositions.insert(text.clone(), said);
            }
            let calls = contact.calls.iter().filter(|call| call.call.facts.claims > 0);
            dialled.extend(calls.map(|call| (call.created_at, &call.id, text)));
        }
        dialled.sort();
        shown.call_order = dialled.into_iter().map(|(_, _, text)| text.clone()).collect();
        shown.connected_phone = connected(stored);
        shown.status = status(stored, shown.connected_phone.is_some()).to_owned();
        shown
    }
}

fn connected(stored: &Stored) -> Option<String> {
    let call = stored.seat.as_ref()?.seat.callee()?;
    Some(stored.of_call(call)?.text.clone())
}

fn status(stored: &Stored, is_connected: bool) -> &'static str {
    match stored.row.state {
        CampaignState::Stopped | CampaignState::Finished => return "ended",
        CampaignState::Draft | CampaignState::Running | CampaignState::Paused | CampaignState::Draining => {}
    }
    let notes = stored
        .seat
        .as_ref()
        .is_some_and(|seat| matches!(seat.seat.state, SeatState::WrapUp { .. }));
    let mut last = stored.contacts.iter().filter_map(Contact::last);
    let dials = last.any(|call| call.call.state.is_live());
    match () {
        () if is_connected => "connected",
        () if dials && !notes => "dialing",
        () => "waiting",
    }
}
