//! Takes in what carriers report: stored, with everything that follows, before the carrier is answered.

use std::sync::Arc;

use outdial_carrier::{CarrierEvent, News};
use outdial_domain::ids::{CallId, EventId, WorkspaceId};
use outdial_store::{EventSource, NewEvent, StoreError, Tx, UnmatchedEvent};

use crate::campaigns::hear_keys;
use crate::conversations;
use crate::engine::{Engine, Inner};
use crate::receive::{Incoming, Reception, Surroundings, effect_word, receive};
use crate::{meters, news};

/// What became of a carrier's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intake {
    /// It is part of a call's timeline now, whether or not it changed the call.
    Stored,
    /// It was stored before.
    Duplicate,
    /// It is about a call that nobody here knows; kept apart.
    Unmatched,
}

impl Engine {
    /// Stores verified reports of a carrier and what follows from them, in one transaction; before it, and whatever becomes
    /// of it, that a callee wants no more calls.
    ///
    /// # Errors
    /// When the store fails; the carrier should then be told to try again.
    pub async fn take_in(
        &self,
        workspace: &WorkspaceId,
        reports: Vec<CarrierEvent>,
    ) -> Result<Vec<Intake>, StoreError> {
        let inner = self.inner.clone();
        conversations::heed_reported(&inner, workspace, &reports).await?;
        let rooms = news::of_rooms(&reports);
        let talks = conversations::reported(&reports);
        let receptions = self
            .inner
            .store
            .workspace(workspace.clone())
            .write_repeatable(move |tx| {
                reports
                    .iter()
                    .map(|report| take_in_one(tx, &inner, report))
                    .collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let taken = receptions
            .into_iter()
            .map(|taken| {
                meters::carrier_event(taken.word);
                if let Some(reception) = taken.reception {
                    self.inner.follow(workspace, reception);
                }
                if taken.errands {
                    self.inner.errands_due.set_if_earlier(self.inner.clock.now());
                }
                taken.intake
            })
            .collect();
        self.inner.tell_rooms(workspace, rooms).await;
        for (call, leg) in talks {
            self.inner.show_reported(workspace, call, leg).await;
        }
        Ok(taken)
    }
}

/// What became of a report, inside the transaction.
struct Taken {
    intake: Intake,
    /// For the figures.
    word: &'static str,
    /// What the call said to it.
    reception: Option<Reception>,
    /// Errands were written down beside what the call asked for.
    errands: bool,
}

impl Taken {
    const EARLY: Self = Self {
        intake: Intake::Stored,
        word: "early",
        reception: None,
        errands: false,
    };
    const DUPLICATE: Self = Self {
        intake: Intake::Duplicate,
        word: "duplicate",
        reception: None,
        errands: false,
    };
}

fn take_in_one(tx: &mut Tx<'_>, inner: &Inner, report: &CarrierEvent) -> Result<Taken, StoreError> {
    let around = inner.surroundings();
    if let Some(News::Browser(_)) = &report.news {
        // It asks for a way in, and carries what opens it: nothing to keep.
        return Ok(Taken::EARLY);
    }
    let Some(call_id) = call_of(tx, report)? else {
        if let Some(News::Room(_)) = &report.news {
            // The room of a shift belongs to no call.
            return Ok(Taken::EARLY);
        }
        return keep_unmatched(tx, inner, report);
    };
    let Some(event) = report.event.clone() else {
        // Nothing that the machine knows, but part of what happened.
        if tx.calls().get(&call_id)?.is_none() {
            return match &report.news {
                // The agent is in the room before there is a call.
                Some(News::Room(_)) => Ok(Taken::EARLY),
                Some(News::Browser(_) | News::Recording(_) | News::Keys { .. } | News::Conversation(_))
                | None => keep_unmatched(tx, inner, report),
            };
        }
        return note(tx, inner, &call_id, report);
    };
    let incoming = Incoming {
        call_id,
        leg: report.leg.as_ref().map(|leg| leg.0.clone()),
        event,
        source: EventSource::Carrier,
        dedupe_key: Some(report.dedupe_key.clone()),
        raw: Some(report.raw.clone()),
    };
    match receive(tx, &incoming, &around)? {
        Reception::NoSuchCall => keep_unmatched(tx, inner, report),
        Reception::Duplicate => Ok(Taken::DUPLICATE),
        reception @ Reception::Answered { effect, .. } => Ok(Taken {
            intake: Intake::Stored,
            word: effect_word(effect),
            reception: Some(reception),
            errands: false,
        }),
    }
}

/// The call that a report names, or whose leg it names.
pub(crate) fn call_of(tx: &mut Tx<'_>, report: &CarrierEvent) -> Result<Option<CallId>, StoreError> {
    if let Some(call_id) = &report.call_id {
        return Ok(Some(call_id.clone()));
    }
    match &report.leg {
        Some(leg) => Ok(tx.calls().by_leg(leg.as_str())?.map(|row| row.id)),
        None => Ok(None),
    }
}

/// Puts a report without meaning for the machine into the timeline.
fn note(
    tx: &mut Tx<'_>,
    inner: &Inner,
    call_id: &CallId,
    report: &CarrierEvent,
) -> Result<Taken, StoreError> {
    let now = inner.clock.now();
    let is_new = tx.events().append(&NewEvent {
        id: &EventId::from_bits(inner.ids.next(now)),
        call_id,
        at: now,
        source: EventSource::Carrier,
        dedupe_key: Some(&report.dedupe_key),
        event: r#"{"event":"noted"}"#,
        effect: "ignored",
        why: Some("not_understood"),
        raw: Some(&report.raw),
    })?;
    if !is_new {
        return Ok(Taken::DUPLICATE);
    }
    Ok(Taken {
        intake: Intake::Stored,
        word: "noted",
        reception: None,
        errands: match &report.news {
            Some(News::Recording(recording)) => {
                news::fetch_later(tx, &inner.surroundings(), call_id, recording)?
            }
            Some(News::Keys { keys }) => {
                hear_keys(tx, inner, call_id, keys, now)?;
                false
            }
            Some(News::Conversation(told)) => conversations::hear(tx, &inner.surroundings(), call_id, told)?,
            Some(News::Room(_) | News::Browser(_)) | None => false,
        },
    })
}

fn keep_unmatched(tx: &mut Tx<'_>, inner: &Inner, report: &CarrierEvent) -> Result<Taken, StoreError> {
    let now = inner.clock.now();
    tx.events().keep_unmatched(&UnmatchedEvent {
        id: EventId::from_bits(inner.ids.next(now)),
        at: now,
        leg: report.leg.as_ref().map(|leg| leg.0.clone()),
        dedupe_key: report.dedupe_key.clone(),
        raw: serde_json::from_str(&report.raw).map_err(|why| StoreError::corrupt("report", &why))?,
    })?;
    Ok(Taken {
        intake: Intake::Unmatched,
        word: "unmatched",
        reception: None,
        errands: false,
    })
}

impl Inner {
    pub(crate) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            now: self.clock.now(),
            ids: self.ids.as_ref(),
            reconcile_grace_ms: self.config.reconcile_grace_ms,
            services: &self.services,
            mails_due: &self.mails_due,
        }
    }

    /// Stores one event of a call and attends to what follows.
    pub(crate) async fn receive(
        self: &Arc<Self>,
        workspace: &WorkspaceId,
        incoming: Incoming,
    ) -> Result<Option<crate::receive::FollowUp>, StoreError> {
        let inner = self.clone();
        let reception = self
            .store
            .workspace(workspace.clone())
            .write(move |tx| receive(tx, &incoming, &inner.surroundings()))
            .await?;
        Ok(self.follow(workspace, reception))
    }
}
