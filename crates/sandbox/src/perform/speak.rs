//! Saying, playing and pausing.

use std::time::Duration;

use super::stage::Stage;
use crate::call::EndedBy;
use crate::twiml::{Times, Verb};

impl Stage<'_> {
    /// Performs the verbs that only make (or wait for) sound; others are left out, as reading refuses them here.
    pub(super) async fn prompt(&mut self, verbs: &[Verb]) -> Result<(), EndedBy> {
        for verb in verbs {
            match verb {
                Verb::Say { text, times } => self.say(text, *times).await,
                Verb::Play { url, digits, times } => self.play(url, digits.as_deref(), *times).await,
                Verb::Pause { length } => self.hearing.silence(*length).await?,
                Verb::Gather(_)
                | Verb::Dial(_)
                | Verb::Enqueue(_)
                | Verb::Connect(_)
                | Verb::StartStream(_)
                | Verb::StopStream { .. }
                | Verb::Redirect { .. }
                | Verb::Hangup
                | Verb::Reject
                | Verb::Leave
                | Verb::NotSimulated { .. }
                | Verb::Unknown { .. } => {}
            }
        }
        Ok(())
    }

    pub(super) async fn say(&mut self, text: &str, times: Times) {
        self.sandbox
            .ledger
            .change(self.leg.entry, |attempt| attempt.say(text));
        let ms = self.sandbox.population.speech.lasts_ms(text);
        self.repeat(Duration::from_millis(ms), times).await;
    }

    pub(super) async fn play(&mut self, url: &str, digits: Option<&str>, times: Times) {
        let (what, length) = match digits {
            Some(digits) => (format!("keys {digits}"), keys_last(digits)),
            None => (
                url.to_owned(),
                Duration::from_millis(self.sandbox.population.speech.play_ms),
            ),
        };
        self.sandbox
            .ledger
            .change(self.leg.entry, |attempt| attempt.play(&what));
        self.repeat(length, times).await;
    }

    async fn repeat(&mut self, length: Duration, times: Times) {
        match times {
            Times::Exactly(count) => {
                let length = length.saturating_mul(count);
                self.leg.line.murmur(length);
                self.hearing.sound(length).await;
            }
            Times::UntilHangUp => {
                self.leg.line.murmur(Duration::MAX);
                self.hearing.sound_begins();
                std::future::pending::<()>().await;
            }
        }
    }
}

/// How long sending keys takes: `w` waits half a second, `W` a whole one.
pub(super) fn keys_last(digits: &str) -> Duration {
    let ms = digits.chars().map(|key| match key {
        'w' => 500,
        'W' => 1_000,
        _ => KEY_MS,
    });
    Duration::from_millis(ms.sum())
}

/// One tone and the gap after it.
const KEY_MS: u64 = 200;
