//! Instructions as TwiML.

use std::borrow::Cow;

use outdial_domain::instruction::{Dial, DialTarget, Instruction, JoinRoom};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// The TwiML document for a list of instructions.
pub(super) fn render(instructions: &[Instruction]) -> String {
    let mut document = Document::new();
    document.element("Response", &[], |response| {
        for instruction in instructions {
            verb(response, instruction);
        }
    });
    document.finish()
}

fn verb(document: &mut Document, instruction: &Instruction) {
    match instruction {
        Instruction::Say {
            text,
            voice,
            language,
        } => {
            say(document, text, voice.as_deref(), language.as_deref());
        }
        Instruction::Play { url, times } => {
            let times = times.map(|times| times.to_string());
            document.text("Play", &[("loop", times.as_deref())], url);
        }
        Instruction::SendDigits { digits } => {
            let digits: String = digits.chars().filter(|&key| is_key(key)).collect();
            document.element("Play", &[("digits", Some(&digits))], |_| {});
        }
        Instruction::Pause { seconds } => pause(document, *seconds),
        Instruction::Gather {
            prompt,
            action,
            max_digits,
            timeout_seconds,
        } => {
            gather(document, prompt, action, *max_digits, *timeout_seconds);
        }
        Instruction::Wait {
            music_url: Some(url),
            queue,
        } => {
            document.text(
                "Enqueue",
                &[("waitUrl", Some(url)), ("waitUrlMethod", Some("GET"))],
                queue,
            );
        }
        // A queue always plays something; silence until directed elsewhere is a pause that outlasts the call.
        Instruction::Wait {
            music_url: None,
            queue: _,
        } => pause(document, SILENCE_S),
        Instruction::JoinRoom(room) => document.element("Dial", &[], |dial| conference(dial, room)),
        Instruction::Fork {
            url,
            name,
            parameters,
        } => {
            document.element("Start", &[], |start| stream(start, url, Some(name), parameters));
        }
        Instruction::Stream { url, parameters } => {
            document.element("Connect", &[], |connect| stream(connect, url, None, parameters));
        }
        Instruction::Continue { url } => document.text("Redirect", &[("method", Some("POST"))], url),
        Instruction::Dial(order) => dial(document, order),
        // No agent lives here, and silence would cost money and somebody's patience.
        Instruction::Converse(_) | Instruction::HangUp => document.element("Hangup", &[], |_| {}),
        Instruction::Reject { busy } => {
            let reason = if *busy { "busy" } else { "rejected" };
            document.element("Reject", &[("reason", Some(reason))], |_| {});
        }
    }
}

/// Long texts are spoken as several verbs; nothing is cut off.
fn say(document: &mut Document, text: &str, voice: Option<&str>, language: Option<&str>) {
    let text = legal(text);
    for part in spoken_parts(&text) {
        document.text("Say", &[("voice", voice), ("language", language)], part);
    }
}

fn pause(document: &mut Document, seconds: u32) {
    document.element("Pause", &[("length", Some(&seconds.to_string()))], |_| {});
}

fn gather(
    document: &mut Document,
    prompt: &[Instruction],
    action: &str,
    max_digits: Option<u32>,
    timeout_seconds: u32,
) {
    let max_digits = max_digits.map(|digits| digits.to_string());
    let attributes = [
        ("action", Some(action)),
        ("method", Some("POST")),
        ("timeout", Some(&*timeout_seconds.to_string())),
        ("numDigits", max_digits.as_deref()),
    ];
    document.element("Gather", &attributes, |gather| {
        // Twilio lets a caller hear words, sounds and silence here, and refuses documents with anything else.
        for instruction in prompt.iter().filter(|instruction| is_heard(instruction)) {
            verb(gather, instruction);
        }
    });
}

fn conference(document: &mut Document, room: &JoinRoom) {
    let wait_method = room.wait_url.as_ref().map(|_| "GET");
    let events = room
        .status_callback
        .as_ref()
        .map(|_| "start end join leave mute hold");
    let method = room.status_callback.as_ref().map(|_| "POST");
    let attributes = [
        ("beep", Some("false")),
        ("muted", Some(flag(room.muted))),
        ("startConferenceOnEnter", Some(flag(room.starts_room))),
        ("endConferenceOnExit", Some(flag(room.ends_room))),
        // Blank means silence; left out it means Twilio's music.
        ("waitUrl", Some(room.wait_url.as_deref().unwrap_or(""))),
        ("waitMethod", wait_method),
        ("statusCallback", room.status_callback.as_deref()),
        ("statusCallbackEvent", events),
        ("statusCallbackMethod", method),
        ("participantLabel", room.label.as_deref()),
        ("coach", room.coach.as_deref()),
        ("record", room.record.then_some("record-from-start")),
    ];
    document.text("Conference", &attributes, &room.room);
}

fn stream(document: &mut Document, url: &str, name: Option<&str>, parameters: &[(String, String)]) {
    document.element("Stream", &[("url", Some(url)), ("name", name)], |stream| {
        for (name, value) in parameters {
            stream.element(
                "Parameter",
                &[("name", Some(name)), ("value", Some(value))],
                |_| {},
            );
        }
    });
}

fn dial(document: &mut Document, order: &Dial) {
    let timeout = order.timeout_seconds.to_string();
    let attributes = [
        ("callerId", order.caller_id.as_deref()),
        ("timeout", Some(&*timeout)),
        ("action", order.action.as_deref()),
        ("method", order.action.as_ref().map(|_| "POST")),
        ("record", order.record.then_some("record-from-answer-dual")),
    ];
    document.element("Dial", &attributes, |dial| match &order.target {
        DialTarget::Number(number) => dial.text("Number", &[], number),
        DialTarget::Client(identity) => dial.text("Client", &[], identity),
        DialTarget::Sip(address) => dial.text("Sip", &[], address),
    });
}

fn is_heard(instruction: &Instruction) -> bool {
    match instruction {
        Instruction::Say { .. } | Instruction::Play { .. } | Instruction::Pause { .. } => true,
        Instruction::SendDigits { .. }
        | Instruction::Gather { .. }
        | Instruction::Wait { .. }
        | Instruction::JoinRoom(_)
        | Instruction::Fork { .. }
        | Instruction::Stream { .. }
        | Instruction::Converse(_)
        | Instruction::Continue { .. }
        | Instruction::Dial(_)
        | Instruction::HangUp
        | Instruction::Reject { .. } => false,
    }
}

fn is_key(key: char) -> bool {
    key.is_ascii_digit() || matches!(key, 'A'..='D' | '*' | '#' | 'w' | 'W')
}

fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// Cuts text that is too long for one verb, at the last space that fits; blank text has no parts.
fn spoken_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let end = match rest.char_indices().nth(SAY_MAX) {
            None => rest.len(),
            Some((limit, _)) => rest[..limit]
                .rfind(char::is_whitespace)
                .filter(|&at| at > 0)
                .unwrap_or(limit),
        };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}

/// Text without the characters that XML cannot carry, and without other control characters.
fn legal(text: &str) -> Cow<'_, str> {
    let is_legal = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    };
    if text.chars().all(is_legal) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_legal(c)).collect())
    }
}

/// Names and values; absent ones are left out.
type Attributes<'a> = [(&'a str, Option<&'a str>)];

/// A document being written into memory, where writing cannot fail.
struct Document {
    writer: Writer<Vec<u8>>,
}

impl Document {
    fn new() -> Self {
        let mut document = Self {
            writer: Writer::new(Vec::with_capacity(256)),
        };
        document.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        document
    }

    fn element(&mut self, name: &str, attributes: &Attributes<'_>, content: impl FnOnce(&mut Self)) {
        let mut start = BytesStart::new(name);
        for (key, value) in attributes {
            if let Some(value) = value {
                start.push_attribute((*key, &*legal(value)));
            }
        }
        self.write(Event::Start(start));
        content(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.element(name, attributes, |element| {
            element.write(Event::Text(BytesText::new(&legal(text))));
        });
    }

    fn write(&mut self, event: Event<'_>) {
        self.writer
            .write_event(event)
            .expect("writing into memory succeeds");
    }

    fn finish(self) -> String {
        String::from_utf8(self.writer.into_inner()).expect("only text was written")
    }
}

/// Twilio speaks at most 4096 characters per verb.
const SAY_MAX: usize = 4_000;
/// Twilio ends every call after 24 hours.
const SILENCE_S: u32 = 86_400;
