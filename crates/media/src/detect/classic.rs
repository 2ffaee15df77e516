//! The classic detector of open telephone systems, `app_amd`, written anew from the description of its rules: what
//! ours is measured against.
//!
//! A frame is silence when the mean of its absolute samples is below a constant. Words are counted, speech and silences
//! are timed, and the first rule that fits decides.

use super::verdict::{Assessment, Reason, Verdict};
use super::{FRAME, FRAME_MS};

/// Its numbers, by their published names; the defaults are those of `app_amd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassicParams {
    /// Silence before anything is said that makes a machine.
    pub initial_silence_ms: u32,
    /// Speech that makes a machine.
    pub greeting_ms: u32,
    /// Silence after speech that makes a person.
    pub after_greeting_silence_ms: u32,
    /// After this nothing can be said.
    pub total_analysis_time_ms: u32,
    /// What is shorter is no word.
    pub min_word_length_ms: u32,
    /// Silence that ends a word.
    pub between_words_silence_ms: u32,
    /// More words than these make a machine.
    pub maximum_number_of_words: u32,
    /// A word so long makes a machine.
    pub maximum_word_length_ms: u32,
    /// Mean of the absolute samples below which a frame is silence.
    pub silence_threshold: u32,
}

impl Default for ClassicParams {
    fn default() -> Self {
        Self {
            initial_silence_ms: 2_500,
            greeting_ms: 1_500,
            after_greeting_silence_ms: 800,
            total_analysis_time_ms: 5_000,
            min_word_length_ms: 100,
            between_words_silence_ms: 50,
            maximum_number_of_words: 2,
            maximum_word_length_ms: 5_000,
            silence_threshold: 256,
        }
    }
}

/// Listens to one line in the classic way.
#[derive(Debug, Clone)]
pub struct Classic {
    params: ClassicParams,
    total_ms: u32,
    silence_ms: u32,
    unbroken_ms: u32,
    voice_ms: u32,
    words: u32,
    in_word: bool,
    greeted: bool,
    assessment: Assessment,
}

impl Classic {
    /// A detector that has heard nothing.
    #[must_use]
    pub fn new(params: ClassicParams) -> Self {
        Self {
            params,
            total_ms: 0,
            silence_ms: 0,
            unbroken_ms: 0,
            voice_ms: 0,
            words: 0,
            in_word: true,
            greeted: false,
            assessment: Assessment::LISTENING,
        }
    }

    /// Takes in the next 20 ms.
    pub fn hear(&mut self, frame: &[i16; FRAME]) -> Assessment {
        if self.assessment.is_final {
            return self.assessment;
        }
        self.total_ms += FRAME_MS;
        let sum: u32 = frame.iter().map(|sample| u32::from(sample.unsigned_abs())).sum();
        let silent = u64::from(sum) < u64::from(self.params.silence_threshold) * FRAME as u64;
        let decided = if self.total_ms >= self.params.total_analysis_time_ms {
            Some((Verdict::Unknown, Reason::Deadline))
        } else if silent {
            self.silence()
        } else {
            self.voice()
        };
        if let Some((verdict, reason)) = decided {
            self.assessment = Assessment {
                verdict,
                confidence: if verdict == Verdict::Unknown { 0.0 } else { 1.0 },
                reason,
                is_final: true,
            };
        }
        self.assessment
    }

    fn silence(&mut self) -> Option<(Verdict, Reason)> {
        self.silence_ms += FRAME_MS;
        if self.silence_ms >= self.params.between_words_silence_ms {
            self.in_word = false;
            self.unbroken_ms = 0;
        }
        if !self.greeted && self.silence_ms >= self.params.initial_silence_ms {
            return Some((Verdict::Machine, Reason::InitialSilence));
        }
        let waits = self.greeted && self.silence_ms >= self.params.after_greeting_silence_ms;
        waits.then_some((Verdict::Human, Reason::ShortGreeting))
    }

    fn voice(&mut self) -> Option<(Verdict, Reason)> {
        self.silence_ms = 0;
        self.unbroken_ms += FRAME_MS;
        self.voice_ms += FRAME_MS;
        let is_word = self.unbroken_ms >= self.params.min_word_length_ms;
        if is_word && !self.in_word {
            self.words += 1;
            self.in_word = true;
        }
        if self.unbroken_ms >= self.params.maximum_word_length_ms {
            return Some((Verdict::Machine, Reason::UnbrokenSpeech));
        }
        if self.words > self.params.maximum_number_of_words {
            return Some((Verdict::Machine, Reason::MaxWords));
        }
        if self.greeted && self.voice_ms >= self.params.greeting_ms {
            return Some((Verdict::Machine, Reason::LongGreeting));
        }
        self.greeted |= is_word;
        None
    }
}
