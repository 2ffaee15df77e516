//! What the callee says, by the server's items: words come later than the audio, and not in order.

use outdial_domain::voice_agent::{Speaker, Utterance};

/// Lines of the callee whose words are awaited.
#[derive(Debug, Default)]
pub(super) struct CalleeLines {
    open: Vec<Line>,
    speaking: Option<Speaking>,
}

#[derive(Debug)]
struct Line {
    item: String,
    from_ms: i64,
    to_ms: i64,
}

#[derive(Debug)]
struct Speaking {
    item: String,
    from_ms: i64,
}

impl CalleeLines {
    pub fn is_speaking(&self) -> bool {
        self.speaking.is_some()
    }

    /// Since when they speak, in milliseconds of the talk.
    pub fn speaks_since(&self) -> Option<i64> {
        Some(self.speaking.as_ref()?.from_ms)
    }

    pub fn begins(&mut self, item: String, from_ms: i64) {
        if let Some(before) = self.speaking.take() {
            self.close(before, from_ms);
        }
        self.speaking = Some(Speaking { item, from_ms });
    }

    /// They have finished. False when nobody was speaking.
    pub fn stops(&mut self, to_ms: i64) -> bool {
        let Some(speaking) = self.speaking.take() else {
            return false;
        };
        self.close(speaking, to_ms);
        true
    }

    /// The talk is over: whoever is speaking stops here.
    pub fn fall_silent(&mut self, now_ms: i64) {
        self.stops(now_ms);
    }

    fn close(&mut self, speaking: Speaking, to_ms: i64) {
        if self.open.len() >= OPEN_MAX {
            self.open.remove(0);
        }
        self.open.push(Line {
            item: speaking.item,
            from_ms: speaking.from_ms,
            to_ms: to_ms.max(speaking.from_ms),
        });
    }

    pub fn awaits_words(&self) -> bool {
        !self.open.is_empty()
    }

    /// The words of an item; `None` of them when they could not be understood. Words without a line of ours have no
    /// time. Nothing is said when there are no words.
    pub fn words(&mut self, item: &str, text: Option<&str>) -> Option<Utterance> {
        let place = self.open.iter().position(|line| line.item == item);
        let line = place.map(|place| self.open.remove(place));
        let text = text.map_or(INAUDIBLE, str::trim);
        (!text.is_empty()).then(|| utterance(line, text))
    }

    /// Lines whose words never came.
    pub fn wordless(&self) -> Vec<Utterance> {
        let lines = self
            .open
            .iter()
            .filter(|line| line.to_ms - line.from_ms >= NOISE_MS);
        lines
            .map(|line| Utterance {
                speaker: Speaker::Callee,
                text: INAUDIBLE.to_owned(),
                from_ms: Some(line.from_ms),
                length_ms: Some(line.to_ms - line.from_ms),
            })
            .collect()
    }
}

fn utterance(line: Option<Line>, text: &str) -> Utterance {
    Utterance {
        speaker: Speaker::Callee,
        text: text.to_owned(),
        from_ms: line.as_ref().map(|line| line.from_ms),
        length_ms: line.map(|line| line.to_ms - line.from_ms),
    }
}

/// What stands for words that nobody understood: that somebody spoke is known nevertheless.
const INAUDIBLE: &str = "(not understood)";
/// Shorter sounds without words are taken for noise.
const NOISE_MS: i64 = 400;
/// Words come within seconds; more lines than these are not awaited.
const OPEN_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_their_line_in_whatever_order_they_come() {
        let mut lines = CalleeLines::default();
        lines.begins("a".to_owned(), 1_000);
        assert!(lines.stops(1_800));
        lines.begins("b".to_owned(), 3_000);
        let late = lines.words("a", Some(" Yes. ")).unwrap();
        assert_eq!(
            (late.text.as_str(), late.from_ms, late.length_ms),
            ("Yes.", Some(1_000), Some(800))
        );
        assert!(lines.is_speaking() && !lines.awaits_words());
        assert_eq!(lines.words("z", Some("Who?")).unwrap().from_ms, None);
    }

    #[test]
    fn noise_has_no_words_and_speech_without_words_is_still_speech() {
        let mut lines = CalleeLines::default();
        for (item, from, to) in [("a", 0, 700), ("b", 1_000, 1_200), ("c", 2_000, 3_000)] {
            lines.begins(item.to_owned(), from);
            lines.stops(to);
        }
        assert_eq!(lines.words("a", Some("")), None);
        let left = lines.wordless();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].from_ms, Some(2_000));
        assert_eq!(lines.words("c", None).unwrap().text, "(not understood)");
    }
}
