//! A call that is made for this seat alone: the agent hears it ring, and the seat is free again when nothing comes of it.

use std::sync::{Arc, LazyLock};

use outdial_domain::call::State;
use outdial_domain::ids::{CallId, LeadId};
use outdial_domain::seat::Event;
use outdial_media::tone::Tone;
use outdial_media::{Audience, Clip, MIX_RATE};

use super::leg::Rows;
use super::run::Task;
use crate::campaigns;
use crate::floor::desk::agent;
use crate::floor::seats::guest::Guest;

/// A call that is made for this seat alone, until somebody answers.
pub(super) struct Own {
    guest: Arc<Guest>,
    rows: Rows,
    rings: bool,
}

impl Own {
    pub(super) fn rows(&mut self) -> &mut Rows {
        &mut self.rows
    }
}

impl Task {
    /// Follows the call that the seat waits for, and no other.
    pub(super) fn attend_own(&mut self) {
        let wanted = self.row.seat.own_call();
        if self.own.as_ref().map(|own| own.guest.id()) == wanted {
            return;
        }
        let guest = wanted.and_then(|call| self.floor.seats.guest(call));
        if self.own.as_ref().is_some_and(|own| own.rings) && self.talk.is_none() {
            self.desk.room.stop_clip();
        }
        self.own = guest.map(|guest| {
            let mut rows = guest.rows();
            rows.mark_changed();
            Own {
                guest,
                rows,
                rings: false,
            }
        });
    }

    pub(super) async fn follow_own(&mut self) {
        let Some(own) = &mut self.own else { return };
        let Some(row) = own.rows.borrow_and_update().clone() else {
            return;
        };
        let call = row.id.clone();
        match row.call.state {
            State::Ended(_) => {
                self.feed(Event::CallOver { call }).await;
            }
            // What it is told is between the two machines; the agent goes on.
            State::Voicemail => {
                self.feed(Event::MachineThere { call }).await;
            }
            State::Ringing if !own.rings => {
                own.rings = true;
                self.sound_ringing();
            }
            State::Planned
            | State::Dialing
            | State::Unknown
            | State::Ringing
            | State::Waiting
            | State::Connected => {}
        }
    }

    /// Lets the agent hear once more that it rings, if it does.
    pub(super) fn ring_again(&self) {
        if self.own.as_ref().is_some_and(|own| own.rings) {
            self.sound_ringing();
        }
    }

    fn sound_ringing(&self) {
        let rung = self.desk.room.play(RING.clone(), Audience::Only(agent()));
        if let Err(why) = rung {
            tracing::debug!(seat.id = %self.row.id, error = %why, "the agent is not there to hear it ring");
        }
    }

    /// The lead that was shown is somebody else's again.
    pub(super) async fn give_back(&self, lead: &LeadId) {
        let (seat, campaign, lead) = (self.row.id.clone(), self.row.campaign_id.clone(), lead.clone());
        let now = self.inner.clock.now();
        self.write("a lead that is not shown any more", move |tx| {
            campaigns::give_back(tx, &campaign, &seat, &lead, None, now).map(|_| ())
        })
        .await;
    }

    /// The time to look at the lead is over.
    pub(super) fn dial_offer(&self, lead: LeadId) {
        let (inner, workspace, seat) = (self.inner.clone(), self.workspace.clone(), self.row.id.clone());
        let by = self.row.created_by.clone();
        // The seat's own task takes part in it, so it must not wait for it.
        self.inner.begin(async move {
            campaigns::dial_shown(&inner, &workspace, &seat, lead, by).await;
        });
    }

    /// Ends a call that nobody has answered.
    pub(super) async fn call_off(&self, call: &CallId) {
        if let Some(guest) = self.floor.seats.guest(call) {
            crate::floor::seats::guests::hang_up(&self.inner, &guest).await;
        }
    }
}

/// One ring and the pause after it, as it is heard in most of Europe.
static RING: LazyLock<Clip> = LazyLock::new(|| {
    let mut samples = vec![0; MIX_RATE as usize * RING_S];
    let length = MIX_RATE as usize;
    Tone::new(RING_HZ, RING_LEVEL).fill(&mut samples[..length], MIX_RATE);
    Clip::from_samples("ring", samples)
});
const RING_S: usize = 5;
const RING_HZ: f32 = 425.0;
const RING_LEVEL: f32 = 0.08;
