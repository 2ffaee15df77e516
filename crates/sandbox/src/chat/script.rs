//! What the model says next, and what it asks for.
//!
//! Whoever asks for times is offered the free ones; whoever agrees gets the first of them; whoever is not interested, wants
//! never to be called, or wants to be called another day has that noted, and the talk ends. The same talk always goes on
//! the same way.

use jiff::ToSpan as _;
use outdial_domain::Timestamp;
use serde_json::{Value, json};

use super::heard::{Wish, wish};
use super::request::{Request, calls};
use crate::vapi::offers::{self, Offer};

/// What the model says, and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    pub text: Option<String>,
    pub calls: Vec<(&'static str, Value)>,
}

/// What the model says next.
pub(super) fn next(request: &Request<'_>, now: Timestamp) -> Said {
    let script = Script { request, now };
    let last = request.messages.last();
    match last.and_then(|message| message["role"].as_str()) {
        Some("tool") => script.goes_on(),
        Some("user") => script.answers(&content(last)),
        Some(_) | None => says("Hello! Do you have a minute?"),
    }
}

struct Script<'a> {
    request: &'a Request<'a>,
    now: Timestamp,
}

impl Script<'_> {
    fn answers(&self, said: &str) -> Said {
        match wish(said) {
            Wish::NeverAgain => self.asks("do_not_call", json!({"quote": said}), STAND_IN),
            Wish::NotInterested => self.asks("mark_not_interested", json!({"quote": said}), STAND_IN),
            Wish::Person => {
                let arguments = json!({"summary": "Wants to talk to a person.", "quote": said});
                let mut asked = self.asks("transfer_to_human", arguments, STAND_IN);
                if !asked.calls.is_empty() {
                    asked.text = Some("Of course. One moment, I am putting you through.".to_owned());
                }
                asked
            }
            Wish::Mail => {
                let arguments =
                    json!({"subject": "What it costs", "message": "One seat costs 20 dollars a month."});
                self.asks("send_email", arguments, STAND_IN)
            }
            Wish::Later => {
                let tomorrow = self.now.to_jiff().saturating_add(24.hours());
                let tomorrow = tomorrow.unwrap_or(self.now.to_jiff());
                let at = tomorrow.strftime("%Y-%m-%dT10:00:00+00:00").to_string();
                self.asks("schedule_callback", json!({"at": at, "quote": said}), STAND_IN)
            }
            Wish::Goodbye => self.ends("Goodbye, and thank you for your time."),
            Wish::Yes => match self.open_offers().first() {
                Some(offer) => {
                    let arguments = json!({"slot": offer.slot, "quote": said});
                    self.asks("book_appointment", arguments, STAND_IN)
                }
                None => self.asks("check_availability", json!({}), STAND_IN),
            },
            Wish::Times => self.asks("check_availability", json!({}), STAND_IN),
            Wish::Other => says(STAND_IN),
        }
    }

    /// What is said when a tool has answered.
    fn goes_on(&self) -> Said {
        let Some((tool, output)) = self.answered().pop() else {
            return says(STAND_IN);
        };
        match tool.as_str() {
            "check_availability" => match offers::read(&output).as_slice() {
                [] => says("I am sorry, no time is free in those days. Shall we call you another day?"),
                [only] => says(format!("How about {}?", spoken(only))),
                [first, second, ..] => says(format!("How about {}? Or {}?", spoken(first), spoken(second))),
            },
            "book_appointment" => match output
                .strip_prefix(BOOKED)
                .and_then(|rest| rest.split_once(" at "))
            {
                Some((_, when)) => says(format!(
                    "You are booked for {}. Is there anything else?",
                    when.trim_end_matches('.')
                )),
                None => says("I am sorry, that time cannot be had. Shall I look for another one?"),
            },
            "send_email" if output.starts_with(ON_ITS_WAY) => {
                says("It is on its way. Is there anything else?")
            }
            "send_email" => says("Where may I send it? Please spell the address."),
            "transfer_to_human" => {
                says("I am sorry, nobody is free at the moment. When may somebody call you?")
            }
            "mark_not_interested" => self.ends("I understand. Have a good day!"),
            "do_not_call" => self.ends("That is done: we will not call you again. Goodbye."),
            "schedule_callback" if output.starts_with(NOTED) => self.ends("We will call you then. Goodbye!"),
            "schedule_callback" => says("When would suit you?"),
            _ => says("That is done. Is there anything else?"),
        }
    }

    /// Every tool that has answered, with what it said.
    fn answered(&self) -> Vec<(String, String)> {
        let mut names: Vec<(&str, &str)> = Vec::new();
        let mut answered = Vec::new();
        for message in self.request.messages {
            names.extend(calls(message).filter_map(|call| {
                let name = call["function"]["name"].as_str()?;
                Some((call["id"].as_str()?, name))
            }));
            if message["role"] == "tool"
                && let Some((_, name)) = names.iter().rfind(|(id, _)| message["tool_call_id"] == *id)
            {
                answered.push(((*name).to_owned(), content(Some(message))));
            }
        }
        answered
    }

    /// The times that were offered last, unless one of them was booked since.
    fn open_offers(&self) -> Vec<Offer> {
        for (tool, output) in self.answered().iter().rev() {
            match tool.as_str() {
                "check_availability" => return offers::read(output),
                "book_appointment" if output.starts_with(BOOKED) => return Vec::new(),
                _ => {}
            }
        }
        Vec::new()
    }

    /// Asks for a tool, or says something else when there is no such tool.
    fn asks(&self, tool: &'static str, arguments: Value, otherwise: &str) -> Said {
        if self.request.tools.contains(&tool) {
            Said {
                text: None,
                calls: vec![(tool, arguments)],
            }
        } else {
            says(otherwise)
        }
    }

    fn ends(&self, text: &str) -> Said {
        Said {
            text: Some(text.to_owned()),
            ..self.asks("end_call", json!({}), text)
        }
    }
}

fn says(text: impl Into<String>) -> Said {
    Said {
        text: Some(text.into()),
        calls: Vec::new(),
    }
}

fn spoken(offer: &Offer) -> &str {
    if offer.spoken.is_empty() {
        &offer.start
    } else {
        &offer.spoken
    }
}

/// The text of a message, whichever of its two forms it has.
fn content(message: Option<&Value>) -> String {
    match message.map(|message| &message["content"]) {
        Some(Value::Array(parts)) => {
            let texts = parts.iter().filter_map(|part| part["text"].as_str());
            texts.collect::<Vec<_>>().join(" ")
        }
        Some(content) => content.as_str().unwrap_or_default().to_owned(),
        None => String::new(),
    }
}

/// How the application says that a booking stands, and that a time was noted.
const BOOKED: &str = "Successfully booked";
const NOTED: &str = "Noted";
/// How it says that a mail will be sent.
const ON_ITS_WAY: &str = "It is on its way";
const STAND_IN: &str = "I am a stand-in that follows a script. Ask me for a time, agree to it, say that you are not \
                        interested, ask to be called later or never again, or say goodbye.";

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &str = "Free times, by the clock of UTC: Monday at 12:00 PM (start 2026-11-23T12:00:00Z, slot a); \
                          Monday at 1:00 PM (start 2026-11-23T13:00:00Z, slot b).";

    const TOOLS: [&str; 6] = [
        "check_availability",
        "book_appointment",
        "mark_not_interested",
        "schedule_callback",
        "do_not_call",
        "end_call",
    ];

    fn user(text: &str) -> Value {
        json!({"role": "user", "content": text})
    }

    fn done(tool: &str, output: &str) -> [Value; 2] {
        [
            json!({"role": "assistant", "content": null,
                "tool_calls": [{"id": tool, "type": "function", "function": {"name": tool, "arguments": "{}"}}]}),
            json!({"role": "tool", "tool_call_id": tool, "content": output}),
        ]
    }

    fn after(messages: &[Value], tools: &[&'static str]) -> Said {
        let request = Request {
            model: "m",
            messages,
            tools: tools.to_vec(),
            schema: None,
        };
        next(&request, Timestamp(0))
    }

    fn tool_after(messages: &[Value]) -> Option<&'static str> {
        after(messages, &TOOLS).calls.first().map(|(name, _)| *name)
    }

    #[test]
    fn whoever_asks_for_times_is_offered_them_and_whoever_agrees_gets_the_first() {
        let mut talk = vec![user("What times are free?")];
        assert_eq!(tool_after(&talk), Some("check_availability"));
        talk.extend(done("check_availability", OFFERS));
        let offered = after(&talk, &TOOLS);
        let text = "How about Monday at 12:00 PM? Or Monday at 1:00 PM?";
        assert_eq!(offered.text.as_deref(), Some(text));
        talk.extend([json!({"role": "assistant", "content": text}), user("Yes, fine.")]);
        let books = after(&talk, &TOOLS);
        assert_eq!(books.calls[0].0, "book_appointment");
        assert_eq!(books.calls[0].1["slot"], "a");
        let booked = "Successfully booked appointment for Ada at Monday at 12:00 PM.";
        talk.extend(done("book_appointment", booked));
        let text = "You are booked for Monday at 12:00 PM. Is there anything else?";
        assert_eq!(after(&talk, &TOOLS).text.as_deref(), Some(text));
        talk.push(user("Goodbye."));
        assert_eq!(tool_after(&talk), Some("end_call"));
    }

    #[test]
    fn every_no_is_noted_and_ends_the_talk() {
        for (said, tool, output) in [
            (
                "I am not interested.",
                "mark_not_interested",
                "Noted. Say goodbye.",
            ),
            ("Never call me again.", "do_not_call", "Done."),
            (
                "Call me later.",
                "schedule_callback",
                "Noted: they are called again.",
            ),
        ] {
            let mut talk = vec![user(said)];
            assert_eq!(tool_after(&talk), Some(tool));
            talk.extend(done(tool, output));
            let ends = after(&talk, &TOOLS);
            assert_eq!(ends.calls[0].0, "end_call", "{said}");
            assert!(ends.text.is_some());
        }
    }

    #[test]
    fn whoever_wants_it_in_writing_or_a_person_gets_that_if_it_can_be_had() {
        let all = [&TOOLS[..], &["send_email", "transfer_to_human"]].concat();
        let mut talk = vec![user("Send me an e-mail.")];
        assert_eq!(after(&talk, &all).calls[0].0, "send_email");
        talk.extend(done("send_email", "No e-mail address is known."));
        let asks = after(&talk, &all).text.unwrap_or_default();
        assert!(asks.contains("spell the address"), "{asks}");
        let person = [user("I want to talk to a person")];
        let puts_through = after(&person, &all);
        assert_eq!(puts_through.calls[0].0, "transfer_to_human");
        assert!(puts_through.text.is_some());
        assert_eq!(after(&person, &TOOLS), says(STAND_IN));
    }

    #[test]
    fn a_tool_that_it_was_not_given_is_not_asked_for() {
        let talk = [user("What times are free?")];
        assert_eq!(after(&talk, &["end_call"]), says(STAND_IN));
        let ends = after(&[user("Bye!")], &[]);
        assert_eq!(ends.calls, []);
        assert!(ends.text.is_some_and(|text| text.contains("Goodbye")));
    }
}
