//! A thread that ticks its rooms each 20 ms.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, Thread};
use std::time::{Duration, Instant};

use super::cell::RoomCell;
use super::clock::Clock;
use super::lock::lock;
use super::meters::Meters;
use crate::pcm::FRAME_MS;

/// The rooms of one thread.
#[derive(Default)]
pub(super) struct Beat {
    rooms: Mutex<Vec<Arc<RoomCell>>>,
    thread: Mutex<Option<Thread>>,
    stopped: AtomicBool,
}

impl Beat {
    pub(super) fn add(&self, room: Arc<RoomCell>) {
        lock(&self.rooms).push(room);
        self.wake();
    }

    pub(super) fn len(&self) -> usize {
        lock(&self.rooms).len()
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.wake();
    }

    /// Starts the thread; `phase` keeps the beats of one hub from working at the same moment.
    pub(super) fn start(
        self: &Arc<Self>,
        clock: Arc<dyn Clock>,
        meters: Arc<Meters>,
        phase: Duration,
    ) -> io::Result<JoinHandle<()>> {
        let beat = Arc::clone(self);
        let started = std::thread::Builder::new()
            .name("media-beat".to_owned())
            .spawn(move || beat.run(&*clock, &meters, phase))?;
        *lock(&self.thread) = Some(started.thread().clone());
        Ok(started)
    }

    fn wake(&self) {
        if let Some(thread) = &*lock(&self.thread) {
            thread.unpark();
        }
    }

    fn run(&self, clock: &dyn Clock, meters: &Meters, phase: Duration) {
        let mut due = clock.now() + phase;
        while !self.stopped.load(Ordering::Acquire) {
            let rooms = lock(&self.rooms).clone();
            if rooms.is_empty() {
                std::thread::park_timeout(IDLE);
                due = clock.now() + phase;
                continue;
            }
            clock.sleep_until(due);
            let began = clock.now();
            let ended = rooms.iter().filter(|room| !room.tick()).count();
            if ended > 0 {
                lock(&self.rooms).retain(|room| !room.is_closed());
            }
            meters.ticked(clock.now().saturating_duration_since(began));
            due = next_due(due, began, meters);
        }
    }
}

/// The next deadline. A thread that was held up catches up by ticking faster, unless too much was missed.
fn next_due(due: Instant, began: Instant, meters: &Meters) -> Instant {
    let late = began.saturating_duration_since(due);
    if late > TICK {
        Meters::count(&meters.late_ticks);
    }
    if late <= CATCH_UP {
        return due + TICK;
    }
    let missed = late.as_micros() / TICK.as_micros();
    meters
        .skipped_ticks
        .fetch_add(u64::try_from(missed).unwrap_or(u64::MAX), Ordering::Relaxed);
    began + TICK
}

const TICK: Duration = Duration::from_millis(FRAME_MS);
/// Longer gaps are heard anyway, and playing them back late would only add delay.
const CATCH_UP: Duration = Duration::from_millis(100);
/// Only a room that is added while nobody looks needs this; it wakes the thread itself.
const IDLE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::super::clock::SystemClock;
    use super::*;

    #[test]
    fn a_short_hold_up_is_made_good_and_a_long_one_is_left_behind() {
        let meters = Meters::default();
        let due = SystemClock.now();
        assert_eq!(next_due(due, due, &meters), due + TICK);
        assert_eq!(next_due(due, due + TICK * 4, &meters), due + TICK);
        assert_eq!(next_due(due, due + TICK * 50, &meters), due + TICK * 51);
        assert_eq!(meters.skipped_ticks.load(Ordering::Relaxed), 50);
        assert_eq!(meters.late_ticks.load(Ordering::Relaxed), 2);
    }
}
