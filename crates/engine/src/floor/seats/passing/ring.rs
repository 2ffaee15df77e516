//! Writes down the call of a leg that is rung from a seat. It is dialled as any other call is: claimed in the store before
//! the carrier is asked, rules at that instant included.

use std::sync::Arc;

use outdial_domain::call::{Event, OnMachine, Policy, Treatment};
use outdial_domain::ids::{CallId, SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Refusal, WindowOverride};
use outdial_domain::settings::Settings;
use outdial_media::ParticipantId;
use outdial_media::live::RoomHandle;
use outdial_store::{Actor, CallRow, LegPart, StoreError, Tx};

use super::visitor::Visitor;
use crate::accounts::Account;
use crate::compliance;
use crate::dialler::from_engine;
use crate::engine::Inner;
use crate::floor::hall::Floor;
use crate::receive::receive_for;

/// Whom to ring from a seat.
pub(in crate::floor::seats) struct Wish {
    pub seat: SeatId,
    pub part: LegPart,
    pub phone: PhoneNumber,
    pub name: String,
    pub account: Arc<Account>,
    /// Somebody confirmed that calling hours do not matter.
    pub window_override: Option<WindowOverride>,
    pub by: Actor,
    /// As the room is to know them; by the name of their call when absent.
    pub who: Option<ParticipantId>,
    /// Where their audio goes.
    pub room: RoomHandle,
}

/// What became of it.
pub(in crate::floor::seats) enum Planned {
    /// It is dialled as soon as the account's turn comes.
    Ringing(Arc<Visitor>),
    /// A rule objects; the call is kept with its receipt.
    Refused(Box<Refusal>),
}

/// Writes the call down, due now.
pub(in crate::floor::seats) async fn ring(
    inner: &Arc<Inner>,
    floor: &Floor,
    workspace: &WorkspaceId,
    wish: Wish,
) -> Result<Planned, StoreError> {
    let now = inner.clock.now();
    let call = CallId::from_bits(inner.ids.next(now));
    let who = wish.who.clone();
    let who = who.unwrap_or_else(|| ParticipantId::new(call.as_str()));
    let visitor = Visitor::new(
        workspace.clone(),
        call.clone(),
        wish.seat.clone(),
        who,
        wish.room.clone(),
    );
    let visitor = Arc::new(visitor);
    // Before it is written down: whoever answers at once is awaited.
    floor.seats.let_in(visitor.clone());
    let engine = inner.clone();
    let id = call.clone();
    let planned = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| plan_in(tx, &engine, &wish, &id))
        .await;
    let (row, refusal) = match planned {
        Ok(planned) => planned,
        Err(why) => {
            floor.seats.let_out(&call);
            return Err(why);
        }
    };
    visitor.tell(&row);
    inner.changes.call(workspace, row);
    if let Some(refusal) = refusal {
        floor.seats.let_out(&call);
        return Ok(Planned::Refused(refusal));
    }
    inner.dial_wake.notify_one();
    Ok(Planned::Ringing(visitor))
}

fn plan_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    wish: &Wish,
    id: &CallId,
) -> Result<(CallRow, Option<Box<Refusal>>), StoreError> {
    let settings = tx.settings().current()?.settings;
    let now = inner.clock.now();
    let row = call_of(wish, id, &settings, now);
    let caller_id = wish.account.caller_id.as_ref();
    let decision = compliance::decide(tx, &row, &settings, caller_id, now)?;
    tx.calls().insert(&row)?;
    let Some(refusal) = decision.refusal().cloned() else {
        // In the same transaction: a call that nobody would end after a crash does not exist.
        tx.seats().begin_leg(id, &wish.seat, wish.part, now)?;
        return Ok((row, None));
    };
    compliance::keep_receipt(tx, id, &decision, now)?;
    let event = Event::Blocked {
        rule: refusal.code.as_str().to_owned(),
    };
    receive_for(tx, row.clone(), &from_engine(id, event), &inner.surroundings())?;
    let stored = tx.calls().get(id)?.unwrap_or(row);
    Ok((stored, Some(Box::new(refusal))))
}

fn call_of(wish: &Wish, id: &CallId, settings: &Settings, now: outdial_domain::Timestamp) -> CallRow {
    CallRow {
        name: Some(wish.name.clone()),
        voice: Some(settings.voice.clone()),
        language: Some(settings.language.clone()),
        policy: Policy {
            treatment: Treatment::Agent,
            detect_machines: false,
            on_machine: OnMachine::HangUp,
            ring_timeout_s: settings.ring_timeout_s,
            time_limit_s: TIME_LIMIT_S,
            record: false,
        },
        account_id: Some(wish.account.id.clone()),
        window_override: wish.window_override.clone(),
        ..CallRow::planned(id.clone(), wish.phone.clone(), wish.by.clone(), now)
    }
}

/// A shift is shorter than this, and the callee's own call has a limit of its own.
const TIME_LIMIT_S: u32 = 12 * 3_600;
