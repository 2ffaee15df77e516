//! Why a command is not carried out: the part that was not understood, and what would be.

use serde::Serialize;

/// A command that is not carried out; the display is one or two sentences for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct NotUnderstood {
    /// The stable code that programs compare.
    pub code: &'static str,
    /// The words that were not understood, if it is particular ones.
    pub part: Option<String>,
    /// What is wrong, and an example of what would be understood.
    pub message: String,
}

impl NotUnderstood {
    pub(super) fn empty() -> Self {
        Self::new(
            "empty",
            None,
            format!("Please enter a command, for example: {EXAMPLE_CALL}"),
        )
    }

    pub(super) fn too_long() -> Self {
        Self::new(
            "too_long",
            None,
            "This is too long for a command; paste long lists into the list box.",
        )
    }

    pub(super) fn unknown(part: &str) -> Self {
        let message =
            format!("I do not understand \"{part}\". Nothing was dialled. For example: {EXAMPLE_CALL}");
        Self::new("not_understood", Some(part), message)
    }

    pub(super) fn negated(part: &str) -> Self {
        let message = format!(
            "\"{part}\" changes the meaning in a way I do not understand. Nothing was dialled. To put a number on \
             the do-not-call list, write: do not call +1 415 555 2671"
        );
        Self::new("negated", Some(part), message)
    }

    pub(super) fn number_missing(verb: &str) -> Self {
        let message = format!("Please say which number, for example: {verb} +1 415 555 2671");
        Self::new("number_missing", None, message)
    }

    pub(super) fn hang_up_whom(part: &str) -> Self {
        let message =
            format!("\"{part}\" does not say which call. Write: hang up all, or: hang up +1 415 555 2671");
        Self::new("number_missing", Some(part), message)
    }

    pub(super) fn name_unknown(name: &str) -> Self {
        let message = format!("There is no lead with the name \"{name}\". Use a number: {EXAMPLE_CALL}");
        Self::new("name_unknown", Some(name), message)
    }

    pub(super) fn numbers_unclear(part: &str) -> Self {
        Self::new("numbers_run_together", Some(part), crate::list::UNCLEAR)
    }

    pub(super) fn quote_unclosed(part: &str) -> Self {
        let message = format!("The quotation mark before {part:?} is not closed.");
        Self::new("quote_unclosed", Some(part), message)
    }

    pub(super) fn message_missing() -> Self {
        let message = format!("Please write what to say, for example: {EXAMPLE_CALL}");
        Self::new("message_missing", None, message)
    }

    pub(super) fn message_unclear(part: &str) -> Self {
        let message = format!(
            "I cannot tell whether \"{part}\" belongs to the message. Put the message in quotes: {EXAMPLE_CALL}"
        );
        Self::new("message_unclear", Some(part), message)
    }

    pub(super) fn message_too_long(limit: usize) -> Self {
        Self::new(
            "message_too_long",
            None,
            format!("A message can have at most {limit} characters."),
        )
    }

    pub(super) fn said_twice(part: &str) -> Self {
        let message = format!("\"{part}\" comes in addition to what was said before; say it only once.");
        Self::new("said_twice", Some(part), message)
    }

    pub(super) fn time(part: &str, why: &str) -> Self {
        let message =
            format!("The time \"{part}\" {why} For example: at 15:30, tomorrow at 9am, in 20 minutes.");
        Self::new("time_not_understood", Some(part), message)
    }

    pub(super) fn time_in_past(part: &str) -> Self {
        let message = format!("\"{part}\" has already passed. For example: tomorrow at 15:30.");
        Self::new("time_in_past", Some(part), message)
    }

    fn new(code: &'static str, part: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            code,
            part: part.map(str::to_owned),
            message: message.into(),
        }
    }
}

const EXAMPLE_CALL: &str = "call +1 415 555 2671 and say \"Your table is ready\"";
