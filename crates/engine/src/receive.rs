//! One event meets one call: the transaction in which a call changes.
//!
//! The event, the new state and the side effects that follow are stored together or not at all; only then is the
//! sender answered. An event that was stored before changes nothing.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{Action, Call, Ctx, Effect, Event, State, Why, step};
use outdial_domain::ids::{CallId, CarrierAccountId, EventId, OutboxId};
use outdial_domain::{check, invariants};
use outdial_store::{CallRow, EventSource, NewEvent, OutboxRow, StoreError, Tx};

use crate::alarm::Alarm;
use crate::campaigns;
use crate::conversations;
use crate::errand::Errand;
use crate::hooks;
use crate::ids::Ids;
use crate::lead_news;
use crate::run_end;
use crate::services::ServiceDesk;

/// Something that happened to a call.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub call_id: CallId,
    /// The carrier's id of the leg it is about, when a carrier says it.
    pub leg: Option<String>,
    pub event: Event,
    pub source: EventSource,
    /// The same key twice is the same report twice.
    pub dedupe_key: Option<String>,
    /// What the sender sent, as JSON, for the timeline.
    pub raw: Option<Arc<str>>,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Reception {
    /// The machine answered; the row is as stored.
    Answered {
        row: Box<CallRow>,
        effect: Effect,
        follow_up: FollowUp,
    },
    /// The same report was stored before.
    Duplicate,
    /// No such call in this workspace.
    NoSuchCall,
}

/// What the shell must attend to after the commit.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FollowUp {
    /// The carrier is to be asked to dial, once.
    pub place: bool,
    /// Errands were written down; the first of them is to be performed then.
    pub errand: Option<Timestamp>,
    /// The call's deadline, if it has one.
    pub deadline: Option<Timestamp>,
    /// The call is over, or waits again: a line is free.
    pub line_free: bool,
}

/// What the transaction needs besides the store.
pub(crate) struct Surroundings<'a> {
    pub now: Timestamp,
    pub ids: &'a dyn Ids,
    pub reconcile_grace_ms: i64,
    pub services: &'a ServiceDesk,
    pub mails_due: &'a Alarm,
}

/// Stores an event and what follows from it.
pub(crate) fn receive(
    tx: &mut Tx<'_>,
    incoming: &Incoming,
    around: &Surroundings<'_>,
) -> Result<Reception, StoreError> {
    let Some(row) = tx.calls().get(&incoming.call_id)? else {
        return Ok(Reception::NoSuchCall);
    };
    let reception = receive_for(tx, row, incoming, around)?;
    run_end::settle(tx, &reception, around.now)?;
    Ok(reception)
}

/// The same for a call that was just read.
pub(crate) fn receive_for(
    tx: &mut Tx<'_>,
    mut row: CallRow,
    incoming: &Incoming,
    around: &Surroundings<'_>,
) -> Result<Reception, StoreError> {
    let mut actions = Vec::new();
    let before = row.call.clone();
    let ctx = Ctx {
        now: around.now,
        policy: &row.policy,
        reconcile_grace_ms: around.reconcile_grace_ms,
    };

    let (call, effect) = match introduce(before.clone(), incoming.leg.as_deref(), &ctx, &mut actions) {
        // A search that began before the leg was known says nothing about that leg.
        Introduction::Known(call) if found_meanwhile(&call, incoming) => {
            (call, Effect::Ignored(Why::TooLate))
        }
        Introduction::Known(call) => {
            let answer = step(call, incoming.event.clone(), &ctx);
            actions.extend(answer.actions);
            (answer.call, answer.effect)
        }
        Introduction::OtherLeg(call) => {
            actions.extend(looks_after(&call, incoming));
            (call, Effect::Ignored(Why::OtherLeg))
        }
    };

    let event = serde_json::to_string(&incoming.event).map_err(|why| StoreError::corrupt("event", &why))?;
    let is_new = tx.events().append(&NewEvent {
        id: &EventId::from_bits(around.ids.next(around.now)),
        call_id: &row.id,
        at: around.now,
        source: incoming.source,
        dedupe_key: incoming.dedupe_key.as_deref(),
        event: &event,
        effect: effect_word(effect),
        why: effect_reason(effect),
        raw: incoming.raw.as_deref(),
    })?;
    if !is_new {
        return Ok(Reception::Duplicate);
    }
    if let (EventSource::Carrier, Event::Verdict { verdict }) = (incoming.source, &incoming.event) {
        campaigns::keep_verdict(tx, &row, *verdict, around.now)?;
    }
    invariants::check_transition(&before, &call);

    let mut follow_up = FollowUp {
        line_free: before.state.is_live() && !call.state.is_live(),
        ..FollowUp::default()
    };
    let changed = before != call;
    if let Some(account) = moved_to(&incoming.event, &before, &call) {
        row.account_id = Some(account);
    }
    row.call = call;
    let deadline_before = row.deadline_at;
    for action in actions {
        match action {
            Action::Place => follow_up.place = true,
            Action::SetDeadline { at } => row.deadline_at = Some(at),
            Action::ClearDeadline => row.deadline_at = None,
            Action::HangUp { .. }
            | Action::CallOff { .. }
            | Action::SpeakMessage { .. }
            | Action::SpeakSafeHarbour { .. }
            | Action::LookUp { .. }
            | Action::Search
            | Action::FetchCost { .. } => {
                if let Some(errand) = Errand::from_action(&action) {
                    let written = errand_row(&row, &errand, around)?;
                    tx.outbox().enqueue(&written)?;
                    let first = follow_up
                        .errand
                        .map_or(written.next_at, |at| at.min(written.next_at));
                    follow_up.errand = Some(first);
                }
            }
        }
    }
    check!(
        INV_3,
        !row.call.state.is_live() || row.deadline_at.is_some(),
        "{} is {} without a deadline",
        row.id,
        row.call.state.word()
    );
    if changed || row.deadline_at != deadline_before {
        row.updated_at = around.now;
        tx.calls().update(&mut row)?;
        let talk = conversations::tell(tx, &before, &row, around)?;
        follow_up.errand = follow_up.errand.into_iter().chain(talk.errand).min();
        campaigns::count(tx, &before, &row)?;
        if !talk.decides {
            lead_news::tell(tx, &before, &row, around)?;
            campaigns::tell(tx, &before, &row, around)?;
        }
        if let (State::Ended(_), false) = (row.call.state, matches!(before.state, State::Ended(_))) {
            hooks::call_ended(tx, around.services, around.ids, &row, around.now)?;
        }
    }
    follow_up.deadline = row.deadline_at;
    Ok(Reception::Answered {
        row: Box::new(row),
        effect,
        follow_up,
    })
}

/// The account that knows the leg from now on, when the leg was taken off the host of a voice agent or given back to it.
fn moved_to(event: &Event, before: &Call, after: &Call) -> Option<CarrierAccountId> {
    match (event, &before.facts.host, &after.facts.host) {
        (Event::TakenOver { to, .. }, None, Some(_)) => Some(to.account.clone()),
        (_, Some(host), None) => Some(host.account.clone()),
        (_, _, _) => None,
    }
}

fn found_meanwhile(call: &Call, incoming: &Incoming) -> bool {
    incoming.event == Event::NotAtCarrier && incoming.leg.is_none() && call.facts.carrier_call_id.is_some()
}

/// A host that lost a leg to us says that it ended. Whether it has, the carrier is asked: the leg may have been on its way
/// to us when whoever took it over was gone.
fn looks_after(call: &Call, incoming: &Incoming) -> Option<Action> {
    let leg = incoming.leg.as_deref();
    let told_by_host = leg.is_some_and(|leg| call.facts.is_leg_of_host(leg));
    let is_end = matches!(&incoming.event, Event::Progress(progress) if progress.status.is_final());
    if !(told_by_host && is_end && call.state.is_live()) {
        return None;
    }
    let carrier_call_id = call.facts.carrier_call_id.clone()?;
    Some(Action::LookUp { carrier_call_id })
}

enum Introduction {
    /// The report is about this call's leg.
    Known(Call),
    /// The report is about a leg that must not exist beside this call's own.
    OtherLeg(Call),
}

/// A report names its leg: the first one named is this call's leg (a dial whose fate was unknown is found this way).
fn introduce(call: Call, leg: Option<&str>, ctx: &Ctx<'_>, actions: &mut Vec<Action>) -> Introduction {
    let Some(leg) = leg else {
        return Introduction::Known(call);
    };
    if call.facts.carrier_call_id.as_deref() == Some(leg) {
        return Introduction::Known(call);
    }
    let answer = step(
        call,
        Event::Placed {
            carrier_call_id: leg.to_owned(),
        },
        ctx,
    );
    actions.extend(answer.actions);
    if answer.effect == Effect::Ignored(Why::OtherLeg) {
        Introduction::OtherLeg(answer.call)
    } else {
        Introduction::Known(answer.call)
    }
}

pub(crate) fn errand_row(
    row: &CallRow,
    errand: &Errand,
    around: &Surroundings<'_>,
) -> Result<OutboxRow, StoreError> {
    let id = OutboxId::from_bits(around.ids.next(around.now));
    Ok(OutboxRow {
        key: errand.key(&row.id, around.now),
        call_id: Some(row.id.clone()),
        kind: errand.kind().to_owned(),
        payload: serde_json::to_value(errand).map_err(|why| StoreError::corrupt("errand", &why))?,
        attempts: 0,
        next_at: errand.first_try_at(around.now),
        created_at: around.now,
        done_at: None,
        last_error: None,
        id,
    })
}

pub(crate) fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Applied => "applied",
        Effect::Ignored(_) => "ignored",
        Effect::Refused(_) => "refused",
    }
}

fn effect_reason(effect: Effect) -> Option<&'static str> {
    match effect {
        Effect::Applied => None,
        Effect::Ignored(why) | Effect::Refused(why) => Some(match why {
            Why::Repeated => "repeated",
            Why::TooLate => "too_late",
            Why::NotYet => "not_yet",
            Why::OtherLeg => "other_leg",
        }),
    }
}
