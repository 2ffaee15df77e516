//! What the carrier says of a room that it hosts, and what to do when it says nothing.

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::room::Event;

use super::run::Task;
use crate::floor::desk::{agent, callee};
use crate::floor::hosted::{Moved, Who, look};
use crate::floor::venue::Venue;

impl Task {
    pub(super) async fn hear_carrier(&mut self, moved: Vec<Moved>) {
        for moved in moved {
            match moved {
                Moved::Joined(who) => self.came(who, "joined").await,
                Moved::Returned(who) => self.came(who, "returned").await,
                Moved::Lost(who) => self.leg(&name(who), "lost", false).await,
                Moved::Steered => self.changed(),
                Moved::Replaced(seat) => {
                    self.admitted = false;
                    self.let_go(seat);
                }
                Moved::Stray(seat) => self.let_go(seat),
            }
        }
        self.doubt();
    }

    async fn came(&mut self, who: Who, what: &'static str) {
        if who == Who::Agent {
            self.admitted = false;
        }
        self.leg(&name(who), what, true).await;
    }

    /// The page was loaded anew, and its old leg is still there.
    fn let_go(&self, seat: outdial_carrier::RoomSeat) {
        let account = self.inner.accounts.find(&self.workspace, &self.row.account_id);
        let Some(account) = account else { return };
        self.inner.begin(async move {
            let Some(rooms) = account.carrier.rooms() else {
                return;
            };
            if let Err(why) = rooms.remove(&seat).await {
                tracing::warn!(error = %why, "an agent's old leg stays until it ends by itself");
            }
        });
    }

    /// A browser was told how to enter.
    pub(super) fn expect_browser(&mut self) {
        self.admitted = true;
        self.looks = 0;
        self.doubt();
    }

    /// Looks soon whether somebody is in who must be by now.
    pub(super) fn doubt(&mut self) {
        let Venue::Hosted(room) = &self.desk.venue else {
            return;
        };
        let seats = room.seats();
        let state = self.desk.call().map(|call| call.call.state);
        let is_answered = match state {
            Some(State::Waiting | State::Connected | State::Voicemail) => true,
            Some(State::Planned | State::Dialing | State::Unknown | State::Ringing | State::Ended(_))
            | None => false,
        };
        let is_missed = self.admitted || (is_answered && !seats.callee_here);
        if !is_missed {
            (self.look_at, self.looks) = (None, 0);
        } else if self.look_at.is_none() && self.looks < LOOKS_MAX {
            self.look_at = Some(self.inner.clock.now().plus_ms(LOOK_AFTER_MS));
        }
    }

    /// When to wake if nothing happens.
    pub(super) fn next_alarm(&self) -> Option<Timestamp> {
        let deadline = self.row.room.deadline(&self.floor.config.limits);
        let clip = self.desk.notes().clip.as_ref().and_then(|clip| clip.until);
        [deadline, clip, self.look_at].into_iter().flatten().min()
    }

    /// A time has come.
    pub(super) async fn ring(&mut self) {
        let now = self.inner.clock.now();
        if self.look_at.is_some_and(|at| at <= now) {
            self.look_at = None;
            self.looks += 1;
            if let Venue::Hosted(room) = &self.desk.venue {
                let (inner, workspace, room) = (self.inner.clone(), self.workspace.clone(), room.clone());
                self.inner.begin(look(inner, workspace, room));
            }
            self.doubt();
        }
        let is_played = {
            let mut notes = self.desk.notes();
            let is_played = notes
                .clip
                .as_ref()
                .and_then(|clip| clip.until)
                .is_some_and(|at| at <= now);
            if is_played {
                notes.clip = None;
            }
            is_played
        };
        if is_played {
            self.changed();
        }
        self.feed(Event::DeadlinePassed).await;
    }
}

fn name(who: Who) -> outdial_media::ParticipantId {
    match who {
        Who::Agent => agent(),
        Who::Callee => callee(),
    }
}

/// Reports come within a second; one that is this late was lost.
const LOOK_AFTER_MS: i64 = 4_000;
/// After that it is not the report that is missing.
const LOOKS_MAX: u32 = 5;
