//! The task of one callee who waits: hears what its room and its call say, and lets nobody wait for ever.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_media::live::{Event, RoomHandle, Subscription};
use outdial_store::CallRow;
use tokio::sync::watch;

use super::guest::{Guest, Place};
use super::guests::{hang_up, keep_verdict, leg_of, verdict_of};
use super::report::VerdictBy;
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::floor::hall::Floor;

/// Starts to listen to a callee who waits.
pub(super) fn start(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    guest: &Arc<Guest>,
    room: &RoomHandle,
    patience_ms: i64,
) {
    let waiting = Waiting {
        inner: inner.clone(),
        floor: floor.clone(),
        guest: guest.clone(),
        events: room.subscribe(),
        rows: guest.rows(),
        until: inner.clock.now().plus_ms(patience_ms),
        greeting_until: inner.clock.now().plus_ms(GREETING_MAX_MS),
        lost_at: None,
    };
    inner.begin(waiting.run());
}

struct Waiting {
    inner: Arc<Inner>,
    floor: Arc<Floor>,
    guest: Arc<Guest>,
    events: Subscription,
    rows: watch::Receiver<Option<Arc<CallRow>>>,
    until: Timestamp,
    /// Until when a machine may greet.
    greeting_until: Timestamp,
    lost_at: Option<Timestamp>,
}

/// Whether somebody is still to be listened to.
#[derive(PartialEq, Eq)]
enum Then {
    GoOn,
    /// It went to a seat, or is over.
    Left,
    /// Its stream is gone: the campaign has given the leg other orders, or the carrier will ask what to do.
    Elsewhere,
    /// Nobody came for it.
    LetGo,
}

impl Waiting {
    async fn run(mut self) {
        let stop = self.inner.stop.clone();
        let then = loop {
            let clock = self.inner.clock.clone();
            let at = self.deadline();
            let then = tokio::select! {
                event = self.events.next() => self.hear(event),
                Ok(()) = self.rows.changed() => self.follow(),
                () = sleep_until(clock.as_ref(), at) => self.ring(),
                // The audio goes with this process.
                () = stop.cancelled() => Then::LetGo,
            };
            if then != Then::GoOn {
                break then;
            }
        };
        // A seat may have taken it in this moment; then it is that seat's to end.
        if then == Then::Left || !matches!(self.guest.place(), Place::Holding(_)) {
            return;
        }
        if then == Then::LetGo {
            tracing::warn!(call.id = %self.guest.id(), "a callee waited until nobody came");
            hang_up(&self.inner, &self.guest).await;
        }
        self.floor.seats.part(&self.guest);
    }

    fn hear(&mut self, event: Option<Event>) -> Then {
        let leg = leg_of(self.guest.id());
        match event {
            None | Some(Event::Closed(_)) => return Then::Left,
            Some(Event::Left { who }) if who == leg => return Then::Left,
            Some(Event::Lost { who }) if who == leg => self.lost_at = Some(self.inner.clock.now()),
            Some(Event::Joined { who, .. } | Event::Returned { who }) if who == leg => self.lost_at = None,
            Some(Event::Detected { who, verdict, .. }) if who == leg => {
                let verdict = verdict_of(verdict);
                self.floor.seats.hear(&self.guest, verdict, VerdictBy::Own);
                keep_verdict(&self.inner, &self.guest, verdict);
            }
            Some(
                Event::Left { .. }
                | Event::Lost { .. }
                | Event::Joined { .. }
                | Event::Returned { .. }
                | Event::Detected { .. }
                | Event::Digit { .. }
                | Event::DigitsSent { .. }
                | Event::ClipFinished { .. }
                | Event::MarkReached { .. }
                | Event::Levels(_)
                | Event::Quality(_)
                | Event::Recorded(_)
                | Event::RecordingFailed { .. }
                | Event::Missed(_),
            ) => {}
        }
        Then::GoOn
    }

    fn follow(&mut self) -> Then {
        let row = self.rows.borrow_and_update().clone();
        match row {
            Some(row) if matches!(row.call.state, State::Ended(_)) => return Then::Left,
            // The campaign has said what becomes of it: the call's own machine waits for the end of the greeting.
            Some(row) if row.call.state == State::Voicemail => {
                self.until = self.until.max(self.greeting_until);
            }
            Some(_) | None => {}
        }
        Then::GoOn
    }

    fn deadline(&self) -> Timestamp {
        self.gone_at().map_or(self.until, |gone| gone.min(self.until))
    }

    /// When a leg whose stream stopped counts as gone.
    fn gone_at(&self) -> Option<Timestamp> {
        Some(self.lost_at?.plus_ms(self.floor.seats.limits.phone_ms))
    }

    /// A time has come.
    fn ring(&self) -> Then {
        match self.gone_at() {
            // Whoever ordered its stream away has other plans for it.
            Some(_) => Then::Elsewhere,
            None => Then::LetGo,
        }
    }
}

/// Longer greetings are music or a mistake.
const GREETING_MAX_MS: i64 = 60_000;
