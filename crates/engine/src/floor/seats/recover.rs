//! Seats that an earlier life left taken: their audio is gone, so they are given up, and their callees let go.

use std::sync::Arc;

use outdial_domain::call::Event as CallEvent;
use outdial_domain::ids::{SeatId, WorkspaceId};
use outdial_domain::seat::{Action, Ctx, Event, Limits, Policy, step};
use outdial_store::StoreError;

use crate::dialler::feed;
use crate::engine::Inner;
use crate::floor::hosted::end_named;

/// Gives up what was left taken. What cannot be given up now is given up at the next start.
pub(in crate::floor) async fn recover_seats(inner: &Arc<Inner>) -> Result<(), StoreError> {
    for (workspace, id) in inner.store.system().read(|tx| tx.live_seats()).await? {
        let is_taken = inner.floor().is_some_and(|floor| floor.seats.desk(&id).is_some());
        if !is_taken {
            give_up(inner, &workspace, &id).await?;
        }
    }
    Ok(())
}

/// Ends the calls that an earlier life rang from seats, or left to themselves.
pub(in crate::floor) async fn recover_legs(inner: &Arc<Inner>) -> Result<(), StoreError> {
    for (workspace, call) in inner.store.system().read(|tx| tx.open_seat_legs()).await? {
        let is_ours = inner
            .floor()
            .is_some_and(|floor| floor.seats.visitor(&call).is_some() || floor.seats.guest(&call).is_some());
        if is_ours {
            continue;
        }
        feed(inner, &workspace, &call, CallEvent::HangUpRequested).await?;
        let now = inner.clock.now();
        let rows = inner.store.workspace(workspace.clone());
        rows.write(move |tx| tx.seats().end_leg(&call, now)).await?;
    }
    Ok(())
}

/// Gives up a seat that has no task.
pub(super) async fn give_up(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    id: &SeatId,
) -> Result<(), StoreError> {
    let (now, seat) = (inner.clock.now(), id.clone());
    let rows = inner.store.workspace(workspace.clone());
    let given_up = rows.write(move |tx| {
        let Some(mut row) = tx.seats().get(&seat)? else {
            return Ok(Vec::new());
        };
        let (limits, policy) = (Limits::default(), Policy::default());
        let ctx = Ctx {
            now,
            limits: &limits,
            policy: &policy,
        };
        let answer = step(row.seat.clone(), Event::Recovered, &ctx);
        if answer.seat == row.seat {
            return Ok(Vec::new());
        }
        (row.seat, row.updated_at, row.ended_at) = (answer.seat, now, Some(now));
        tx.seats().update(&mut row)?;
        Ok(answer.actions)
    });
    // Where it was is not written down; it may have been at any carrier that hosts rooms.
    for account in inner.accounts.of(workspace) {
        if account.carrier.rooms().is_some() {
            let name = id.to_string();
            inner.begin(end_named(
                inner.clone(),
                workspace.clone(),
                account.id.clone(),
                name,
            ));
        }
    }
    for action in given_up.await? {
        match action {
            Action::HangUp { call } => feed(inner, workspace, &call, CallEvent::HangUpRequested).await?,
            Action::EndTalk { call } => {
                let rows = inner.store.workspace(workspace.clone());
                rows.write(move |tx| tx.seats().end_talk(&call, now)).await?;
            }
            // Nothing of the audio is left.
            // The runner of the campaign gives back what was shown.
            Action::GiveBack { .. }
            | Action::DialOffer { .. }
            | Action::Beep
            | Action::LeaveTalk { .. }
            | Action::BeginTalk { .. }
            | Action::ReturnLeg { .. }
            | Action::Comfort
            | Action::StopComfort
            | Action::Apologise { .. }
            | Action::CloseAudio => {}
        }
    }
    inner.changes.seat(workspace, id.clone());
    Ok(())
}
