//! A tool request, read: what the agent wants, with everything checked that can be checked without the world.

use jiff::tz::TimeZone;

use super::arguments::Arguments;
use super::tool::Tool;
use super::when::read_time;
use crate::time::Timestamp;
use crate::voice_agent::ToolRequest;

/// What an agent wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolOrder {
    /// Find free times.
    CheckAvailability {
        /// The IANA time zone that the callee named.
        zone: Option<String>,
        /// From when on.
        from: Option<Timestamp>,
        /// Up to when.
        to: Option<Timestamp>,
    },
    /// Book a time.
    Book(Box<BookingOrder>),
    /// Move the appointment.
    Reschedule {
        /// To which time.
        slot: SlotChoice,
        /// The IANA time zone that the callee named.
        zone: Option<String>,
    },
    /// Call the appointment off.
    Cancel {
        /// Why, in the callee's words.
        reason: Option<String>,
    },
    /// Note that the callee is not interested.
    NotInterested {
        /// What they said.
        quote: Option<String>,
    },
    /// Note when to call again.
    Callback {
        /// When.
        at: Timestamp,
        /// What they said.
        quote: Option<String>,
    },
    /// Never call again.
    DoNotCall {
        /// What they said.
        quote: Option<String>,
    },
    /// Send an e-mail.
    SendEmail(Box<EmailOrder>),
    /// Put the callee through to a person.
    Transfer {
        /// What that person should know: two lines at most.
        summary: String,
        /// What the callee said.
        quote: Option<String>,
    },
    /// Hang up.
    EndCall,
}

/// A wish to write to the callee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailOrder {
    /// Where to; the lead's address when absent.
    pub email: Option<String>,
    /// The subject; the template's when absent.
    pub subject: Option<String>,
    /// What the model wrote.
    pub message: String,
}

/// A time that the agent chose: it must be one that was offered, whichever way it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotChoice {
    /// By the token that came with the offer.
    Token(String),
    /// By its start, as the model wrote it.
    Start(String),
}

/// A wish to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingOrder {
    /// Which time.
    pub slot: SlotChoice,
    /// For whom; the lead when absent.
    pub name: Option<String>,
    /// Where the confirmation goes; the lead's address when absent.
    pub email: Option<String>,
    /// The company, if the model says it.
    pub company: Option<String>,
    /// What the agent notes.
    pub notes: Option<String>,
    /// The IANA time zone that the callee named.
    pub zone: Option<String>,
    /// What they said.
    pub quote: Option<String>,
}

/// What a request is read by.
#[derive(Debug, Clone, Copy)]
pub struct ReadingTools<'a> {
    /// What the agent may do.
    pub allowed: &'a [Tool],
    /// The callee's IANA time zone, if it is known.
    pub zone: Option<&'a str>,
    /// The present.
    pub now: Timestamp,
}

/// Reads a request.
///
/// # Errors
/// A sentence that the model can act on.
pub fn read_tool(request: &ToolRequest, reading: &ReadingTools<'_>) -> Result<ToolOrder, String> {
    let tool = match request.name.parse::<Tool>() {
        Ok(tool) if reading.allowed.contains(&tool) => tool,
        Ok(_) | Err(_) => return Err(no_such_tool(&request.name, reading.allowed)),
    };
    let given = Arguments::read(&request.arguments)?;
    let quote = given.text(&["quote", "callee_said", "evidence"])?;
    match tool {
        Tool::CheckAvailability => check_availability(&given, reading),
        Tool::BookAppointment => book(&given, quote),
        Tool::RescheduleAppointment => Ok(ToolOrder::Reschedule {
            slot: slot(&given)?,
            zone: zone(&given)?,
        }),
        Tool::CancelAppointment => Ok(ToolOrder::Cancel {
            reason: given.text(&["reason", "why"])?.or(quote),
        }),
        Tool::MarkNotInterested => Ok(ToolOrder::NotInterested {
            quote: quote.or(given.text(&["reason", "why"])?),
        }),
        Tool::ScheduleCallback => callback(&given, quote, reading),
        Tool::DoNotCall => Ok(ToolOrder::DoNotCall {
            quote: quote.or(given.text(&["reason", "why"])?),
        }),
        Tool::SendEmail => send_email(&given),
        Tool::TransferToHuman => transfer(&given, quote),
        Tool::EndCall => Ok(ToolOrder::EndCall),
    }
}

fn no_such_tool(name: &str, allowed: &[Tool]) -> String {
    let shown: String = name
        .chars()
        .take(NAME_SHOWN)
        .filter(|sign| !sign.is_control())
        .collect();
    if allowed.is_empty() {
        return format!("There is no tool {shown:?}; go on without tools.");
    }
    let names: Vec<&str> = allowed.iter().map(|tool| tool.as_str()).collect();
    format!("There is no tool {shown:?}. Use one of: {}.", names.join(", "))
}

fn check_availability(given: &Arguments, reading: &ReadingTools<'_>) -> Result<ToolOrder, String> {
    let zone = zone(given)?;
    let clock = zone.as_deref().or(reading.zone);
    let time = |names: &[&str]| match given.text(names)? {
        None => Ok(None),
        // A day alone means its first minute.
        Some(text) => match read_time(&text, clock).or_else(|| read_time(&format!("{text}T00:00"), clock)) {
            Some(at) => Ok(Some(at)),
            None => Err(unreadable_time(names[0], &text, clock)),
        },
    };
    let from = time(&["from", "start", "after", "date"])?;
    let to = time(&["to", "end", "before"])?;
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        return Err("`to` must be later than `from`.".to_owned());
    }
    Ok(ToolOrder::CheckAvailability { zone, from, to })
}

fn book(given: &Arguments, quote: Option<String>) -> Result<ToolOrder, String> {
    let email = email(given)?;
    Ok(ToolOrder::Book(Box::new(BookingOrder {
        slot: slot(given)?,
        name: given.text(&["name", "attendee_name", "full_name"])?,
        email,
        company: given.text(&["company", "company_name"])?,
        notes: given.text(&["notes", "note"])?,
        zone: zone(given)?,
        quote,
    })))
}

fn callback(
    given: &Arguments,
    quote: Option<String>,
    reading: &ReadingTools<'_>,
) -> Result<ToolOrder, String> {
    let zone = zone(given)?;
    let clock = zone.as_deref().or(reading.zone);
    let text = given
        .text(&["at", "time", "when", "datetime", "callback_time", "start_time"])?
        .ok_or("`at` is missing: say when the callee wants to be called, as 2026-11-23T15:00:00-05:00.")?;
    let at = read_time(&text, clock).ok_or_else(|| unreadable_time("at", &text, clock))?;
    if at <= reading.now {
        return Err("That time is past. Ask the callee for a time in the future.".to_owned());
    }
    if at > reading.now.plus_seconds(HORIZON_S) {
        return Err(format!(
            "That is more than {HORIZON_DAYS} days ahead. Ask the callee for an earlier time."
        ));
    }
    Ok(ToolOrder::Callback { at, quote })
}

fn send_email(given: &Arguments) -> Result<ToolOrder, String> {
    let message = given
        .text(&["message", "body", "text", "content"])?
        .ok_or("`message` is missing: write what the callee asked for.")?;
    Ok(ToolOrder::SendEmail(Box::new(EmailOrder {
        email: email(given)?,
        subject: given.text(&["subject", "title"])?,
        message,
    })))
}

fn transfer(given: &Arguments, quote: Option<String>) -> Result<ToolOrder, String> {
    let summary = given.text(&["summary", "briefing", "reason", "why"])?.ok_or(
        "`summary` is missing: tell the person in two short lines who is on the line and what they want.",
    )?;
    let lines = summary.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines
        .take(SUMMARY_LINES)
        .map(|line| line.chars().take(SUMMARY_LINE_MAX).collect())
        .collect();
    Ok(ToolOrder::Transfer {
        summary: lines.join("\n"),
        quote,
    })
}

fn email(given: &Arguments) -> Result<Option<String>, String> {
    match given.text(&["email", "email_address", "to"])? {
        Some(email) if !is_mail_address(&email) => Err(format!(
            "{email:?} is no complete e-mail address. Ask the callee to spell it, or leave it out."
        )),
        email => Ok(email),
    }
}

fn slot(given: &Arguments) -> Result<SlotChoice, String> {
    if let Some(token) = given.text(&["slot", "slot_token", "token", "slot_id"])? {
        return Ok(SlotChoice::Token(token));
    }
    let start = given.text(&["start_time", "start", "time", "datetime"])?;
    start.map(SlotChoice::Start).ok_or_else(|| {
        "`slot` is missing: send the slot that check_availability gave for the agreed time.".to_owned()
    })
}

fn zone(given: &Arguments) -> Result<Option<String>, String> {
    let Some(name) = given.text(&["timezone", "time_zone", "zone"])? else {
        return Ok(None);
    };
    match TimeZone::get(&name) {
        Ok(zone) => Ok(Some(zone.iana_name().map_or(name, str::to_owned))),
        Err(_) => Err(format!(
            "{name:?} is no time zone. Use a name such as America/New_York, or leave it out."
        )),
    }
}

fn unreadable_time(field: &str, text: &str, clock: Option<&str>) -> String {
    if clock.is_none() && read_time(text, Some("UTC")).is_some() {
        return format!(
            "The time zone of `{field}` is not known. Ask the callee where they are and send `timezone`, or a time with an \
             offset."
        );
    }
    format!("`{field}` is no time: {text:?}. Write it as 2026-11-23T15:00:00-05:00.")
}

fn is_mail_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains('@')
        && !text.contains(char::is_whitespace)
}

const NAME_SHOWN: usize = 40;
/// Whoever takes over reads it while the callee is already there.
const SUMMARY_LINES: usize = 2;
const SUMMARY_LINE_MAX: usize = 200;
/// Whoever wants to be called later than this is told so by nobody who remembers.
const HORIZON_DAYS: i64 = 90;
const HORIZON_S: i64 = HORIZON_DAYS * 24 * 3_600;
