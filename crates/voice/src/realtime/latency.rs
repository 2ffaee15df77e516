//! How long the callee waits for an answer, by what they wait for.

use outdial_domain::Timestamp;
use outdial_domain::voice_agent::TurnLatency;

/// An answer that somebody waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wait {
    /// When the callee fell silent.
    silent_at: Timestamp,
    /// When we were told that they had finished.
    noticed_at: Timestamp,
    /// When the answer began.
    output_at: Option<Timestamp>,
    /// When its first audio came.
    audio_at: Option<Timestamp>,
    /// Since when tools are under way.
    tools_since: Option<Timestamp>,
    tools_ms: i64,
}

impl Wait {
    pub fn new(silent_at: Timestamp, noticed_at: Timestamp) -> Self {
        Self {
            silent_at: silent_at.min(noticed_at),
            noticed_at,
            output_at: None,
            audio_at: None,
            tools_since: None,
            tools_ms: 0,
        }
    }

    /// The model has begun to answer.
    pub fn output(&mut self, now: Timestamp) {
        if self.tools_since.is_none() {
            self.output_at.get_or_insert(now);
        }
    }

    /// Tools have to be asked first; what follows them is the answer.
    pub fn tools_asked(&mut self, now: Timestamp) {
        if self.audio_at.is_none() && self.tools_since.is_none() {
            self.tools_since = Some(now);
            self.output_at = None;
        }
    }

    pub fn tools_answered(&mut self, now: Timestamp) {
        if let Some(since) = self.tools_since.take() {
            self.tools_ms += now.ms_since(since);
        }
    }

    /// Audio has come.
    pub fn audio(&mut self, now: Timestamp) {
        self.tools_answered(now);
        self.output(now);
        self.audio_at.get_or_insert(now);
    }

    /// Audio is on the line. The wait is over if it is that of the answer.
    pub fn played(&self, began: Timestamp, now: Timestamp) -> Option<TurnLatency> {
        let (output, audio) = (self.output_at?, self.audio_at?);
        Some(TurnLatency {
            at_ms: self.silent_at.ms_since(began),
            endpointing_ms: whole(self.noticed_at.ms_since(self.silent_at)),
            model_ms: whole(output.ms_since(self.noticed_at) - self.tools_ms),
            tools_ms: whole(self.tools_ms),
            first_audio_ms: whole(audio.ms_since(output)),
            transport_ms: whole(now.ms_since(audio)),
        })
    }
}

fn whole(ms: i64) -> u32 {
    u32::try_from(ms.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(ms: i64) -> Timestamp {
        Timestamp(ms * 1_000)
    }

    #[test]
    fn the_parts_of_a_wait_add_up_to_it() {
        let mut wait = Wait::new(at(1_000), at(1_550));
        wait.output(at(1_700));
        wait.tools_asked(at(1_750));
        wait.output(at(1_760));
        wait.tools_answered(at(2_000));
        wait.output(at(2_300));
        assert_eq!(wait.played(at(0), at(2_400)), None);
        wait.audio(at(2_450));
        wait.audio(at(2_460));
        let latency = wait.played(at(0), at(2_470)).unwrap();
        assert_eq!(
            latency,
            TurnLatency {
                at_ms: 1_000,
                endpointing_ms: 550,
                model_ms: 500,
                tools_ms: 250,
                first_audio_ms: 150,
                transport_ms: 20,
            }
        );
        assert_eq!(latency.total_ms(), 1_470);
    }

    #[test]
    fn an_answer_without_tools_has_none_in_it() {
        let mut wait = Wait::new(at(2_000), at(1_000));
        wait.audio(at(1_300));
        let latency = wait.played(at(0), at(1_320)).unwrap();
        assert_eq!((latency.endpointing_ms, latency.tools_ms), (0, 0));
        assert_eq!(latency.total_ms(), 320);
    }
}
