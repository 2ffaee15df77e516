//! When to shorten or stretch what is heard, so that the delay follows the network and clocks may differ.

/// What to do with the frame that is about to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// As it is.
    Keep,
    /// Melt it with the one after it.
    Shorten,
}

/// Watches how much audio stays in store after each frame.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// The least that was in store in this window.
    least_ms: Option<f32>,
    frames: u32,
    waited: u32,
}

impl Pace {
    /// Forgets what it saw, for a stream that begins again.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// Judges what is in store after a frame was taken out.
    pub(super) fn step(&mut self, stored_ms: f32, target_ms: f32, quiet: bool) -> Step {
        self.waited = self.waited.saturating_sub(1);
        let excess = stored_ms - target_ms;
        if excess >= FAR_TOO_MUCH_MS || (quiet && excess >= TOO_MUCH_MS) {
            self.restart_window();
            return Step::Shorten;
        }
        let least = self.least_ms.map_or(stored_ms, |least| least.min(stored_ms));
        self.least_ms = Some(least);
        self.frames += 1;
        // What was never needed for two seconds is delay for nothing; a clock that runs fast shows like this too.
        let unneeded = least >= FRAME && stored_ms + FRAME > target_ms;
        if self.frames >= WINDOW && unneeded && (quiet || self.frames >= PATIENT_WINDOW) {
            self.restart_window();
            return Step::Shorten;
        }
        if self.frames >= WINDOW && !unneeded {
            self.restart_window();
        }
        Step::Keep
    }

    /// Whether a missing packet may be waited for, because less is in store than should be.
    pub(super) fn may_wait(&mut self, stored_ms: f32, target_ms: f32) -> bool {
        if stored_ms + FRAME > target_ms || self.waited >= MOST_WAITS {
            return false;
        }
        self.waited += WAIT_COST;
        true
    }

    fn restart_window(&mut self) {
        self.least_ms = None;
        self.frames = 0;
    }
}

const FRAME: f32 = 20.0;

/// Two seconds.
const WINDOW: u32 = 100;

/// Somebody who has not paused for four seconds more is cut into.
const PATIENT_WINDOW: u32 = 300;

/// After a stall the excess goes at the first pause, and beyond the second limit at once.
const TOO_MUCH_MS: f32 = 40.0;
const FAR_TOO_MUCH_MS: f32 = 120.0;

/// One wait a second, each paid off by the frames that follow, so that losses do not become delay.
const WAIT_COST: u32 = 50;
const MOST_WAITS: u32 = 100;
