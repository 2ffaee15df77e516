//! What the callee is like, and how long it has been silent on the line.

use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

use crate::call::{EndedBy, Heard};
use crate::people::Listener;

/// The far end of a call while instructions are performed on it.
#[derive(Debug)]
pub(crate) struct Hearing {
    pub listener: Listener,
    /// Detection that the first instructions have to wait for.
    pub verdict: Option<Heard>,
    /// Keys to be sent before the first instructions.
    pub send_digits: Option<String>,
    /// Kept over redirects: an interrupted silence goes on.
    silent_since: Option<Instant>,
}

impl Hearing {
    /// Silence begins to count when the callee has said hello.
    pub(crate) fn new(listener: Listener, answered: Instant) -> Self {
        let hello = listener.greeting.silence_ms + listener.greeting.speech_ms;
        let silent_since = answered + Duration::from_millis(hello);
        Self {
            listener,
            verdict: None,
            send_digits: None,
            silent_since: Some(silent_since),
        }
    }

    /// Something can be heard for so long.
    pub(crate) async fn sound(&mut self, length: Duration) {
        self.silent_since = None;
        sleep(length).await;
    }

    /// Something can be heard from now on.
    pub(crate) fn sound_begins(&mut self) {
        self.silent_since = None;
    }

    /// Nothing can be heard for so long; ends early when the callee has had enough.
    pub(crate) async fn silence(&mut self, length: Duration) -> Result<(), EndedBy> {
        let since = *self.silent_since.get_or_insert_with(Instant::now);
        let ends = Instant::now() + length;
        let patience = self
            .listener
            .dead_air_ms
            .map(|ms| since + Duration::from_millis(ms));
        match patience {
            Some(gone) if gone < ends => {
                sleep_until(gone).await;
                Err(EndedBy::Callee)
            }
            Some(_) | None => {
                sleep_until(ends).await;
                Ok(())
            }
        }
    }
}
