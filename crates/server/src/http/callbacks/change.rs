//! `PATCH /callbacks/{lead_id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, LeadId};
use outdial_domain::leads::{LeadEvent, LeadStatus, Said, step};
use outdial_store::{CallbackRow, LeadPlace, LeadRow, StoreError, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::view::{CallbackView, ForWord};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What to change of a callback; absent fields stay.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CallbackChange {
    /// When the lead is to be called (RFC 3339).
    pub callback_at: Option<String>,
    /// Who calls.
    #[serde(rename = "for")]
    pub whose: Option<ForWord>,
    /// The lead is not to be called back.
    pub cancel: bool,
}

/// Moves a callback to another time, takes it over, hands it to anybody, or cancels it. The answer shows it as it stood last
/// when it is cancelled.
#[utoipa::path(patch, path = "/callbacks/{id}", tag = "Leads", operation_id = "changeCallback",
    params(("id" = String, Path, description = "`lead_...`")), request_body = CallbackChange,
    responses((status = 200, body = CallbackView), (status = 404, description = "No such lead"),
        (status = 422, description = "No callback was agreed, or a field makes no sense")))]
pub async fn change_callback(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
    Body(change): Body<CallbackChange>,
) -> Result<Json<CallbackView>, Problem> {
    actor.require(Operation::LeadsWrite)?;
    let now = app.now();
    let at = instant("callback_at", change.callback_at.as_deref())?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({
            "callback_at": change.callback_at,
            "for": change.whose,
            "cancel": change.cancel,
        }))
        .row(&app, "callback.changed");
    let wish = Wish {
        at,
        whose: change.whose.map(|word| match word {
            ForWord::Me => Some((actor.id.clone(), actor.name.clone())),
            ForWord::Any => None,
        }),
        cancel: change.cancel,
        now,
    };
    let (lead, engine) = (id.clone(), app.engine.clone());
    let done = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let done = wish.perform(tx, &lead)?;
            if let Ok(done) = &done {
                engine.lead_updated(tx, &done.lead)?;
                tx.audit().add(&entry)?;
            }
            Ok::<_, StoreError>(done)
        })
        .await??;
    for campaign in &done.campaigns {
        app.engine.campaign_changed(&actor.workspace, campaign);
    }
    app.engine.changes().lead(&actor.workspace, id);
    Ok(Json(CallbackView::of(&done.lead, &done.callback, now)))
}

struct Wish {
    at: Option<Timestamp>,
    /// Anybody's, when nobody is named.
    whose: Option<Option<(String, String)>>,
    cancel: bool,
    now: Timestamp,
}

struct Done {
    lead: LeadRow,
    callback: CallbackRow,
    /// Whose plans have changed by it.
    campaigns: Vec<CampaignId>,
}

impl Wish {
    fn perform(&self, tx: &mut Tx<'_>, id: &LeadId) -> Result<Result<Done, Problem>, StoreError> {
        let Some(before) = tx.leads().get(id)? else {
            return Ok(Err(ProblemCode::LeadNotFound.into()));
        };
        let known = tx.callbacks().of(&before)?;
        let Some(at) = self.at.or(known.as_ref().map(|known| known.callback_at)) else {
            return Ok(Err(Problem::invalid_field(
                "callback_at",
                "No time was agreed with this lead; say when it is to be called.",
            )));
        };
        if before.standing.status == LeadStatus::Closed {
            let why = "The lead is done with; open it again first.";
            return Ok(Err(Problem::invalid_field("callback_at", why)));
        }
        let callback = CallbackRow {
            lead_id: id.clone(),
            callback_at: at,
            campaign_id: known.as_ref().and_then(|known| known.campaign_id.clone()),
            user: match &self.whose {
                Some(user) => user.clone(),
                None => known.and_then(|known| known.user),
            },
        };
        let event = LeadEvent::Disposed {
            call: None,
            said: Said::AsBefore,
            callback_at: (!self.cancel).then_some(at),
        };
        let (standing, _) = step(before.standing.clone(), event);
        let mut lead = LeadRow {
            standing,
            ..before.clone()
        };
        if lead != before {
            lead.updated_at = self.now;
            tx.leads().update(&mut lead)?;
        }
        if !self.cancel {
            tx.callbacks().put(&callback)?;
        }
        let campaigns = self.tell_campaigns(tx, id, &callback)?;
        Ok(Ok(Done {
            lead,
            callback,
            campaigns,
        }))
    }

    /// The campaigns that have the lead call it then, or not at all; one that calls it now hears of it from the agent.
    fn tell_campaigns(
        &self,
        tx: &mut Tx<'_>,
        id: &LeadId,
        callback: &CallbackRow,
    ) -> Result<Vec<CampaignId>, StoreError> {
        let mut told = Vec::new();
        for (campaign, mut own) in tx.campaign_leads().of_lead(id)? {
            let is_meant = callback
                .campaign_id
                .as_ref()
                .is_none_or(|meant| *meant == campaign);
            if !is_meant || matches!(own.place, LeadPlace::Taken | LeadPlace::LeftOut) {
                continue;
            }
            if self.cancel {
                own.place = LeadPlace::Done;
                CANCELLED.clone_into(&mut own.why);
                own.for_user = None;
            } else {
                own.place = LeadPlace::Due(callback.callback_at);
                own.for_user = callback.user.as_ref().map(|(user, _)| user.clone());
            }
            own.receipt = None;
            tx.campaign_leads().put(&campaign, &own, self.now)?;
            told.push(campaign);
        }
        Ok(told)
    }
}

/// Why a lead is not called again.
const CANCELLED: &str = "callback_cancelled";
