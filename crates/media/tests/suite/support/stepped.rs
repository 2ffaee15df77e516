//! A hub whose time stands still until a test moves it: 20 ms are heard when the test says so, however slow the machine.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use outdial_media::live::{Clock, HubConfig, MediaHub, SystemClock};

/// A hub on a clock of its own. Open a room before the first step.
pub struct Stepped {
    pub hub: MediaHub,
    clock: Arc<StandingClock>,
}

impl Stepped {
    pub fn start() -> Self {
        let clock = Arc::new(StandingClock::new());
        let config = HubConfig {
            beats: 1,
            ..HubConfig::loopback(std::env::temp_dir())
        };
        Self {
            hub: MediaHub::start_with(config, clock.clone()).unwrap(),
            clock,
        }
    }

    /// Lets 20 ms pass; what is due then has been done when this returns.
    pub fn step(&self) {
        self.clock.advance(Duration::from_millis(20));
    }
}

impl Drop for Stepped {
    fn drop(&mut self) {
        self.clock.let_go();
    }
}

struct StandingClock {
    time: Mutex<Time>,
    changed: Condvar,
}

struct Time {
    now: Instant,
    /// Until when the beat waits. The reader of the port has nothing to do where no browser is.
    beat_waits: Option<Instant>,
    over: bool,
}

impl StandingClock {
    fn new() -> Self {
        Self {
            time: Mutex::new(Time {
                now: SystemClock.now(),
                beat_waits: None,
                over: false,
            }),
            changed: Condvar::new(),
        }
    }

    fn advance(&self, by: Duration) {
        let is_at_work = |time: &mut Time| time.beat_waits.is_none_or(|until| until <= time.now);
        let time = self.time.lock().unwrap();
        let mut time = self.changed.wait_while(time, is_at_work).unwrap();
        time.now += by;
        self.changed.notify_all();
        drop(self.changed.wait_while(time, is_at_work).unwrap());
    }

    /// From now on nobody waits, so that the threads can be told to end.
    fn let_go(&self) {
        self.time.lock().unwrap().over = true;
        self.changed.notify_all();
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Instant {
        self.time.lock().unwrap().now
    }

    fn sleep_until(&self, at: Instant) {
        let mut time = self.time.lock().unwrap();
        if std::thread::current().name() == Some("media-beat") {
            time.beat_waits = Some(at);
            self.changed.notify_all();
        }
        let is_early = |time: &mut Time| time.now < at && !time.over;
        drop(self.changed.wait_while(time, is_early).unwrap());
    }
}
