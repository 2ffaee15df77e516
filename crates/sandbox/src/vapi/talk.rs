//! What is said, by what the callee wants.

use std::sync::Arc;
use std::time::Duration;

use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::call::{Outcome, VapiCall};
use super::offers::{self, Offer};
use super::template::fill;
use crate::draw::Draw;
use crate::people::Attitude;
use crate::sandbox::Sandbox;

/// A talk between the agent and a callee.
pub(super) struct Talk<'a> {
    sandbox: &'a Arc<Sandbox>,
    call: &'a Arc<VapiCall>,
    asked: u32,
}

impl<'a> Talk<'a> {
    pub(super) fn new(sandbox: &'a Arc<Sandbox>, call: &'a Arc<VapiCall>) -> Self {
        Self {
            sandbox,
            call,
            asked: 0,
        }
    }

    /// The whole talk; the answer is Vapi's word for its end.
    pub(super) async fn with_person(mut self) -> &'static str {
        if self.call.attitude == Attitude::HangsUp {
            return self.cut_short().await;
        }
        self.agent(&self.first_message()).await;
        match self.call.attitude {
            Attitude::Accepts => self.makes_appointment(false).await,
            Attitude::OtherTime => self.makes_appointment(true).await,
            Attitude::Refuses => self.refuses().await,
            Attitude::CallsBack => self.calls_back().await,
            Attitude::OptsOut => self.opts_out().await,
            Attitude::Undecided => self.decides_nothing().await,
            Attitude::WantsMail => self.wants_mail().await,
            Attitude::WantsPerson => self.wants_person().await,
            Attitude::Silent => self.waits_in_vain().await,
            Attitude::HangsUp => "customer-ended-call",
        }
    }

    /// Nobody says anything that the agent could answer.
    pub(super) async fn waits_in_vain(&mut self) -> &'static str {
        sleep(SILENCE).await;
        "silence-timed-out"
    }

    /// A machine: it is recognised if that was wished, and gets its message.
    pub(super) async fn with_machine(mut self, greeting_ms: u64) -> &'static str {
        let wished = self.call.setting("voicemailDetection");
        if wished.is_null() || wished == "off" {
            self.agent(&self.first_message()).await;
            return self.waits_in_vain().await;
        }
        sleep(Duration::from_millis(greeting_ms)).await;
        if let Some(message) = self.call.setting("voicemailMessage").as_str() {
            let message = fill(message, self.call.variables());
            self.agent(&message).await;
        }
        self.came_to("voicemail", &[], None);
        "voicemail"
    }

    async fn cut_short(&mut self) -> &'static str {
        let whole = self.first_message();
        let half: String = whole.chars().take(whole.chars().count() / 2).collect();
        self.agent(half.trim_end()).await;
        "customer-ended-call"
    }

    async fn makes_appointment(&mut self, another_time: bool) -> &'static str {
        self.callee("Yes, go on. What is it about?").await;
        let mut offers = self.availability(json!({})).await;
        if another_time && !offers.is_empty() {
            self.agent(&format!("I could offer {}.", spoken(&offers[0])))
                .await;
            self.callee("That does not suit me. Have you anything a day later?")
                .await;
            let later = self
                .availability(json!({ "from": day_after(&offers[0].start) }))
                .await;
            if !later.is_empty() {
                offers = later;
                // Whoever is choosy takes the last.
                offers.reverse();
            }
        }
        if offers.is_empty() {
            self.agent("I am sorry, no time is free. Somebody will call you back.")
                .await;
            self.callee("All right. Goodbye.").await;
            self.came_to("talked", &["All right. Goodbye."], None);
            return "customer-ended-call";
        }
        for offer in offers.iter().take(BOOKING_TRIES) {
            self.agent(&format!("How about {}?", spoken(offer))).await;
            let quote = "Yes, that works for me.";
            self.callee(quote).await;
            if self.book(offer, quote).await {
                self.agent(&format!("You are booked for {}. Goodbye!", spoken(offer)))
                    .await;
                self.came_to("scheduled", &[quote], None);
                return "assistant-ended-call";
            }
            self.agent("I am sorry, that time has just been taken.").await;
        }
        self.callee("Then let us leave it. Goodbye.").await;
        self.came_to("talked", &["Then let us leave it. Goodbye."], None);
        "customer-ended-call"
    }

    async fn availability(&mut self, mut arguments: Value) -> Vec<Offer> {
        if let Some(zone) = self.call.variable(&["lead_timezone", "timezone"]) {
            arguments["timezone"] = zone.into();
        }
        let said = self.tool("check_availability", &arguments).await;
        said.map(|said| offers::read(&said)).unwrap_or_default()
    }

    async fn book(&mut self, offer: &Offer, quote: &str) -> bool {
        let mut arguments = json!({ "slot": offer.slot, "start_time": offer.start, "quote": quote });
        let known = [
            ("name", &["lead_contact_name", "name"][..]),
            ("email", &["lead_email", "email"]),
            ("company", &["lead_company_name", "company"]),
            ("timezone", &["lead_timezone", "timezone"]),
        ];
        for (argument, names) in known {
            if let Some(value) = self.call.variable(names) {
                arguments[argument] = value.into();
            }
        }
        self.tool("book_appointment", &arguments).await.is_ok()
    }

    async fn refuses(&mut self) -> &'static str {
        let quote = "No, thank you, I am not interested.";
        self.callee(quote).await;
        let _ = self.tool("mark_not_interested", &json!({ "quote": quote })).await;
        self.agent("I understand. Have a good day!").await;
        self.came_to("not_interested", &[quote], None);
        "assistant-ended-call"
    }

    async fn calls_back(&mut self) -> &'static str {
        let quote = "I have no time now. Call me tomorrow at ten.";
        self.callee(quote).await;
        let at = self.tomorrow_at_ten();
        let mut arguments = json!({ "at": at, "quote": quote });
        if let Some(zone) = self.call.variable(&["lead_timezone", "timezone"]) {
            arguments["timezone"] = zone.into();
        }
        let _ = self.tool("schedule_callback", &arguments).await;
        self.agent("I will call you then. Goodbye!").await;
        self.came_to("callback", &[quote], Some(at));
        "assistant-ended-call"
    }

    async fn opts_out(&mut self) -> &'static str {
        let quote = "Take me off your list and never call me again.";
        self.callee(quote).await;
        let _ = self.tool("do_not_call", &json!({ "quote": quote })).await;
        self.agent("That is done. I apologise for the disturbance. Goodbye.")
            .await;
        self.came_to("do_not_call", &[quote], None);
        "assistant-ended-call"
    }

    async fn decides_nothing(&mut self) -> &'static str {
        self.callee("Hm. I have to think about it. Send me something.")
            .await;
        self.agent("Of course. Is there anything that you would like to know?")
            .await;
        self.callee("Not now. Goodbye.").await;
        self.came_to(
            "talked",
            &["Hm. I have to think about it. Send me something."],
            None,
        );
        "customer-ended-call"
    }

    async fn wants_mail(&mut self) -> &'static str {
        let quote = "What does it cost? Send me an e-mail.";
        self.callee(quote).await;
        let arguments =
            json!({ "subject": "What it costs", "message": "One seat costs 20 dollars a month." });
        let said = match self.tool("send_email", &arguments).await {
            Ok(_) => "It is on its way. Goodbye!",
            Err(_) => "I cannot send anything from here. Somebody will call you. Goodbye!",
        };
        self.agent(said).await;
        self.came_to("talked", &[quote], None);
        "assistant-ended-call"
    }

    async fn wants_person(&mut self) -> &'static str {
        let quote = "Can I talk to a person, please?";
        self.callee(quote).await;
        let arguments = json!({ "summary": "Wants to talk to a person.", "quote": quote });
        if self.tool("transfer_to_human", &arguments).await.is_ok() {
            return "assistant-forwarded-call";
        }
        self.agent("Nobody can be put through at the moment. When may somebody call you?")
            .await;
        self.calls_back().await
    }

    fn came_to(&self, outcome: &'static str, evidence: &[&str], callback_at: Option<String>) {
        self.call.state().outcome = Some(Outcome {
            outcome,
            evidence: evidence.iter().map(|quote| (*quote).to_owned()).collect(),
            callback_at,
        });
    }

    fn tomorrow_at_ten(&self) -> String {
        let zone = self.call.variable(&["lead_timezone", "timezone"]);
        let zone = zone
            .and_then(|name| TimeZone::get(&name).ok())
            .unwrap_or(TimeZone::UTC);
        let now = self.sandbox.now().to_jiff().to_zoned(zone);
        let tomorrow = now.date().saturating_add(1.day()).at(10, 0, 0, 0);
        let at = tomorrow.to_zoned(now.time_zone().clone()).unwrap_or(now);
        at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn first_message(&self) -> String {
        let first = self.call.setting("firstMessage").as_str().unwrap_or("Hello.");
        fill(first, self.call.variables())
    }

    async fn agent(&mut self, text: &str) {
        self.say("bot", "assistant", text).await;
    }

    async fn callee(&mut self, text: &str) {
        self.say("user", "user", text).await;
    }

    async fn say(&mut self, role: &str, told_role: &str, text: &str) {
        let begin = self.sandbox.now();
        sleep(Duration::from_millis(
            self.sandbox.population.speech.lasts_ms(text),
        ))
        .await;
        let end = self.sandbox.now();
        if role == "bot" {
            self.sandbox
                .ledger
                .change(self.call.entry, |attempt| attempt.say(text));
        }
        self.push(json!({
            "role": role, "message": text, "time": begin.0 / 1_000, "endTime": end.0 / 1_000,
            "secondsFromStart": self.seconds_to(begin), "duration": end.ms_since(begin),
        }));
        let message = json!({ "role": told_role, "transcriptType": "final", "transcript": text });
        let nth = self.call.state().messages.len().to_string();
        self.sandbox.tell_of(self.call, "transcript", &nth, message).await;
    }

    #[expect(clippy::cast_precision_loss, reason = "a call is short")]
    fn seconds_to(&self, at: outdial_domain::Timestamp) -> f64 {
        let started = self.call.state().started_at.unwrap_or(at);
        at.ms_since(started) as f64 / 1_000.0
    }

    fn push(&self, message: Value) {
        let mut state = self.call.state();
        if state.messages.len() < MESSAGES_MAX {
            state.messages.push(message);
        }
    }

    /// Asks for a tool; the answer is what it said, or its refusal. An assistant without it does not ask.
    async fn tool(&mut self, name: &str, arguments: &Value) -> Result<String, String> {
        let call = self.call;
        let Some(tool) = call.tool(name) else {
            return Err("the assistant has no such tool".to_owned());
        };
        if let Some(words) = said_before(tool) {
            self.agent(words).await;
        }
        self.asked += 1;
        let nth = self.asked.to_string();
        let id = format!("call_{}", &self.sandbox.uuid("tool", &[&call.id, &nth])[..13]);
        let begin = self.sandbox.now();
        let entry = self.entry(&id, name, arguments);
        let mut described = tool.clone();
        described["toolCall"] = entry.clone();
        self.push(json!({
            "role": "tool_calls", "time": begin.0 / 1_000, "secondsFromStart": self.seconds_to(begin),
            "toolCalls": [{ "id": id, "type": "function",
                "function": { "name": name, "arguments": arguments.to_string() } }],
        }));
        let message = json!({ "toolCallList": [entry], "toolWithToolCallList": [described] });
        let what = format!("{name} {nth}");
        let answer = self.sandbox.ask_for(call, &what, &tool["server"], message).await;
        let results = answer.as_ref().and_then(|answer| answer["results"].as_array());
        let own =
            results.and_then(|results| results.iter().find(|result| result["toolCallId"] == id.as_str()));
        let said = |key: &str| own.and_then(|own| own[key].as_str()).map(str::to_owned);
        let outcome = match (said("result"), said("error")) {
            (Some(result), _) => Ok(result),
            (None, Some(error)) => Err(error),
            (None, None) => Err("No result returned.".to_owned()),
        };
        let end = self.sandbox.now();
        let text = match &outcome {
            Ok(text) | Err(text) => text.clone(),
        };
        self.push(json!({
            "role": "tool_call_result", "toolCallId": id, "name": name, "result": text, "time": end.0 / 1_000,
            "secondsFromStart": self.seconds_to(end),
        }));
        outcome
    }

    /// A request in one of the shapes that Vapi's documents show; one call keeps to one.
    fn entry(&self, id: &str, name: &str, arguments: &Value) -> Value {
        let mut draw = Draw::keyed(self.sandbox.seed, &["tool shape", &self.call.number]);
        match draw.one_of(&[0, 1, 2]) {
            Some(1) => json!({ "id": id, "name": name, "arguments": arguments }),
            Some(2) => json!({ "id": id, "name": name, "parameters": arguments }),
            _ => json!({
                "id": id, "type": "function", "function": { "name": name, "arguments": arguments.to_string() },
            }),
        }
    }
}

/// What the assistant is to have said before a tool is asked for.
fn said_before(tool: &Value) -> Option<&str> {
    let mut messages = tool["messages"].as_array()?.iter();
    let first = messages.find(|message| message["type"] == "request-start" && message["blocking"] == true)?;
    let text = first["contents"][0]["text"].as_str();
    text.or_else(|| first["content"].as_str())
}

fn spoken(offer: &Offer) -> &str {
    if offer.spoken.is_empty() {
        &offer.start
    } else {
        &offer.spoken
    }
}

/// The same time a day later, or the text itself when it cannot be read.
fn day_after(start: &str) -> String {
    match start.parse::<jiff::Timestamp>() {
        Ok(start) => start.saturating_add(24.hours()).unwrap_or(start).to_string(),
        Err(_) => start.to_owned(),
    }
}

/// How long an agent bears silence.
const SILENCE: Duration = Duration::from_secs(10);
const BOOKING_TRIES: usize = 2;
const MESSAGES_MAX: usize = 500;
