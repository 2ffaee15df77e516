//! The earliest of many wake-up times, shared between those who set it and the loop that sleeps until it.

use std::sync::Mutex;

use outdial_domain::Timestamp;
use tokio::sync::Notify;

use crate::clock::{Clock, sleep_until};

/// The earliest wake-up time set so far.
#[derive(Debug, Default)]
pub(crate) struct Alarm {
    earliest: Mutex<Option<Timestamp>>,
    moved: Notify,
}

impl Alarm {
    /// Wakes the sleeper no later than `at`.
    pub fn set_if_earlier(&self, at: Timestamp) {
        let mut earliest = self
            .earliest
            .lock()
            .expect("no code panics while it holds this lock");
        if earliest.is_none_or(|known| at < known) {
            *earliest = Some(at);
            drop(earliest);
            self.moved.notify_one();
        }
    }

    /// Forgets the time that was set; the sleeper is about to look for itself.
    pub fn clear(&self) {
        *self
            .earliest
            .lock()
            .expect("no code panics while it holds this lock") = None;
    }

    /// Sleeps until the earliest time that is set, however it moves meanwhile.
    pub async fn sleep(&self, clock: &dyn Clock) {
        loop {
            let earliest = *self
                .earliest
                .lock()
                .expect("no code panics while it holds this lock");
            match earliest {
                Some(at) if at <= clock.now() => return,
                Some(at) => {
                    tokio::select! {
                        () = sleep_until(clock, at) => {}
                        () = self.moved.notified() => {}
                    }
                }
                None => self.moved.notified().await,
            }
        }
    }
}
