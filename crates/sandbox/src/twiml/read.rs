//! Reading TwiML into verbs.

use std::time::Duration;

use super::element::Element;
use super::stream;
use super::verb::{ConferenceNoun, Dial, DialNumber, Enqueue, Gather, Target, Times, Verb};
use crate::call::{Detection, DetectionMode, Hook, StatusEvents, StatusHook};

/// Why a document cannot be performed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReadError {
    /// Twilio's 12100.
    #[error("not XML: {0}")]
    NotXml(String),
    /// Twilio's 12200.
    #[error("not TwiML: {0}")]
    NotTwiml(String),
}

/// The verbs of a document.
pub(crate) fn read(xml: &str) -> Result<Vec<Verb>, ReadError> {
    let root = Element::parse(xml).map_err(ReadError::NotXml)?;
    if root.name != "Response" {
        return Err(ReadError::NotTwiml(format!(
            "the root element is <{}>, not <Response>",
            root.name
        )));
    }
    root.children.iter().map(verb).collect()
}

fn verb(element: &Element) -> Result<Verb, ReadError> {
    Ok(match element.name.as_str() {
        "Say" => say(element)?,
        "Play" => Verb::Play {
            url: text(element),
            digits: element.attribute("digits").map(str::to_owned),
            times: times(element)?,
        },
        "Pause" => Verb::Pause {
            length: seconds(element, "length", 1)?,
        },
        "Gather" => Verb::Gather(gather(element)?),
        "Dial" => Verb::Dial(dial(element)?),
        "Enqueue" => Verb::Enqueue(Enqueue {
            name: text(element),
            action: owned(element, "action"),
            method: method(element, "method")?,
            wait_url: owned(element, "waitUrl"),
            wait_method: method(element, "waitUrlMethod")?,
        }),
        "Redirect" => Verb::Redirect {
            url: text(element),
            method: method(element, "method")?,
        },
        "Hangup" => Verb::Hangup,
        "Reject" => Verb::Reject,
        "Leave" => Verb::Leave,
        "Connect" => stream::connect(element)?,
        "Start" => stream::start(element)?,
        "Stop" => stream::stop(element),
        "Record" | "Pay" | "Prompt" | "Refer" | "Sms" | "Siprec" => Verb::NotSimulated {
            name: element.name.clone(),
        },
        name => Verb::Unknown {
            name: name.to_owned(),
        },
    })
}

fn say(element: &Element) -> Result<Verb, ReadError> {
    let text = spoken(element);
    if text.chars().count() > LONGEST_SAY {
        return Err(ReadError::NotTwiml(format!(
            "<Say> holds more than {LONGEST_SAY} characters"
        )));
    }
    Ok(Verb::Say {
        text,
        times: times(element)?,
    })
}

/// SSML elements inside `<Say>` are spoken as their text.
fn spoken(element: &Element) -> String {
    let mut words = vec![element.text.clone()];
    words.extend(element.children.iter().map(spoken));
    words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(element: &Element) -> Result<Gather, ReadError> {
    let input = element.attribute("input").unwrap_or("dtmf");
    let finish = element.attribute("finishOnKey").unwrap_or("#");
    let mut prompt = Vec::new();
    for child in &element.children {
        match child.name.as_str() {
            "Say" | "Play" | "Pause" => prompt.push(verb(child)?),
            other => {
                return Err(ReadError::NotTwiml(format!(
                    "<{other}> cannot be inside <Gather>"
                )));
            }
        }
    }
    let most_digits = match element.attribute("numDigits") {
        Some(_) => Some(usize::try_from(number(element, "numDigits", 1)?).unwrap_or(usize::MAX)),
        None => None,
    };
    Ok(Gather {
        action: owned(element, "action"),
        method: method(element, "method")?,
        keys: input.contains("dtmf"),
        speech: input.contains("speech"),
        timeout: seconds(element, "timeout", 5)?,
        finish_on_key: finish.chars().next(),
        most_digits,
        action_on_empty: flag(element, "actionOnEmptyResult", false),
        prompt,
    })
}

fn dial(element: &Element) -> Result<Dial, ReadError> {
    let mut numbers = Vec::new();
    let mut target = None;
    for child in &element.children {
        match child.name.as_str() {
            "Number" => numbers.push(dial_number(child, text(child))?),
            "Client" => numbers.push(dial_number(child, format!("client:{}", text(child)))?),
            "Sip" => numbers.push(dial_number(child, with_scheme("sip:", &text(child)))?),
            "Conference" => target = Some(Target::Conference(Box::new(conference(child)?))),
            name => {
                target = Some(Target::NotSimulated {
                    name: format!("<Dial><{name}>"),
                });
            }
        }
    }
    if element.children.is_empty() {
        numbers.push(dial_number(&Element::default(), text(element))?);
    }
    Ok(Dial {
        action: owned(element, "action"),
        method: method(element, "method")?,
        ring_timeout: seconds(element, "timeout", 30)?,
        time_limit: seconds(element, "timeLimit", 14_400)?,
        caller_id: owned(element, "callerId"),
        target: target.unwrap_or(Target::Numbers(numbers)),
    })
}

fn dial_number(element: &Element, to: String) -> Result<DialNumber, ReadError> {
    let status = match hook(element, "statusCallback", "statusCallbackMethod")? {
        Some(hook) => Some(StatusHook {
            hook,
            events: status_events(element)?,
        }),
        None => None,
    };
    let mode = match element.attribute("machineDetection") {
        Some("Enable") => Some(DetectionMode::Enable),
        Some("DetectMessageEnd") => Some(DetectionMode::DetectMessageEnd),
        Some(_) | None => None,
    };
    let detection = match mode {
        Some(mode) => Some(Detection {
            mode,
            // Detection asked for by instructions never holds them up.
            asynchronous: true,
            callback: hook(element, "amdStatusCallback", "amdStatusCallbackMethod")?,
            ..Detection::default()
        }),
        None => None,
    };
    Ok(DialNumber {
        to,
        whisper: hook(element, "url", "method")?,
        status,
        detection,
        send_digits: owned(element, "sendDigits"),
    })
}

fn conference(element: &Element) -> Result<ConferenceNoun, ReadError> {
    let events = element.attribute("statusCallbackEvent").unwrap_or_default();
    let most = number(element, "maxParticipants", 250)?;
    Ok(ConferenceNoun {
        name: text(element),
        muted: flag(element, "muted", false),
        start_on_enter: flag(element, "startConferenceOnEnter", true),
        end_on_exit: flag(element, "endConferenceOnExit", false),
        wait_url: owned(element, "waitUrl"),
        wait_method: method(element, "waitMethod")?,
        most_participants: usize::try_from(most).unwrap_or(usize::MAX),
        record: element.attribute("record") == Some("record-from-start"),
        recording_callback: hook(
            element,
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
        )?,
        label: owned(element, "participantLabel"),
        coach: owned(element, "coach"),
        status: hook(element, "statusCallback", "statusCallbackMethod")?,
        events: events.split_whitespace().map(str::to_owned).collect(),
    })
}

fn status_events(element: &Element) -> Result<StatusEvents, ReadError> {
    let names = element.attribute("statusCallbackEvent").unwrap_or_default();
    StatusEvents::read(names.split_whitespace())
        .map_err(|unknown| ReadError::NotTwiml(format!("statusCallbackEvent \"{unknown}\"")))
}

pub(super) fn hook(element: &Element, url: &str, verb: &str) -> Result<Option<Hook>, ReadError> {
    let Some(url) = element.attribute(url) else {
        return Ok(None);
    };
    Ok(Some(Hook {
        url: url.to_owned(),
        method: method(element, verb)?,
    }))
}

pub(super) fn method(element: &Element, name: &str) -> Result<String, ReadError> {
    let given = element.attribute(name).unwrap_or("POST").to_ascii_uppercase();
    match given.as_str() {
        "GET" | "POST" => Ok(given),
        _ => Err(ReadError::NotTwiml(format!(
            "{name}=\"{given}\" is neither GET nor POST"
        ))),
    }
}

fn times(element: &Element) -> Result<Times, ReadError> {
    Ok(match number(element, "loop", 1)? {
        0 => Times::UntilHangUp,
        count => Times::Exactly(count),
    })
}

fn seconds(element: &Element, name: &str, default: u32) -> Result<Duration, ReadError> {
    if element.attribute(name) == Some("auto") {
        return Ok(Duration::from_secs(default.into()));
    }
    Ok(Duration::from_secs(number(element, name, default)?.into()))
}

fn number(element: &Element, name: &str, default: u32) -> Result<u32, ReadError> {
    match element.attribute(name) {
        None => Ok(default),
        Some(given) => given
            .trim()
            .parse()
            .map_err(|_| ReadError::NotTwiml(format!("{name}=\"{given}\" is not a whole number"))),
    }
}

fn flag(element: &Element, name: &str, default: bool) -> bool {
    element
        .attribute(name)
        .map_or(default, |given| given.eq_ignore_ascii_case("true"))
}

pub(super) fn owned(element: &Element, name: &str) -> Option<String> {
    element.attribute(name).map(str::to_owned)
}

fn text(element: &Element) -> String {
    element.text.trim().to_owned()
}

fn with_scheme(scheme: &str, address: &str) -> String {
    if address.starts_with(scheme) {
        address.to_owned()
    } else {
        format!("{scheme}{address}")
    }
}

pub(super) fn with_child(element: &Element) -> String {
    match element.children.first() {
        Some(child) => format!("<{}><{}>", element.name, child.name),
        None => format!("<{}>", element.name),
    }
}

/// Twilio's limit.
const LONGEST_SAY: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_unescaped_and_put_together() {
        let verbs = read("<?xml version=\"1.0\"?><Response><Say voice=\"alice\">Tom &amp; <emphasis>Ann</emphasis> &#x41;</Say><!-- x --><Hangup/></Response>").unwrap();
        assert!(
            matches!(&verbs[0], Verb::Say { text, times: Times::Exactly(1) } if text == "Tom & A Ann"),
            "{verbs:?}"
        );
        assert!(matches!(verbs[1], Verb::Hangup));
    }

    #[test]
    fn what_is_not_xml_and_what_is_not_twiml_are_told_apart() {
        let table = [
            "",
            "hello",
            "<Response><Say>",
            "<Response></Say></Response>",
            "<Response>&bomb;</Response>",
        ];
        for text in table {
            assert!(matches!(read(text), Err(ReadError::NotXml(_))), "{text}");
        }
        assert!(matches!(read("<html/>"), Err(ReadError::NotTwiml(_))));
        assert!(matches!(
            read("<Response><Pause length=\"x\"/></Response>"),
            Err(ReadError::NotTwiml(_))
        ));
    }

    #[test]
    fn a_conference_is_read_with_its_defaults() {
        let verbs = read("<Response><Dial><Conference startConferenceOnEnter=\"false\" waitUrl=\"\">room 1</Conference></Dial></Response>").unwrap();
        let Verb::Dial(Dial {
            target: Target::Conference(room),
            ..
        }) = &verbs[0]
        else {
            panic!("{verbs:?}");
        };
        assert_eq!(room.name, "room 1");
        assert!(!room.start_on_enter && !room.end_on_exit && !room.muted);
        assert_eq!(room.wait_url.as_deref(), Some(""));
    }

    #[test]
    fn a_bare_dial_is_a_number() {
        let verbs = read("<Response><Dial timeout=\"10\">+14155550100</Dial></Response>").unwrap();
        let Verb::Dial(Dial {
            target: Target::Numbers(numbers),
            ring_timeout,
            ..
        }) = &verbs[0]
        else {
            panic!("{verbs:?}");
        };
        assert_eq!(numbers[0].to, "+14155550100");
        assert_eq!(*ring_timeout, Duration::from_secs(10));
    }
}
