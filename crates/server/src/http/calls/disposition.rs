//! `PUT /calls/{id}/disposition`: what an agent says came of a call.

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, DncId};
use outdial_domain::leads::{Disposition, LeadEffect, LeadEvent, LeadStatus, Resolution, Said, step};
use outdial_store::{CallRow, CallbackRow, DncRow, Holder, LeadRow, StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::instant;
use super::view::CallView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::callbacks::ForWord;
use crate::http::leads::{LeadView, notes, unknown_disposition};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What came of a call. Notes alone may be sent while nothing is decided yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallDisposition {
    /// A code of the dispositions; what was said before stays when null.
    pub disposition: Option<String>,
    /// What the agent notes; the notes stay when null, an empty text removes them.
    pub notes: Option<String>,
    /// When the lead is to be called again (RFC 3339).
    pub callback_at: Option<String>,
    /// Who calls then: whoever says it alone, or anybody.
    #[serde(default)]
    pub callback_for: ForWord,
}

/// The call and its lead.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisposedCall {
    /// The call.
    pub call: CallView,
    /// The lead that it was made to.
    #[schema(required)]
    pub lead: Option<LeadView>,
}

/// Says what came of a call, and with it where its lead stands; saying it again changes nothing. A disposition that
/// means "do not call" puts the number on the do-not-call list.
#[utoipa::path(put, path = "/calls/{id}/disposition", tag = "Calls", operation_id = "disposeCall",
    params(("id" = String, Path, description = "`call_...`")), request_body = CallDisposition,
    responses((status = 200, description = "Kept", body = DisposedCall), (status = 404, description = "No such call"),
        (status = 422, description = "A field makes no sense, or `disposition.unknown`")))]
pub async fn dispose_call(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CallId>,
    Body(body): Body<CallDisposition>,
) -> Result<Json<DisposedCall>, Problem> {
    let now = app.now();
    let (call, lead) = app.dispose(&actor, id, body).await?;
    Ok(Json(DisposedCall {
        call: CallView::of(&call, &app.carrier_names(&actor.workspace)),
        lead: lead.map(|row| LeadView::of(&row, now)),
    }))
}

impl AppState {
    /// Keeps what somebody says came of a call, with the call and its lead.
    ///
    /// # Errors
    /// When there is no such call, or what is said makes no sense.
    pub async fn dispose(
        &self,
        actor: &Actor,
        id: CallId,
        said: CallDisposition,
    ) -> Result<(CallRow, Option<LeadRow>), Problem> {
        actor.require(Operation::CallsDispose)?;
        let now = self.now();
        let word = Word {
            code: said.disposition,
            takes_notes: said.notes.is_some(),
            notes: notes(said.notes)?,
            callback_at: instant("callback_at", said.callback_at.as_deref())?,
            mine: said.callback_for == ForWord::Me,
            now,
        };
        let entry = Entry::by(actor)
            .subject(&id)
            .detail(
                json!({"disposition": word.code, "callback_at": word.callback_at.map(|at| at.to_string())}),
            )
            .row(self, "call.disposed");
        let dnc = DncId::from_bits(self.new_bits());
        let by = actor.clone();
        let engine = self.engine.clone();
        let (call, lead) = self
            .workspace(&actor.workspace)
            .write(move |tx| {
                let Some(call) = tx.calls().get(&id)? else {
                    return Ok(Err(ProblemCode::CallNotFound.into()));
                };
                let meaning = match &word.code {
                    None => None,
                    Some(code) => match known_disposition(tx, &call, code)? {
                        Some(known) => Some(known),
                        None => return Ok(Err(unknown_disposition(code))),
                    },
                };
                if let Some(problem) = word.contradiction(meaning.as_ref()) {
                    return Ok(Err(problem));
                }
                if meaning.as_ref().is_some_and(|meaning| meaning.do_not_call) {
                    tx.dnc().add(&never_again(dnc, &call, &by, now))?;
                }
                // Notes are saved as they are typed; what is decided is worth a line in the audit log.
                if meaning.is_some() {
                    tx.audit().add(&entry)?;
                }
                let lead = word.tell_lead(tx, &call, meaning.as_ref(), &by)?;
                if let (Some(lead), Some(_)) = (&lead, &meaning) {
                    engine.lead_updated(tx, lead)?;
                }
                Ok(Ok((word.tell_call(tx, call)?, lead)))
            })
            .await??;
        self.engine.changes().call(&actor.workspace, call.clone());
        Ok((call, lead))
    }
}

/// What is said.
struct Word {
    code: Option<String>,
    takes_notes: bool,
    notes: Option<String>,
    callback_at: Option<Timestamp>,
    /// Whoever says it calls then.
    mine: bool,
    now: Timestamp,
}

impl Word {
    fn contradiction(&self, meaning: Option<&Disposition>) -> Option<Problem> {
        let closes = meaning.is_some_and(|meaning| meaning.resolution() == Resolution::Closed);
        (closes && self.callback_at.is_some())
            .then(|| Problem::invalid_field("callback_at", "This disposition ends all calls to the lead."))
    }

    fn tell_call(&self, tx: &mut Tx<'_>, mut call: CallRow) -> Result<CallRow, StoreError> {
        let before = (call.disposition.clone(), call.notes.clone());
        call.disposition = self.code.clone().or(call.disposition);
        if self.takes_notes {
            call.notes.clone_from(&self.notes);
        }
        if before != (call.disposition.clone(), call.notes.clone()) {
            call.updated_at = self.now;
            tx.calls().remark(&mut call)?;
        }
        Ok(call)
    }

    fn keep_callback(
        &self,
        tx: &mut Tx<'_>,
        call: &CallRow,
        lead: &LeadRow,
        by: &Actor,
    ) -> Result<(), StoreError> {
        let Some(callback_at) = lead.standing.callback_at else {
            return Ok(());
        };
        tx.callbacks().put(&CallbackRow {
            lead_id: lead.id.clone(),
            callback_at,
            campaign_id: call.campaign_id.clone(),
            user: self.mine.then(|| (by.id.clone(), by.name.clone())),
        })
    }

    /// Where the lead stands after this, unless it has been called again since.
    fn tell_lead(
        &self,
        tx: &mut Tx<'_>,
        call: &CallRow,
        meaning: Option<&Disposition>,
        by: &Actor,
    ) -> Result<Option<LeadRow>, StoreError> {
        let Some(id) = &call.lead_id else { return Ok(None) };
        let Some(before) = tx.leads().get(id)? else {
            return Ok(None);
        };
        let said = meaning.map_or(Said::AsBefore, |meaning| Said::Now(meaning.said()));
        // While nothing is decided, notes that are saved do not undo a callback that was agreed on.
        let callback_at = match meaning {
            None => self.callback_at.or(before.standing.callback_at),
            Some(_) => self.callback_at,
        };
        let event = LeadEvent::Disposed {
            call: Some(call.id.clone()),
            said,
            callback_at,
        };
        let (standing, effect) = step(before.standing.clone(), event);
        if effect == LeadEffect::OlderCall {
            return Ok(Some(before));
        }
        let mut lead = LeadRow {
            standing,
            ..before.clone()
        };
        if self.takes_notes {
            lead.notes.clone_from(&self.notes);
        }
        if lead != before {
            lead.updated_at = self.now;
            tx.leads().update(&mut lead)?;
        }
        if self.callback_at.is_some() && lead.standing.callback_at == self.callback_at {
            self.keep_callback(tx, call, &lead, by)?;
        }
        // The work after the call is done: others may call the lead again.
        let holder = Holder {
            user_id: by.id.clone(),
            name: by.name.clone(),
        };
        let is_over = meaning.is_some() && lead.standing.status != LeadStatus::Calling;
        if is_over && tx.leads().let_go(id, &holder, self.now)? {
            return tx.leads().get(id);
        }
        Ok(Some(lead))
    }
}

/// What a code means: as the call's campaign has chosen, or the workspace.
fn known_disposition(tx: &mut Tx<'_>, call: &CallRow, code: &str) -> Result<Option<Disposition>, StoreError> {
    let settings = tx.settings().current()?.settings;
    let campaign = match &call.campaign_id {
        Some(id) => tx.campaigns().get(id)?,
        None => None,
    };
    let own = campaign
        .as_ref()
        .map(|campaign| campaign.settings.dispositions(&settings));
    Ok(own.unwrap_or(&settings.dispositions).find(code).cloned())
}

fn never_again(id: DncId, call: &CallRow, by: &Actor, now: Timestamp) -> DncRow {
    DncRow {
        id,
        phone: call.phone.clone(),
        reason: Some(format!("Said of call {}", call.id)),
        source: "disposition".to_owned(),
        added_by: by.stored(),
        created_at: now,
    }
}
