//! Writes down a room's call. Its id was chosen with the room: however often this runs, there is one call.

use std::sync::Arc;

use outdial_domain::call::{Event, OnMachine, Policy, Treatment};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::room::Bridge;
use outdial_domain::rules::Decision;
use outdial_domain::settings::Settings;
use outdial_store::{CallRow, RoomRow, StoreError, Tx};

use crate::compliance;
use crate::dialler::from_engine;
use crate::engine::Inner;
use crate::receive::receive_for;

/// What became of it.
pub(super) enum Planning {
    /// It is dialled as soon as the account's turn comes.
    Planned(Box<CallRow>),
    /// A rule objects; the call is kept with its receipt.
    Refused(Box<CallRow>),
}

/// Writes the call of a room down, due now.
pub(super) async fn plan(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    room: &RoomRow,
) -> Result<Planning, StoreError> {
    let account = inner.accounts.find(workspace, &room.account_id);
    let caller_id = account.and_then(|account| account.caller_id.clone());
    let (engine, room) = (inner.clone(), room.clone());
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| plan_in(tx, &engine, &room, caller_id.as_ref()))
        .await
}

fn plan_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    room: &RoomRow,
    caller_id: Option<&PhoneNumber>,
) -> Result<Planning, StoreError> {
    if let Some(row) = tx.calls().get(&room.call_id)? {
        return Ok(Planning::Planned(Box::new(row)));
    }
    let settings = tx.settings().current()?.settings;
    let now = inner.clock.now();
    let row = call_of(room, &settings, now);
    let decision = compliance::decide(tx, &row, &settings, caller_id, now)?;
    tx.calls().insert(&row)?;
    let refusal = match &decision {
        Decision::Allow { .. } => return Ok(Planning::Planned(Box::new(row))),
        // An agent waits now; a call that must wait is no call.
        Decision::Postpone { refusal, .. } | Decision::Refuse { refusal, .. } => refusal,
    };
    compliance::keep_receipt(tx, &row.id, &decision, now)?;
    let event = Event::Blocked {
        rule: refusal.code.as_str().to_owned(),
    };
    receive_for(
        tx,
        row.clone(),
        &from_engine(&row.id, event),
        &inner.surroundings(),
    )?;
    let stored = tx.calls().get(&row.id)?.unwrap_or(row);
    Ok(Planning::Refused(Box::new(stored)))
}

fn call_of(room: &RoomRow, settings: &Settings, now: outdial_domain::Timestamp) -> CallRow {
    CallRow {
        lead_id: room.lead_id.clone(),
        room_id: Some(room.id.clone()),
        name: room.name.clone(),
        voice: Some(settings.voice.clone()),
        language: Some(settings.language.clone()),
        policy: Policy {
            treatment: Treatment::Agent,
            detect_machines: false,
            on_machine: OnMachine::HangUp,
            ring_timeout_s: settings.ring_timeout_s,
            time_limit_s: settings.time_limit_s.max(TALK_LIMIT_MIN_S),
            // Whoever has the audio records it.
            record: room.record && room.room.bridge == Bridge::Carrier,
        },
        account_id: Some(room.account_id.clone()),
        window_override: room.window_override.clone(),
        ..CallRow::planned(
            room.call_id.clone(),
            room.phone.clone(),
            room.created_by.clone(),
            now,
        )
    }
}

/// The workspace's limit is meant for spoken messages; people talk longer.
const TALK_LIMIT_MIN_S: u32 = 2 * 3_600;
