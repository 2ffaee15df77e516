//! Whether a rehearsal went as expected.

use super::eval::Expectation;
use super::line::{RehearsalLine, came_of};
use crate::voice_agent::{Speaker, Tool};

/// Everything in which a rehearsal is not as expected, in sentences; nothing when it passed.
#[must_use]
pub fn judge(expect: &Expectation, lines: &[RehearsalLine]) -> Vec<String> {
    let mut failures = Vec::new();
    if let Some(expected) = expect.result {
        let found = came_of(lines);
        if found != expected {
            failures.push(format!(
                "What came of it is `{}`, not `{}`.",
                found.as_str(),
                expected.as_str()
            ));
        }
    }
    for tool in &expect.tools {
        if !asks_for(lines, *tool) {
            failures.push(format!("The agent did not ask for `{}`.", tool.as_str()));
        }
    }
    for tool in &expect.never_tools {
        if asks_for(lines, *tool) {
            failures.push(format!("The agent asked for `{}`.", tool.as_str()));
        }
    }
    for phrase in &expect.says {
        if line_with(lines, phrase).is_none() {
            failures.push(format!("The agent never said “{}”.", phrase.trim()));
        }
    }
    for phrase in &expect.never_says {
        if let Some(line) = line_with(lines, phrase) {
            failures.push(format!(
                "The agent said “{}”, in “{}”.",
                phrase.trim(),
                shortened(&line.text)
            ));
        }
    }
    failures
}

/// Whether it was asked for, with success or without.
fn asks_for(lines: &[RehearsalLine], wanted: Tool) -> bool {
    let mut asked = lines.iter().flat_map(|line| &line.tools);
    asked.any(|tool| tool.name.parse() == Ok(wanted))
}

fn line_with<'a>(lines: &'a [RehearsalLine], phrase: &str) -> Option<&'a RehearsalLine> {
    let wanted = plain(phrase);
    let mut of_agent = lines.iter().filter(|line| line.speaker == Speaker::Agent);
    of_agent.find(|line| plain(&line.text).contains(&wanted))
}

/// Without what differs in writing alone.
fn plain(text: &str) -> String {
    let text: String = text.chars().flat_map(char::to_lowercase).collect();
    let text = text.replace(['’', '‘'], "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

const SHOWN: usize = 120;

#[cfg(test)]
mod tests {
    use super::super::line::RehearsedTool;
    use super::*;
    use crate::leads::LeadResult;

    fn tool(name: &str, result: Result<&str, &str>) -> RehearsedTool {
        RehearsedTool {
            name: name.to_owned(),
            arguments: "{}".to_owned(),
            result: result.map(str::to_owned).map_err(str::to_owned),
        }
    }

    /// A callee asks for times, and takes one.
    fn booked() -> Vec<RehearsalLine> {
        vec![
            RehearsalLine::of_agent("Hello, I am an automated assistant.", Vec::new()),
            RehearsalLine::of_callee("Which times are free? I guarantee nothing."),
            RehearsalLine::of_agent(
                "I have  Monday at noon.",
                vec![tool("check_availability", Ok("Free times: Monday."))],
            ),
            RehearsalLine::of_callee("Fine."),
            RehearsalLine::of_agent(
                "You’re booked. Goodbye!",
                vec![
                    tool("bookAppointment", Err("That time is no longer free.")),
                    tool("book_appointment", Ok("Successfully booked.")),
                    tool("fly", Err("There is no tool.")),
                    tool("end_call", Ok("Say goodbye.")),
                ],
            ),
        ]
    }

    #[test]
    fn every_expectation_passes_or_fails_with_a_sentence() {
        use Tool::{BookAppointment, CheckAvailability, DoNotCall};
        let expect = Expectation::default;
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let table: Vec<(Expectation, &[&str])> = vec![
            (expect(), &[]),
            (
                Expectation {
                    result: Some(LeadResult::Scheduled),
                    tools: vec![CheckAvailability, BookAppointment],
                    never_tools: vec![DoNotCall],
                    says: words(&["AUTOMATED assistant", "monday at  noon", "you're booked"]),
                    // The callee says it, and that is no matter.
                    never_says: words(&["guarantee"]),
                },
                &[],
            ),
            (
                Expectation {
                    result: Some(LeadResult::NotInterested),
                    ..expect()
                },
                &["What came of it is `scheduled`, not `not_interested`."],
            ),
            (
                Expectation {
                    tools: vec![DoNotCall, BookAppointment],
                    ..expect()
                },
                &["The agent did not ask for `do_not_call`."],
            ),
            (
                Expectation {
                    never_tools: vec![CheckAvailability, DoNotCall],
                    ..expect()
                },
                &["The agent asked for `check_availability`."],
            ),
            (
                Expectation {
                    says: words(&["Tuesday", "Hello"]),
                    ..expect()
                },
                &["The agent never said “Tuesday”."],
            ),
            (
                Expectation {
                    never_says: words(&["MONDAY"]),
                    ..expect()
                },
                &["The agent said “MONDAY”, in “I have  Monday at noon.”."],
            ),
        ];
        for (expect, failures) in table {
            assert_eq!(judge(&expect, &booked()), failures, "{expect:?}");
        }
    }

    #[test]
    fn what_came_of_a_rehearsal_is_decided_by_what_was_performed() {
        let after = |tools: Vec<RehearsedTool>| {
            came_of(&[
                RehearsalLine::of_callee("Hm."),
                RehearsalLine::of_agent("I see.", tools),
            ])
        };
        for (tools, result) in [
            (vec![], LeadResult::Talked),
            (vec![tool("book_appointment", Err("No."))], LeadResult::Talked),
            (
                vec![tool("mark_not_interested", Ok("Noted."))],
                LeadResult::NotInterested,
            ),
            (
                vec![tool("schedule_callback", Ok("Noted."))],
                LeadResult::Callback,
            ),
            (
                vec![
                    tool("mark_not_interested", Ok("Noted.")),
                    tool("do_not_call", Ok("Done.")),
                ],
                LeadResult::DoNotCall,
            ),
            (
                vec![
                    tool("book_appointment", Ok("Booked.")),
                    tool("cancel_appointment", Ok("Called off.")),
                ],
                LeadResult::Talked,
            ),
        ] {
            assert_eq!(after(tools.clone()), result, "{tools:?}");
        }
    }
}
