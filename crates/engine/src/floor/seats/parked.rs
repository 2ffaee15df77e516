//! Callees who wait at the carrier: where agents and callees meet there, nobody's audio passes us, and each callee is
//! brought to an agent by one order.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::ids::SeatId;
use outdial_domain::instruction::{Instruction, JoinRoom};
use outdial_store::CallRow;

use super::expected::WaitingSound;
use super::guest::{Guest, Place};
use super::guests::hang_up;
use super::report::Report;
use crate::accounts::Account;
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::floor::hall::Floor;
use crate::floor::hosted::{Lent, Owner, What, music};

/// Takes in the newest version of a campaign's call; says which seat shows it.
pub(crate) fn call_moved(inner: &Arc<Inner>, floor: &Arc<Floor>, row: &CallRow) -> Option<SeatId> {
    let shown_to = floor.call_moved(row, inner.clock.now());
    if row.call.facts.answered_at.is_some()
        && !matches!(row.call.state, State::Ended(_))
        && let Some(guest) = floor.seats.guest(&row.id)
        && matches!(guest.place(), Place::Away)
        && waits_at_carrier(inner, &guest, row)
    {
        park(inner, floor, &guest, WAIT_MAX_MS);
    }
    shown_to
}

fn waits_at_carrier(inner: &Inner, guest: &Guest, row: &CallRow) -> bool {
    let account = row
        .account_id
        .as_ref()
        .and_then(|id| inner.accounts.find(&guest.workspace, id));
    account.is_some_and(|account| account.carrier.rooms().is_some())
}

/// The callee waits at the carrier, for so long at most, and the runner is told.
pub(super) fn park(inner: &Arc<Inner>, floor: &Arc<Floor>, guest: &Arc<Guest>, patience_ms: i64) {
    if !guest.park() {
        return;
    }
    let until = inner.clock.now().plus_ms(patience_ms);
    inner.begin(attend(inner.clone(), floor.clone(), guest.clone(), until));
    let report = Report::CallWaiting {
        call: guest.id().clone(),
        answered_at: guest.answered(inner.clock.now()),
    };
    floor.seats.report(&guest.workspace, &guest.wish.campaign, report);
}

/// Lets nobody wait for ever, and nobody stay on a line that no process looks after.
async fn attend(inner: Arc<Inner>, floor: Arc<Floor>, guest: Arc<Guest>, until: Timestamp) {
    let (clock, stop) = (inner.clock.clone(), inner.stop.clone());
    let mut rows = guest.rows();
    let left = rows.wait_for(|row| {
        row.as_ref()
            .is_some_and(|row| matches!(row.call.state, State::Ended(_)))
    });
    tokio::select! {
        _ = left => return,
        () = sleep_until(clock.as_ref(), until) => {}
        () = stop.cancelled() => {}
    }
    // A seat may have them by now; then they are that seat's to look after.
    if !matches!(guest.place(), Place::Parked) {
        return;
    }
    // Whoever hears a message, or records one, does so by the orders of the call, which end it.
    let has_orders = guest.row().is_some_and(|row| {
        let facts = &row.call.facts;
        facts.abandoned_at.is_some() || facts.verdict.is_some_and(|verdict| verdict.is_machine())
    });
    if !has_orders || inner.stop.is_cancelled() {
        tracing::warn!(call.id = %guest.id(), "a callee waited at the carrier until nobody came");
        hang_up(&inner, &guest).await;
    }
    floor.seats.part(&guest);
}

/// What the leg of a campaign's call is to do at a carrier that hosts rooms: wait, or go to the agent who has them. When
/// that is over it asks again. Nothing where its audio is to come to us.
pub(in crate::floor) fn at_carrier(
    inner: &Inner,
    floor: &Floor,
    account: &Account,
    row: &CallRow,
) -> Option<Vec<Instruction>> {
    let rooms = account.carrier.rooms()?;
    let guest = floor.seats.guest(&row.id)?;
    let base = inner.accounts.base_of(&account.id)?;
    let base = base.trim_end_matches('/');
    let first = match guest.place() {
        Place::Holding(_) | Place::Apart(_) | Place::AtHost | Place::Gone => return None,
        Place::Away | Place::Parked => wait(inner, floor, account, base, &guest, row),
        Place::With(seat) => {
            let (_, room) = floor.seats.hosted(&seat)?;
            if room.account != account.id {
                return None;
            }
            Instruction::JoinRoom(JoinRoom {
                room: room.name.clone(),
                muted: false,
                starts_room: true,
                ends_room: false,
                status_callback: Some(rooms.shift_callback()),
                wait_url: None,
                label: Some(row.id.to_string()),
                coach: None,
                record: false,
            })
        }
    };
    let again = Instruction::Continue {
        url: format!(
            "{base}/webhooks/{}/{}/voice?call={}",
            account.kind, account.id, row.id
        ),
    };
    Some(vec![first, again])
}

fn wait(
    inner: &Inner,
    floor: &Floor,
    account: &Account,
    base: &str,
    guest: &Guest,
    row: &CallRow,
) -> Instruction {
    let silence = Instruction::Pause { seconds: SILENCE_S };
    if guest.wish.sound == WaitingSound::Silence {
        return silence;
    }
    let now: Timestamp = inner.clock.now();
    let sound = Lent {
        owner: Owner::Call(row.id.clone()),
        account: account.id.clone(),
        what: What::Music,
        expires_at: Some(
            now.plus_seconds(i64::from(row.policy.ring_timeout_s))
                .plus_ms(MUSIC_SLACK_MS),
        ),
    };
    match floor.sounds.lend(sound, now) {
        Ok(token) => music(base, &token),
        Err(why) => {
            tracing::error!(call.id = %row.id, error = %why, "a callee waits without music");
            silence
        }
    }
}

/// A campaign decides long before this what becomes of a callee; this is for one whose runner is gone.
const WAIT_MAX_MS: i64 = 60_000;
/// Longer than anybody waits; an order ends it.
const SILENCE_S: u32 = 600;
/// A call may wait in a carrier's queue before it rings.
const MUSIC_SLACK_MS: i64 = 10 * 60_000;
