//! Campaigns' calls come in, are heard, and leave.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{self, AmdVerdict, State};
use outdial_domain::ids::{CallId, SeatId, WorkspaceId};
use outdial_media::detect::Verdict;
use outdial_media::live::{RoomHandle, RoomSettings, StreamPort};
use outdial_media::{ParticipantId, Role, RoomId, detect};
use outdial_store::{CallRow, VerdictSource};

use super::expected::WaitingSound;
use super::guest::{Guest, Place};
use super::hall::SeatHall;
use super::holding;
use super::report::{Report, VerdictBy};
use crate::dialler::feed;
use crate::engine::Inner;
use crate::floor::attach::StreamRefusal;
use crate::floor::hall::Floor;
use crate::floor::task::hang_up_now;

impl SeatHall {
    /// Whether a call that asks what to do is to come to us.
    pub(in crate::floor) fn awaits(&self, workspace: &WorkspaceId, call: &CallId) -> bool {
        let visits = self
            .visitor(call)
            .is_some_and(|visitor| visitor.workspace == *workspace && visitor.is_awaited());
        visits
            || self
                .guest(call)
                .is_some_and(|guest| guest.workspace == *workspace && !matches!(guest.place(), Place::Gone))
    }

    /// Takes in the newest version of a campaign's call; says which seat shows it.
    pub(in crate::floor) fn call_moved(&self, row: &CallRow, now: Timestamp) -> Option<SeatId> {
        if let Some(visitor) = self.visitor(&row.id) {
            visitor.tell(row);
            return Some(visitor.seat.clone());
        }
        let guest = self.guest(&row.id)?;
        if row.call.facts.answered_at.is_some() {
            guest.answered(now);
        }
        if !guest.tell(row) {
            return None;
        }
        let shown_to = guest.wish.seat.clone().or_else(|| self.shown_to(&guest));
        if let Some(verdict) = row.call.facts.verdict {
            self.hear(&guest, verdict, VerdictBy::Carrier);
        }
        if matches!(row.call.state, State::Ended(_)) {
            self.part(&guest);
            self.forget(&row.id);
        }
        shown_to
    }

    /// Somebody says who answered.
    pub(super) fn hear(&self, guest: &Guest, verdict: AmdVerdict, by: VerdictBy) {
        if !guest.hear(verdict, by) {
            return;
        }
        let report = Report::Verdict {
            call: guest.id().clone(),
            verdict,
            by,
        };
        self.report(&guest.workspace, &guest.wish.campaign, report);
    }

    /// A call leaves the floor. Whoever is with it sees by the place that it is gone.
    pub(super) fn part(&self, guest: &Guest) {
        match guest.put(Place::Gone) {
            Place::Gone => return,
            Place::Holding(room) => room.close(),
            // The seat hears of its call's end by itself.
            Place::Away | Place::Parked | Place::AtHost | Place::With(_) | Place::Apart(_) => {}
        }
        let call = guest.id().clone();
        self.report(&guest.workspace, &guest.wish.campaign, Report::CallLeft { call });
    }
}

/// Lets the stream of a campaign's call in: to where callees wait, or to the seat that it is with.
pub(in crate::floor) fn admit(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    workspace: &WorkspaceId,
    call: &CallId,
) -> Result<StreamPort, StreamRefusal> {
    let visitor = floor.seats.visitor(call);
    if let Some(visitor) = visitor.filter(|visitor| visitor.workspace == *workspace) {
        return visitor.admit();
    }
    let guest = floor
        .seats
        .guest(call)
        .filter(|guest| guest.workspace == *workspace);
    let guest = guest.ok_or(StreamRefusal::Ended)?;
    guest.answered(inner.clock.now());
    let join = |room: &RoomHandle| {
        room.join_stream(&leg_of(call), Role::Talk)
            .map_err(|_| StreamRefusal::Ended)
    };
    match guest.place() {
        // Nobody has sent for whoever is still with a voice agent.
        Place::Gone | Place::AtHost => Err(StreamRefusal::Ended),
        Place::Holding(room) | Place::Apart(room) => join(&room),
        Place::With(seat) => {
            let desk = floor.seats.desk(&seat).ok_or(StreamRefusal::Ended)?;
            let port = join(&desk.room)?;
            // The talk may have ended meanwhile, and then this callee has no business here.
            let is_still_there = matches!(guest.place(), Place::With(now) if now == seat);
            if !is_still_there {
                // A leg that is not there any more needs no order to go.
                let _ = desk.room.remove(&leg_of(call));
                return Err(StreamRefusal::Ended);
            }
            Ok(port)
        }
        Place::Away | Place::Parked => {
            let room = open_holding(floor, &guest)?;
            let port = join(&room)?;
            settle(inner, floor, &guest, &room, WAIT_MAX_MS);
            Ok(port)
        }
    }
}

/// A room of its own for a callee who waits.
pub(super) fn open_holding(floor: &Floor, guest: &Guest) -> Result<RoomHandle, StreamRefusal> {
    let settings = RoomSettings {
        detect: guest.wish.detect.then(detect::Params::default),
        ..RoomSettings::default()
    };
    let id = RoomId::new(guest.id().as_str());
    floor.hub.open(id, settings).map_err(|why| {
        tracing::warn!(call.id = %guest.id(), error = %why, "a callee cannot wait");
        StreamRefusal::Ended
    })
}

/// The callee is in the holding room: it is listened to for so long at most, and the runner is told.
pub(super) fn settle(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    guest: &Arc<Guest>,
    room: &RoomHandle,
    patience_ms: i64,
) {
    if guest.wish.sound == WaitingSound::Music
        && let Err(why) = room.hold(&leg_of(guest.id()))
    {
        tracing::warn!(call.id = %guest.id(), error = %why, "a callee waits without music");
    }
    holding::start(inner, floor, guest, room, patience_ms);
    if matches!(guest.put(Place::Holding(room.clone())), Place::Gone) {
        room.close();
        return;
    }
    let report = Report::CallWaiting {
        call: guest.id().clone(),
        answered_at: guest.answered(inner.clock.now()),
    };
    floor.seats.report(&guest.workspace, &guest.wish.campaign, report);
}

/// Keeps what our own ear says of a guest, to be held against what agents say. Nobody waits for it.
pub(super) fn keep_verdict(inner: &Arc<Inner>, guest: &Guest, verdict: AmdVerdict) {
    let rows = inner.store.workspace(guest.workspace.clone());
    let (call, campaign, now) = (guest.id().clone(), guest.wish.campaign.clone(), inner.clock.now());
    inner.begin(async move {
        let kept = rows.write(move |tx| {
            tx.reports()
                .detected(&call, &campaign, VerdictSource::Own, verdict, now)
        });
        if let Err(why) = kept.await {
            tracing::warn!(error = %why, "what a detector said could not be stored");
        }
    });
}

/// Ends the call of a guest at the carrier.
pub(super) async fn hang_up(inner: &Arc<Inner>, guest: &Guest) {
    let asked = feed(inner, &guest.workspace, guest.id(), call::Event::HangUpRequested).await;
    if let Err(why) = asked {
        tracing::error!(call.id = %guest.id(), error = %why, "a hang-up could not be stored");
    }
    if inner.stop.is_cancelled()
        && let Some(row) = guest.row()
    {
        hang_up_now(inner, &guest.workspace, &row).await;
    }
}

/// A callee as the hub knows them. Each has a name of their own: what is said late of one is never taken for the next.
pub(in crate::floor) fn leg_of(call: &CallId) -> ParticipantId {
    ParticipantId::new(call.as_str())
}

/// What our own ear says, in the words of calls.
pub(super) fn verdict_of(heard: Verdict) -> AmdVerdict {
    match heard {
        Verdict::Unknown => AmdVerdict::Unknown,
        Verdict::Human => AmdVerdict::Human,
        Verdict::Fax => AmdVerdict::Fax,
        Verdict::Machine => AmdVerdict::Machine,
        Verdict::MachineReady => AmdVerdict::MachineReady,
    }
}

/// A campaign decides long before this what becomes of a callee; this is for one whose runner is gone.
const WAIT_MAX_MS: i64 = 60_000;
