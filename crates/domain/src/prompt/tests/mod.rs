//! Commands as people write them.

mod calls;
mod guards;
mod orders;
mod properties;
mod refusals;
mod times;

use super::{Intent, NotUnderstood, PromptCtx, parse_command};
use crate::time::Timestamp;

/// Friday, 20 November 2026, 12:00 in New York.
fn ctx(region: &str) -> PromptCtx<'_> {
    PromptCtx {
        default_region: region,
        now: at("2026-11-20T17:00:00Z"),
        zone: jiff::tz::TimeZone::get("America/New_York").expect("the table is built in"),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse::<jiff::Timestamp>().expect("a time").into()
}

fn understood(text: &str) -> Intent {
    match parse_command(text, &ctx("US")) {
        Ok(command) => command.intent,
        Err(refusal) => panic!("{text:?} was refused: {refusal:?}"),
    }
}

fn refused(text: &str) -> NotUnderstood {
    match parse_command(text, &ctx("US")) {
        Ok(command) => panic!("{text:?} was understood as {:?}", command.intent),
        Err(refusal) => refusal,
    }
}

/// An intent on one line: `call +1415… +44… "hello" at 2026-…`.
fn show(intent: &Intent) -> String {
    let (word, message, at) = match intent {
        Intent::Call { message, at, .. } => ("call", message.as_deref(), *at),
        Intent::DoNotCall { .. } => ("do_not_call", None, None),
        Intent::Cancel { .. } => ("cancel", None, None),
        Intent::HangUpAll => ("hang_up_all", None, None),
        Intent::Status => ("status", None, None),
        Intent::PauseRuns => ("pause", None, None),
        Intent::ResumeRuns => ("resume", None, None),
    };
    let mut line = word.to_owned();
    for mention in intent.numbers() {
        line += " ";
        line += mention
            .phone
            .as_ref()
            .map_or_else(|problem| problem.code.as_str(), |phone| phone.e164());
    }
    if let Some(message) = message {
        line += &format!(" \"{message}\"");
    }
    if let Some(at) = at {
        line += &format!(" at {at}");
    }
    line
}

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(show(&understood(text)), *expected, "{text:?}");
    }
}
