//! How much of each wait for an answer passed between the phone and the model: what the application adds to a talk, seen
//! from both of its ends.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokio::time::{Duration, Instant};

/// The waits of callees whom the model talks with.
#[derive(Debug, Default)]
pub(crate) struct WaitBook {
    turns: HashMap<String, Turn>,
    over: Vec<Wait>,
}

/// Whose turn it is on one line, by what was last heard where.
#[derive(Debug, Default)]
struct Turn {
    /// When the phone last sent something loud.
    said: Option<Instant>,
    /// When the model last got something loud.
    arrived: Option<Instant>,
    /// When the model sent the first sound of its answer.
    sent: Option<Instant>,
}

/// One wait that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wait {
    /// From the phone to the model.
    there: Duration,
    /// From the model to the phone.
    back: Duration,
    /// All of it, the model's own time included.
    whole: Duration,
}

impl WaitBook {
    /// The model talks with this number from now on.
    pub fn begin(&mut self, number: &str) {
        self.turns.insert(number.to_owned(), Turn::default());
    }

    /// The model no longer does.
    pub fn end(&mut self, number: &str) {
        self.turns.remove(number);
    }

    /// One frame at a phone: whether the callee spoke in it, and whether something could be heard.
    pub fn passes(&mut self, number: &str, spoke: bool, heard: bool, now: Instant) {
        let Some(turn) = self.turns.get_mut(number) else {
            return;
        };
        if spoke {
            // Whoever speaks again before the answer is there did not wait for it.
            turn.sent = None;
            turn.said = Some(now);
            return;
        }
        if !heard {
            return;
        }
        if let Turn {
            said: Some(said),
            arrived: Some(arrived),
            sent: Some(sent),
        } = *turn
        {
            *turn = Turn::default();
            if self.over.len() < WAITS_KEPT {
                self.over.push(Wait {
                    there: arrived.saturating_duration_since(said),
                    back: now.saturating_duration_since(sent),
                    whole: now.saturating_duration_since(said),
                });
            }
        }
    }

    /// The model got something loud.
    pub fn arrives(&mut self, number: &str, now: Instant) {
        if let Some(turn) = self.turns.get_mut(number) {
            turn.arrived = Some(now);
        }
    }

    /// The model sent sound of its answer.
    pub fn answers(&mut self, number: &str, now: Instant) {
        if let Some(turn) = self.turns.get_mut(number)
            && turn.said.is_some()
            && turn.arrived.is_some()
        {
            turn.sent.get_or_insert(now);
        }
    }

    /// Those that are over, in microseconds.
    pub fn pages(&self) -> Vec<Value> {
        let waits = self.over.iter();
        waits
            .map(|wait| {
                let micros = |part: Duration| u64::try_from(part.as_micros()).unwrap_or(u64::MAX);
                json!({"there_us": micros(wait.there), "back_us": micros(wait.back), "whole_us": micros(wait.whole)})
            })
            .collect()
    }

    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

const WAITS_KEPT: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "+14155550100";

    #[test]
    fn a_wait_is_what_passes_before_and_after_the_model() {
        let began = Instant::now();
        let at = |ms| began + Duration::from_millis(ms);
        let mut book = WaitBook::default();
        book.begin(NUMBER);
        book.passes(NUMBER, true, false, at(0));
        book.arrives(NUMBER, at(25));
        book.passes(NUMBER, false, false, at(20));
        book.answers(NUMBER, at(700));
        book.answers(NUMBER, at(740));
        book.passes(NUMBER, false, false, at(720));
        book.passes(NUMBER, false, true, at(755));
        book.passes(NUMBER, false, true, at(775));
        assert_eq!(
            book.pages(),
            [json!({"there_us": 25_000, "back_us": 55_000, "whole_us": 755_000})]
        );
    }

    #[test]
    fn neither_the_first_words_nor_an_answer_that_is_talked_over_nor_a_stranger_is_a_wait() {
        let began = Instant::now();
        let at = |ms| began + Duration::from_millis(ms);
        let mut book = WaitBook::default();
        book.begin(NUMBER);
        book.answers(NUMBER, at(0));
        book.passes(NUMBER, false, true, at(20));
        book.passes(NUMBER, true, false, at(40));
        book.arrives(NUMBER, at(60));
        book.answers(NUMBER, at(600));
        book.passes(NUMBER, true, true, at(610));
        book.passes(NUMBER, false, true, at(630));
        book.passes("+14155550199", true, true, at(640));
        book.end(NUMBER);
        book.passes(NUMBER, false, true, at(660));
        assert_eq!(book.pages(), Vec::<Value>::new());
    }
}
