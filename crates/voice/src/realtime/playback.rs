//! What the agent says and how much of it was really heard.
//!
//! Audio comes faster than it sounds, so what was received says nothing of what the callee knows. Only what the line
//! has played counts.

use std::collections::VecDeque;

use super::AudioFormat;

/// One thing that the agent says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    pub response: String,
    pub item: String,
    /// When it began to sound, in milliseconds from the start of the talk.
    pub began_ms: Option<i64>,
    received: usize,
    played: usize,
    words: String,
    /// Nothing more of it will come.
    closed: bool,
}

/// What the agent says, in its order, until it was heard.
#[derive(Debug)]
pub(super) struct Playback {
    format: AudioFormat,
    items: VecDeque<Spoken>,
}

impl Playback {
    pub fn new(format: AudioFormat) -> Self {
        Self {
            format,
            items: VecDeque::new(),
        }
    }

    /// Whether something waits to be heard.
    pub fn is_playing(&self) -> bool {
        self.items.iter().any(|spoken| spoken.played < spoken.received)
    }

    pub fn receive(&mut self, response: &str, item: &str, bytes: usize) {
        self.item(response, item).received += bytes;
    }

    /// More words of an item.
    pub fn words(&mut self, response: &str, item: &str, text: &str) {
        let spoken = self.item(response, item);
        if spoken.words.len() < WORDS_MAX {
            spoken.words.push_str(text);
        }
    }

    /// All words of an item.
    pub fn all_words(&mut self, response: &str, item: &str, text: &str) {
        self.item(response, item).words = text.chars().take(WORDS_MAX).collect();
    }

    /// Nothing more of a response will come.
    pub fn close(&mut self, response: &str) {
        for spoken in &mut self.items {
            spoken.closed |= spoken.response == response;
        }
    }

    /// The line has played so much more.
    pub fn played(&mut self, mut bytes: usize, now_ms: i64) {
        for spoken in &mut self.items {
            let part = bytes.min(spoken.received - spoken.played);
            if part > 0 {
                spoken.began_ms.get_or_insert(now_ms);
            }
            spoken.played += part;
            bytes -= part;
        }
    }

    /// Takes out what was heard to its end.
    pub fn take_finished(&mut self) -> Vec<Spoken> {
        self.take(|spoken| spoken.closed && spoken.played == spoken.received)
    }

    /// Takes out everything, heard or not.
    pub fn take_all(&mut self) -> Vec<Spoken> {
        self.take(|_| true)
    }

    fn take(&mut self, is_taken: impl Fn(&Spoken) -> bool) -> Vec<Spoken> {
        let (taken, kept) = self.items.drain(..).partition(is_taken);
        self.items = kept;
        Vec::from(taken)
    }

    fn item(&mut self, response: &str, item: &str) -> &mut Spoken {
        let known = self.items.iter().position(|spoken| spoken.item == item);
        let place = known.unwrap_or_else(|| {
            self.items.push_back(Spoken {
                response: response.to_owned(),
                item: item.to_owned(),
                began_ms: None,
                received: 0,
                played: 0,
                words: String::new(),
                closed: false,
            });
            self.items.len() - 1
        });
        &mut self.items[place]
    }

    /// How much of it was heard, in milliseconds.
    pub fn heard_ms(&self, spoken: &Spoken) -> i64 {
        self.format.ms(spoken.played)
    }
}

impl Spoken {
    /// Whether a part of it was not heard.
    pub fn is_cut(&self) -> bool {
        self.played < self.received
    }

    /// Whether any audio of it came.
    pub fn sounds(&self) -> bool {
        self.received > 0
    }

    /// The words that were heard: all of them, or as many as fit the part that was played.
    pub fn heard_words(&self) -> Option<String> {
        let words = self.words.trim();
        if self.played == 0 || words.is_empty() {
            return None;
        }
        if !self.is_cut() {
            return Some(words.to_owned());
        }
        let signs = words.chars().count() * self.played / self.received;
        let heard: String = words.chars().take(signs).collect();
        // The word that was being said is not counted as heard.
        let whole = heard.rsplit_once(char::is_whitespace).map(|(whole, _)| whole);
        let whole = whole.map(str::trim_end).filter(|whole| !whole.is_empty());
        Some(whole.map_or_else(|| "…".to_owned(), |whole| format!("{whole} …")))
    }
}

/// More than anybody says in one turn.
const WORDS_MAX: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn playback() -> Playback {
        let mut playback = Playback::new(AudioFormat::Mulaw);
        playback.receive("r1", "i1", 800);
        playback.all_words("r1", "i1", "one two three four");
        playback.receive("r1", "i2", 800);
        playback
    }

    #[test]
    fn what_the_line_plays_is_counted_in_the_order_in_which_it_came() {
        let mut playback = playback();
        playback.played(1_000, 40);
        let items = playback.take_all();
        let heard: Vec<_> = items.iter().map(|spoken| playback.heard_ms(spoken)).collect();
        assert_eq!(heard, [100, 25]);
        assert_eq!(items[0].heard_words().as_deref(), Some("one two three four"));
        assert!(!items[0].is_cut() && items[1].is_cut());
    }

    #[test]
    fn of_an_item_that_is_cut_only_the_whole_words_that_were_heard_are_kept() {
        let mut playback = playback();
        playback.played(480, 0);
        let items = playback.take_all();
        assert_eq!(items[0].heard_words().as_deref(), Some("one two …"));
        assert_eq!(items[1].heard_words(), None);
    }

    #[test]
    fn an_item_is_finished_when_it_was_heard_and_nothing_more_comes() {
        let mut playback = playback();
        playback.played(800, 0);
        assert!(playback.take_finished().is_empty());
        playback.close("r1");
        assert_eq!(playback.take_finished().len(), 1);
        playback.played(10_000, 0);
        assert!(!playback.is_playing());
        assert_eq!(playback.take_finished().len(), 1);
    }
}
