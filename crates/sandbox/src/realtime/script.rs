//! What is said and asked for, by what the callee wants.

use jiff::ToSpan as _;
use outdial_domain::Timestamp;
use serde_json::{Value, json};

use crate::people::Attitude;
use crate::vapi::offers::{self, Offer};

/// Where the talk stands.
#[derive(Debug)]
pub(super) struct Script {
    attitude: Attitude,
    /// How often the callee has spoken.
    turns: usize,
    offers: Vec<Offer>,
    /// The tool whose answer is awaited.
    asked: Option<&'static str>,
    asked_for_later: bool,
    tries: usize,
}

/// What a response is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reply {
    pub text: Option<String>,
    pub calls: Vec<(&'static str, String)>,
}

impl Reply {
    pub fn says(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            calls: Vec::new(),
        }
    }

    fn asks(tool: &'static str, arguments: &Value) -> Self {
        Self {
            text: None,
            calls: vec![(tool, arguments.to_string())],
        }
    }

    fn ends(text: impl Into<String>) -> Self {
        Self {
            calls: vec![("end_call", "{}".to_owned())],
            ..Self::says(text)
        }
    }
}

impl Script {
    pub fn new(attitude: Attitude) -> Self {
        Self {
            attitude,
            turns: 0,
            offers: Vec::new(),
            asked: None,
            asked_for_later: false,
            tries: 0,
        }
    }

    /// The callee has spoken: what they said.
    pub fn hears(&mut self) -> &'static str {
        self.turns += 1;
        self.line()
    }

    fn line(&self) -> &'static str {
        match (self.attitude, self.turns) {
            (Attitude::Accepts | Attitude::OtherTime, 0 | 1) => "Yes, go on. What is it about?",
            (Attitude::OtherTime, 2) => "That does not suit me. Have you anything a day later?",
            (Attitude::Accepts | Attitude::OtherTime, _) => "Yes, that works for me.",
            (Attitude::Refuses, _) => "No, thank you, I am not interested.",
            (Attitude::CallsBack, _) => "I have no time now. Call me tomorrow at ten.",
            (Attitude::OptsOut, _) => "Take me off your list and never call me again.",
            (Attitude::WantsMail, _) => "What does it cost? Send me an e-mail.",
            (Attitude::WantsPerson, 0 | 1) => "Can I talk to a person, please?",
            (Attitude::WantsPerson, _) => "Then call me tomorrow at ten.",
            (Attitude::HangsUp | Attitude::Silent | Attitude::Undecided, 0 | 1) => {
                "Hm. I have to think about it. Send me something."
            }
            (Attitude::HangsUp | Attitude::Silent | Attitude::Undecided, _) => "Not now. Goodbye.",
        }
    }

    /// The answer to what the callee said last.
    pub fn answer(&mut self, now: Timestamp) -> Reply {
        if self.asked.is_some() {
            return Reply::says("One moment, please.");
        }
        let quote = self.line();
        match self.attitude {
            Attitude::Accepts | Attitude::OtherTime => self.arrange(quote),
            Attitude::Refuses => self.ask("mark_not_interested", &json!({"quote": quote})),
            Attitude::OptsOut => self.ask("do_not_call", &json!({"quote": quote})),
            Attitude::WantsMail => self.ask(
                "send_email",
                &json!({"subject": "What it costs", "message": "One seat costs 20 dollars a month."}),
            ),
            // Whoever asks for a person is told first that they are put through.
            Attitude::WantsPerson if self.turns <= 1 => Reply {
                text: Some("Of course. One moment, I am putting you through.".to_owned()),
                ..self.ask(
                    "transfer_to_human",
                    &json!({"summary": "Wants to talk to a person.\nAsked in the first sentence.", "quote": quote}),
                )
            },
            Attitude::CallsBack | Attitude::WantsPerson => {
                let tomorrow = now.to_jiff().saturating_add(24.hours()).unwrap_or(now.to_jiff());
                let at = tomorrow.strftime("%Y-%m-%dT10:00:00+00:00").to_string();
                self.ask("schedule_callback", &json!({"at": at, "quote": quote}))
            }
            Attitude::HangsUp | Attitude::Silent | Attitude::Undecided if self.turns > 1 => {
                Reply::ends("I understand. Goodbye.")
            }
            Attitude::HangsUp | Attitude::Silent | Attitude::Undecided => {
                Reply::says("Of course. Is there anything that you would like to know?")
            }
        }
    }

    fn arrange(&mut self, quote: &str) -> Reply {
        let Some(offer) = self.offers.first().cloned() else {
            return self.ask("check_availability", &json!({}));
        };
        if self.attitude == Attitude::OtherTime && !self.asked_for_later {
            self.asked_for_later = true;
            let from = offer.start.parse::<jiff::Timestamp>();
            let later = from.map(|from| from.saturating_add(24.hours()).unwrap_or(from));
            let from = later.map_or(offer.start, |later| later.to_string());
            return self.ask("check_availability", &json!({"from": from}));
        }
        self.ask(
            "book_appointment",
            &json!({"slot": offer.slot, "start_time": offer.start, "quote": quote}),
        )
    }

    fn ask(&mut self, tool: &'static str, arguments: &Value) -> Reply {
        self.asked = Some(tool);
        Reply::asks(tool, arguments)
    }

    /// What was about to be asked was not: somebody interrupted.
    pub fn is_interrupted(&mut self) {
        self.asked = None;
    }

    /// What is said when a tool has answered.
    pub fn goes_on(&mut self, output: &str) -> Reply {
        match self.asked.take() {
            Some("check_availability") => {
                self.offers = offers::read(output);
                self.offer()
            }
            Some("book_appointment") => {
                let offer = self.offers.first().map(|offer| spoken(offer).to_owned());
                if output.starts_with(BOOKED) {
                    return Reply::ends(format!(
                        "You are booked for {}. Goodbye!",
                        offer.unwrap_or_default()
                    ));
                }
                self.tries += 1;
                if !self.offers.is_empty() {
                    self.offers.remove(0);
                }
                if self.tries >= BOOKING_TRIES {
                    self.offers.clear();
                }
                self.offer()
            }
            Some("mark_not_interested") => Reply::ends("I understand. Have a good day!"),
            Some("do_not_call") => Reply::ends("That is done. I apologise for the disturbance. Goodbye."),
            Some("send_email") => Reply::ends("It is on its way. Goodbye!"),
            // Nobody could be put through: whoever was is not here any more to hear anything.
            Some("transfer_to_human") => {
                Reply::says("I am sorry, nobody is free at the moment. When may somebody call you?")
            }
            Some("schedule_callback") => Reply::ends("I will call you then. Goodbye!"),
            Some(_) | None => Reply::says("Goodbye."),
        }
    }

    fn offer(&self) -> Reply {
        match self.offers.first() {
            Some(offer) => Reply::says(format!("How about {}?", spoken(offer))),
            None => Reply::ends("I am sorry, no time is free. Somebody will call you back. Goodbye."),
        }
    }
}

fn spoken(offer: &Offer) -> &str {
    if offer.spoken.is_empty() {
        &offer.start
    } else {
        &offer.spoken
    }
}

/// How the application says that a booking stands.
const BOOKED: &str = "Successfully booked";
const BOOKING_TRIES: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &str = "Free times, by the clock of UTC: Monday at 12:00 PM (start 2026-11-23T12:00:00Z, slot a); \
                          Monday at 1:00 PM (start 2026-11-23T13:00:00Z, slot b).";

    #[test]
    fn whoever_accepts_is_offered_a_time_and_gets_it() {
        let mut script = Script::new(Attitude::Accepts);
        script.hears();
        assert_eq!(script.answer(Timestamp(0)).calls[0].0, "check_availability");
        assert_eq!(
            script.goes_on(OFFERS),
            Reply::says("How about Monday at 12:00 PM?")
        );
        script.hears();
        let reply = script.answer(Timestamp(0));
        assert!(reply.calls[0].1.contains(r#""slot":"a""#), "{reply:?}");
        let taken = script.goes_on("That time is taken.");
        assert_eq!(taken, Reply::says("How about Monday at 1:00 PM?"));
        script.hears();
        script.answer(Timestamp(0));
        let reply = script.goes_on("Successfully booked appointment for Ada at Monday.");
        assert_eq!(reply.calls[0].0, "end_call");
    }

    #[test]
    fn what_is_asked_already_is_not_asked_again_unless_it_was_interrupted() {
        let mut script = Script::new(Attitude::Refuses);
        script.hears();
        let asks = script.answer(Timestamp(0));
        script.hears();
        assert_eq!(script.answer(Timestamp(0)), Reply::says("One moment, please."));
        script.is_interrupted();
        assert_eq!(script.answer(Timestamp(0)), asks);
    }

    #[test]
    fn every_attitude_comes_to_an_end() {
        for attitude in [
            Attitude::Refuses,
            Attitude::OptsOut,
            Attitude::CallsBack,
            Attitude::Undecided,
            Attitude::WantsMail,
            Attitude::WantsPerson,
        ] {
            let mut script = Script::new(attitude);
            let ends = (0..3).any(|_| {
                script.hears();
                let reply = script.answer(Timestamp(0));
                let asks = reply.calls.first().is_some_and(|(name, _)| *name != "end_call");
                let reply = if asks { script.goes_on("Noted.") } else { reply };
                reply.calls.iter().any(|(name, _)| *name == "end_call")
            });
            assert!(ends, "{attitude:?}");
        }
    }
}
