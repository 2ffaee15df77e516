//! A cursor over a command's tokens.

use super::intent::{Role, Span};
use super::refusal::NotUnderstood;
use super::token::{Kind, Token, excerpt, tokens};

/// A cursor over a command's tokens; it remembers what the words it passed contributed.
#[derive(Clone)]
pub(super) struct Reader<'t> {
    pub text: &'t str,
    tokens: Vec<Token>,
    pub at: usize,
    pub spans: Vec<Span>,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Result<Self, NotUnderstood> {
        Ok(Self {
            text,
            tokens: tokens(text)?,
            at: 0,
            spans: Vec::new(),
        })
    }

    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub fn peek_kind(&self) -> Option<Kind> {
        self.peek().map(|token| token.kind)
    }

    pub fn peek_after(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    /// The word here, if it is one.
    pub fn word(&self) -> Option<&str> {
        self.peek()
            .filter(|token| token.kind == Kind::Word)
            .map(|token| token.text.as_str())
    }

    pub fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// How many tokens the words of a phrase take here; hyphens between them are spaces.
    fn length_of(&self, phrase: &str) -> Option<usize> {
        let mut ahead = 0;
        for (index, word) in phrase.split(' ').enumerate() {
            if index > 0 && self.is_hyphen(ahead) {
                ahead += 1;
            }
            let token = self.peek_after(ahead)?;
            if token.kind != Kind::Word || token.text != word {
                return None;
            }
            ahead += 1;
        }
        Some(ahead)
    }

    fn is_hyphen(&self, ahead: usize) -> bool {
        self.peek_after(ahead)
            .is_some_and(|token| token.kind == Kind::Separator && token.text == "-")
    }

    /// Passes one of the phrases, the longest that fits.
    pub fn eat(&mut self, phrases: &[&str]) -> bool {
        let longest = phrases.iter().filter_map(|phrase| self.length_of(phrase)).max();
        self.at += longest.unwrap_or(0);
        longest.is_some()
    }

    /// Passes one of the phrases and notes it as saying what to do.
    pub fn eat_verb(&mut self, phrases: &[&str]) -> bool {
        let from = self.at;
        let eaten = self.eat(phrases);
        if eaten {
            self.note(from, Role::Verb);
        }
        eaten
    }

    /// Passes any number of the phrases and of separators.
    pub fn skip(&mut self, phrases: &[&str]) {
        loop {
            if self.peek_kind() == Some(Kind::Separator) {
                self.at += 1;
            } else if !self.eat(phrases) {
                return;
            }
        }
    }

    pub fn skip_separators(&mut self) {
        self.skip(&[]);
    }

    /// Notes the tokens from `from` up to here.
    pub fn note(&mut self, from: usize, role: Role) {
        if let (Some(first), Some(last)) = (self.tokens.get(from), self.tokens.get(self.at.wrapping_sub(1))) {
            self.spans.push(Span {
                start: first.start,
                end: last.end,
                role,
            });
        }
    }

    /// The text of the tokens from `from` up to, not including, `to`.
    pub fn written(&self, from: usize, to: usize) -> &'t str {
        match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if from < to => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// The words that stand here, up to the next separator, for a sentence about them.
    pub fn part(&self) -> String {
        let ahead = self.tokens[self.at.min(self.tokens.len())..]
            .iter()
            .take(PART_TOKENS)
            .take_while(|token| token.kind != Kind::Separator)
            .count();
        excerpt(self.written(self.at, self.at + ahead.max(1)))
    }

    /// The text from here to the end of the command.
    pub fn rest(&self) -> &'t str {
        self.peek().map_or("", |token| &self.text[token.start..])
    }

    /// The text from a token to the end of the command.
    pub fn rest_of(&self, from: usize) -> &'t str {
        self.tokens
            .get(from)
            .map_or("", |token| self.text[token.start..].trim_end())
    }

    pub fn finish(&mut self) {
        self.at = self.tokens.len();
    }

    /// Every token, wherever the cursor is.
    pub fn all(&self) -> &[Token] {
        &self.tokens
    }
}

const PART_TOKENS: usize = 6;
