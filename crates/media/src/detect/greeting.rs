//! The structure of what is said: words, pauses, and how long they took.

use super::FRAME_MS;
use super::params::Params;

/// What was said until now. Speech counts from the frame that makes it a word.
#[derive(Debug, Clone)]
pub(super) struct Greeting {
    min_word_ms: u32,
    between_words_ms: u32,
    now_ms: u32,
    said: Said,
    /// What is being said, or was said less than a pause ago.
    running: Option<Stretch>,
}

/// The measures that verdicts go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// Finished words and the one that is being said.
    pub(super) words: u32,
    /// Speech in all.
    pub(super) speech_ms: u32,
    /// The longest stretch without a pause.
    pub(super) longest_ms: u32,
    /// From the first word's beginning to the last one's end.
    pub(super) first_ms: u32,
    pub(super) last_ms: u32,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    began_ms: u32,
    ended_ms: u32,
    speech_ms: u32,
}

/// What a frame changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// A word began so long ago.
    WordBegan { at_ms: u32 },
    /// A word is over, and was so long.
    WordEnded { at_ms: u32, ms: u32 },
}

impl Greeting {
    pub(super) fn new(params: &Params) -> Self {
        Self {
            min_word_ms: params.min_word_ms,
            between_words_ms: params.between_words_ms,
            now_ms: 0,
            said: Said::default(),
            running: None,
        }
    }

    /// Takes in a frame.
    pub(super) fn hear(&mut self, speech: bool) -> Option<Change> {
        self.now_ms = self.now_ms.saturating_add(FRAME_MS);
        let now_ms = self.now_ms;
        if speech {
            let running = self.running.get_or_insert(Stretch {
                began_ms: now_ms - FRAME_MS,
                ended_ms: now_ms,
                speech_ms: 0,
            });
            let was_word = running.speech_ms >= self.min_word_ms;
            running.ended_ms = now_ms;
            running.speech_ms = running.speech_ms.saturating_add(FRAME_MS);
            let began = !was_word && running.speech_ms >= self.min_word_ms;
            return began.then_some(Change::WordBegan {
                at_ms: running.began_ms,
            });
        }
        let over = self
            .running
            .filter(|running| now_ms - running.ended_ms >= self.between_words_ms)?;
        let said = self.said();
        self.running = None;
        if over.speech_ms < self.min_word_ms {
            return None;
        }
        self.said = said;
        Some(Change::WordEnded {
            at_ms: over.ended_ms,
            ms: over.ended_ms - over.began_ms,
        })
    }

    /// What was said, the word that is being said included.
    pub(super) fn said(&self) -> Said {
        let Some(word) = self.running.filter(|word| word.speech_ms >= self.min_word_ms) else {
            return self.said;
        };
        Said {
            words: self.said.words + 1,
            speech_ms: self.said.speech_ms.saturating_add(word.speech_ms),
            longest_ms: self.said.longest_ms.max(word.ended_ms - word.began_ms),
            first_ms: if self.said.words == 0 {
                word.began_ms
            } else {
                self.said.first_ms
            },
            last_ms: word.ended_ms,
        }
    }

    /// How long nobody has spoken since the last word; 0 in the middle of anything that may become one.
    pub(super) fn silence_ms(&self) -> u32 {
        match self.running {
            Some(running) if running.speech_ms < self.min_word_ms => 0,
            Some(_) | None => self.now_ms - self.said().last_ms,
        }
    }

    /// Whether what is being heard began so lately that it may be no speech at all.
    pub(super) fn is_beginning(&self) -> bool {
        self.running
            .is_some_and(|running| running.speech_ms <= self.min_word_ms + MAYBE_TONE_MS)
    }

    /// The last so many milliseconds turned out to be no speech; a word before them stays one.
    pub(super) fn retract(&mut self, ms: u32) {
        let Some(running) = &mut self.running else { return };
        let since_ms = self.now_ms.saturating_sub(ms).max(running.began_ms);
        let taken_back = running.ended_ms.saturating_sub(since_ms);
        running.ended_ms -= taken_back;
        running.speech_ms = running.speech_ms.saturating_sub(taken_back);
        if running.speech_ms < self.min_word_ms || taken_back == 0 {
            self.running = None;
        }
    }

    /// Whoever spoke until now is not the one who answers.
    pub(super) fn forget(&mut self) {
        self.said = Said::default();
        self.running = None;
    }
}

impl Said {
    /// From the first word to the end of the last.
    pub(super) fn span_ms(&self) -> u32 {
        self.last_ms - self.first_ms
    }
}

/// A pair of tones is sure after 100 ms.
const MAYBE_TONE_MS: u32 = 40;
