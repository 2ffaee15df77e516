//! The room of a shift that the carrier hosts: who is in it by its reports, and how callees are brought there.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::{CommandError, LegRef, RoomSeat, SeatChange};
use outdial_domain::Timestamp;
use outdial_domain::call::{Event as CallEvent, State};
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::seat::{Event, State as SeatState};

use super::run::{Talk, Task};
use crate::accounts::Account;
use crate::dialler::feed;
use crate::floor::hosted::{HostedRoom, Lent, Moved, Owner, What, Who, Word, address, end_known, look};
use crate::floor::instructions::instructions;
use crate::floor::seats::desk::Order;
use crate::floor::seats::guest::{Guest, Ordered, Place, Whence};
use crate::floor::seats::parked::park;
use crate::floor::seats::refusal::SeatRefusal;
use crate::floor::seats::view::PutThrough;

/// What is doubted about the room of a shift at the carrier.
#[derive(Default)]
pub(super) struct Doubt {
    /// When to ask the carrier who is there.
    look_at: Option<Timestamp>,
    /// How often it was asked in a row for the same reason.
    looks: u32,
    /// A browser was told how to enter and has not been seen there.
    admitted: bool,
}

impl Task {
    /// The carrier says something of the room of the shift.
    pub(super) async fn hear_carrier(&mut self, word: Word) {
        let Some(room) = self.desk.hosted.clone() else {
            return;
        };
        let moved = match word {
            Word::Report(report) => room.take(&report),
            Word::Seen { known, found } => room.compare(&known, &found),
            Word::Admitted => {
                (self.doubt.admitted, self.doubt.looks) = (true, 0);
                Vec::new()
            }
            // The loop looks at its times anew.
            Word::ClipBegan => Vec::new(),
        };
        for moved in moved {
            match moved {
                Moved::Joined(Who::Agent) | Moved::Returned(Who::Agent) => {
                    self.doubt.admitted = false;
                    self.agent_came().await;
                }
                Moved::Lost(Who::Agent) => {
                    self.feed(Event::BrowserLost).await;
                }
                Moved::Joined(Who::Callee) | Moved::Returned(Who::Callee) => self.callee_came().await,
                Moved::Lost(Who::Callee) => {
                    if let Some(call) = self.row.seat.callee().cloned() {
                        self.feed(Event::LegLost { call }).await;
                    }
                }
                Moved::Steered => self.changed(),
                Moved::Replaced(seat) => {
                    self.doubt.admitted = false;
                    self.take_out(seat);
                }
                Moved::Stray(seat) => self.take_out(seat),
            }
        }
        self.doubt_again();
    }

    /// The agent's audio is in.
    pub(super) async fn agent_came(&mut self) {
        self.feed(Event::BrowserHere).await;
        let waits = match &self.row.seat.state {
            SeatState::Paused { reason } => reason.is_agents_absence(),
            SeatState::Joining
            | SeatState::Ready
            | SeatState::Dialing { .. }
            | SeatState::Reserved { .. }
            | SeatState::OnCall { .. }
            | SeatState::WrapUp { .. }
            | SeatState::Offline { .. } => false,
        };
        if self.desk.comes_ready && waits {
            self.feed(Event::ReadyAsked).await;
        }
    }

    /// The callee's audio is in, for the first time or again.
    pub(super) async fn callee_came(&mut self) {
        let Some(call) = self.row.seat.call().cloned() else {
            return;
        };
        let now = self.inner.clock.now();
        if let Some(talk) = self.talk.as_mut().filter(|talk| talk.under_way) {
            talk.under_way = false;
            talk.bridge_due = true;
            talk.answer_to_audio_ms = now.ms_since(talk.guest.answered(now)).max(0);
            match talk.from.take() {
                Some(Whence::Holding(room)) => room.close(),
                Some(Whence::Host) => talk.guest.came(true),
                Some(Whence::Carrier) | None => {}
            }
        }
        self.feed(Event::LegHere { call }).await;
    }

    /// Orders the leg of a callee into the room of the shift, once; it is here when the room says so.
    pub(super) fn send_for(&mut self, guest: Arc<Guest>, from: Whence) -> Result<PutThrough, SeatRefusal> {
        let call = guest.id().clone();
        let Some((account, leg, way)) = self.way_for(&guest) else {
            guest.unclaim(&self.row.id, from);
            self.step(Event::LegMissed { call });
            return Err(SeatRefusal::NotWaiting);
        };
        if let Some(room) = &self.desk.hosted {
            for seat in room.await_callee(call.as_str()) {
                self.take_out(seat);
            }
        }
        let orders = self.desk.orders.clone();
        let (ordered, sent_for) = (call.clone(), guest.clone());
        let is_fetched = matches!(from, Whence::Host);
        self.inner.begin(async move {
            let asked = order(&account, is_fetched, &ordered, &leg, &way);
            let answer = tokio::time::timeout(ORDER_LIMIT, asked)
                .await
                .unwrap_or_else(|_| {
                    Err(CommandError::Unavailable {
                        why: "it did not answer in time".to_owned(),
                    })
                });
            let became = match &answer {
                Ok(()) => Ordered::Done,
                Err(CommandError::Rejected(_) | CommandError::RateLimited { .. }) => Ordered::Refused,
                Err(CommandError::Unavailable { .. }) => Ordered::Doubtful,
            };
            sent_for.ordered(became);
            let Err(why) = answer else { return };
            tracing::warn!(call.id = %ordered, error = %why, "the carrier did not bring a callee");
            if is_fetched && became == Ordered::Doubtful {
                // They may be on their way, and have somebody to talk with if they are not: the seat waits its time.
                return;
            }
            // The seat may be gone by now.
            let _ = orders.send(Order::NotBrought { call: ordered }).await;
        });
        let now = self.inner.clock.now();
        let answer_to_audio_ms = now.ms_since(guest.answered(now)).max(0);
        let mut rows = guest.rows();
        rows.mark_changed();
        self.of = guest.wish.campaign.clone();
        self.talk = Some(Talk {
            guest,
            rows,
            answer_to_audio_ms,
            bridge_due: false,
            under_way: true,
            from: Some(from),
            apologised: false,
            said: None,
            recording: None,
            comfort: None,
        });
        self.doubt.looks = 0;
        self.doubt.look_at = Some(now.plus_ms(BROUGHT_AFTER_MS));
        Ok(PutThrough { answer_to_audio_ms })
    }

    /// Who orders which leg where; nothing when the callee cannot come to this seat.
    fn way_for(&self, guest: &Guest) -> Option<(Arc<Account>, LegRef, Vec<Instruction>)> {
        let row = guest.row()?;
        let leg = row.call.facts.carrier_call_id.clone().map(LegRef)?;
        let account = self
            .inner
            .accounts
            .find(&self.workspace, row.account_id.as_ref()?)?;
        let way = instructions(&self.inner, &self.workspace, &account, &row);
        let leads_here = match (way.first()?, &self.desk.hosted) {
            (Instruction::JoinRoom(to), Some(room)) => to.room == room.name,
            (Instruction::Stream { .. }, None) => true,
            (_, _) => false,
        };
        leads_here.then_some((account, leg, way))
    }

    /// A callee who was promised and is not here: they have waited for as long as anybody may, so they are told that
    /// nobody is free. Whoever has gone, or is no person, is left to the call.
    pub(super) async fn let_missed_go(&mut self) {
        let promised = self.row.seat.call();
        let is_missed = |talk: &mut Talk| talk.under_way && promised != Some(talk.guest.id());
        let Some(talk) = self.talk.take_if(is_missed) else {
            return;
        };
        let call = talk.guest.id().clone();
        match talk.from {
            Some(Whence::Holding(room)) => room.close(),
            Some(Whence::Host) => {
                // Whoever fetched them knows where they are.
                talk.guest.put(Place::Gone);
                self.floor.seats.forget(&call);
                talk.guest.came(false);
                return;
            }
            Some(Whence::Carrier) | None => {}
        }
        self.floor.seats.part(&talk.guest);
        let row = talk.guest.row();
        let is_over = row.is_none_or(|row| {
            let is_machine = row.call.facts.verdict.is_some_and(|verdict| verdict.is_machine());
            is_machine || matches!(row.call.state, State::Ended(_))
        });
        if is_over {
            return;
        }
        if let Err(why) = feed(&self.inner, &self.workspace, &call, CallEvent::Abandoned).await {
            tracing::error!(call.id = %call, error = %why, "that nobody came to a callee could not be stored");
        }
    }

    /// Nobody is there: the agent hears the leg no more, and it hears silence, until its call gives it other orders. An order
    /// of ours to leave could come after those.
    pub(super) fn set_aside(&self, guest: &Arc<Guest>) {
        guest.put(Place::Away);
        park(
            &self.inner,
            &self.floor,
            guest,
            self.floor.seats.limits.returned_ms,
        );
        let (Some(room), Some(account)) = (self.desk.hosted.clone(), self.hosting()) else {
            return;
        };
        let (Some(seat), Some(base)) = (room.callee(), self.inner.accounts.base_of(&account.id)) else {
            return;
        };
        let now = self.inner.clock.now();
        let silence = Lent {
            owner: Owner::Seat(self.row.id.clone()),
            account: account.id.clone(),
            what: What::Digits(NO_KEYS.repeat(SILENCE_KEYS)),
            expires_at: Some(now.plus_ms(SILENCE_TTL_MS)),
        };
        let music_url = match self.floor.sounds.lend(silence, now) {
            Ok(token) => Some(address(&base, &token, "")),
            Err(why) => {
                tracing::error!(error = %why, "a leg that is set aside hears the carrier's music");
                None
            }
        };
        self.inner.begin(async move {
            let Some(rooms) = account.carrier.rooms() else {
                return;
            };
            if let Err(why) = rooms.change(&seat, &SeatChange::Hold { music_url }).await {
                tracing::debug!(error = %why, "a leg that was to be set aside is elsewhere");
            }
        });
    }

    /// A leg has no business here any more: its call ends.
    pub(super) fn take_out(&self, seat: RoomSeat) {
        let Some(account) = self.hosting() else { return };
        self.inner.begin(async move {
            let Some(rooms) = account.carrier.rooms() else {
                return;
            };
            if let Err(why) = rooms.remove(&seat).await {
                tracing::warn!(error = %why, "a leg stays in a room until it ends by itself");
            }
        });
    }

    /// Whoever was silent between two calls is heard by the next callee.
    pub(super) fn heard_again(&self, room: &HostedRoom) {
        let was_silent = std::mem::take(&mut self.desk.notes.open().muted) || room.seats().muted;
        let (Some(seat), Some(account), true) = (room.agent(), self.hosting(), was_silent) else {
            return;
        };
        self.inner.begin(async move {
            let Some(rooms) = account.carrier.rooms() else {
                return;
            };
            if let Err(why) = rooms.change(&seat, &SeatChange::Unmute).await {
                tracing::warn!(error = %why, "an agent who was silent is not heard");
            }
        });
    }

    fn hosting(&self) -> Option<Arc<Account>> {
        let room = self.desk.hosted.as_ref()?;
        self.inner.accounts.find(&self.workspace, &room.account)
    }

    /// Looks soon whether somebody is in who must be by now, and later whether those who are in are still there.
    fn doubt_again(&mut self) {
        let Some(room) = &self.desk.hosted else { return };
        let seats = room.seats();
        let on_call = self.row.seat.callee().is_some();
        let is_missed = self.doubt.admitted || (on_call && !seats.callee_here) || self.talk_is_under_way();
        let now = self.inner.clock.now();
        if is_missed && self.doubt.looks < LOOKS_MAX {
            let soon = now.plus_ms(LOOK_AFTER_MS);
            self.doubt.look_at = Some(self.doubt.look_at.map_or(soon, |at| at.min(soon)));
        } else if !is_missed {
            self.doubt.looks = 0;
            let later = now.plus_ms(LOOK_EVERY_MS);
            self.doubt.look_at = seats.agent_here.then_some(later);
        } else {
            self.doubt.look_at = Some(now.plus_ms(LOOK_EVERY_MS));
        }
    }

    fn talk_is_under_way(&self) -> bool {
        self.talk.as_ref().is_some_and(|talk| talk.under_way)
    }

    /// When to wake for the carrier's sake.
    pub(super) fn carrier_alarm(&self) -> Option<Timestamp> {
        self.desk.hosted.as_ref()?;
        let clip = self.desk.notes.open().clip.as_ref().and_then(|clip| clip.until);
        [self.doubt.look_at, clip].into_iter().flatten().min()
    }

    /// A time has come: who is in the room is asked, and a clip that was played is over.
    pub(super) fn ring_carrier(&mut self) {
        let Some(room) = self.desk.hosted.clone() else {
            return;
        };
        let now = self.inner.clock.now();
        if self.doubt.look_at.is_some_and(|at| at <= now) {
            self.doubt.look_at = None;
            self.doubt.looks += 1;
            self.inner
                .begin(look(self.inner.clone(), self.workspace.clone(), room));
            self.doubt_again();
        }
        let is_played = {
            let mut notes = self.desk.notes.open();
            let until = notes.clip.as_ref().and_then(|clip| clip.until);
            let is_played = until.is_some_and(|at| at <= now);
            if is_played {
                notes.clip = None;
            }
            is_played
        };
        if is_played {
            self.changed();
        }
    }

    /// The callee's talk is over: the leg leaves the room, whatever becomes of it.
    pub(super) fn leave_carrier(&self) {
        if let Some(seat) = self.desk.hosted.as_ref().and_then(|room| room.callee()) {
            self.take_out(seat);
        }
    }

    /// The shift is over: nobody is left in its room, and nothing that was given out for it is good any more.
    pub(super) fn close_carrier(&self) {
        let Some(room) = self.desk.hosted.clone() else {
            return;
        };
        let owner = Owner::Seat(self.row.id.clone());
        self.floor.passes.void(&owner);
        self.floor.sounds.void(&owner);
        self.inner
            .begin(end_known(self.inner.clone(), self.workspace.clone(), room));
    }
}

/// Orders a leg to do something; one that is fetched from the host of a voice agent is taken over by that.
async fn order(
    account: &Account,
    is_fetched: bool,
    call: &CallId,
    leg: &LegRef,
    way: &[Instruction],
) -> Result<(), CommandError> {
    match account.carrier.takes_legs() {
        Some(lines) if is_fetched => lines.take_over(call, leg, way).await,
        Some(_) | None => account.carrier.direct(call, leg, way).await,
    }
}

/// A key that is none lasts half a second.
const NO_KEYS: &str = "w";
const SILENCE_KEYS: usize = 20;
const SILENCE_TTL_MS: i64 = 60_000;
/// An order that is not taken by then comes too late for a callee who waits.
const ORDER_LIMIT: Duration = Duration::from_secs(4);
/// A report of a leg that was ordered here should have come by then.
const BROUGHT_AFTER_MS: i64 = 1_500;
/// Reports come within a second; one that is this late was lost.
const LOOK_AFTER_MS: i64 = 4_000;
/// After that it is not the report that is missing.
const LOOKS_MAX: u32 = 5;
/// A report of somebody's leaving may be lost as well.
const LOOK_EVERY_MS: i64 = 60_000;
