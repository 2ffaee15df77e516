//! An invitation that calendars read (RFC 5545).

use crate::time::Timestamp;

use super::Span;

/// What an invitation asks of the calendar that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteMethod {
    /// Put the appointment in, or move it.
    Request,
    /// Take it out.
    Cancel,
}

/// An invitation to an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite<'a> {
    /// What it asks.
    pub method: InviteMethod,
    /// Tells one appointment from another; the same for all its invitations.
    pub uid: &'a str,
    /// Grows with each change.
    pub sequence: u32,
    /// What the appointment is called.
    pub title: &'a str,
    /// What it is about.
    pub description: &'a str,
    /// Where it takes place.
    pub location: Option<&'a str>,
    /// When.
    pub when: Span,
    /// When the invitation was written.
    pub written_at: Timestamp,
    /// Who invites: an address.
    pub organizer: &'a str,
    /// Who is invited: a name and an address.
    pub attendee: (&'a str, &'a str),
}

impl Invite<'_> {
    /// The invitation as a file.
    #[must_use]
    pub fn to_ics(&self) -> String {
        let (method, status) = match self.method {
            InviteMethod::Request => ("REQUEST", "CONFIRMED"),
            InviteMethod::Cancel => ("CANCEL", "CANCELLED"),
        };
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Outdial//Appointments//EN".to_owned(),
            "CALSCALE:GREGORIAN".to_owned(),
            format!("METHOD:{method}"),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", text(self.uid)),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTAMP:{}", utc(self.written_at)),
            format!("DTSTART:{}", utc(self.when.start)),
            format!("DTEND:{}", utc(self.when.end)),
            format!("SUMMARY:{}", text(self.title)),
            format!("DESCRIPTION:{}", text(self.description)),
            format!("STATUS:{status}"),
            format!("ORGANIZER:mailto:{}", address(self.organizer)),
            format!(
                "ATTENDEE;CN=\"{}\";ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:{}",
                parameter(self.attendee.0),
                address(self.attendee.1)
            ),
        ];
        if let Some(place) = self.location {
            lines.push(format!("LOCATION:{}", text(place)));
        }
        lines.push("END:VEVENT".to_owned());
        lines.push("END:VCALENDAR".to_owned());
        lines.iter().map(|line| folded(line)).collect()
    }
}

fn utc(at: Timestamp) -> String {
    at.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A value: separators are escaped, line ends become `\n`, other control characters are dropped.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for sign in value.replace("\r\n", "\n").chars() {
        match sign {
            '\\' => escaped.push_str("\\\\"),
            ';' => escaped.push_str("\\;"),
            ',' => escaped.push_str("\\,"),
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// A quoted parameter can escape nothing: what would end it is dropped.
fn parameter(value: &str) -> String {
    value
        .chars()
        .filter(|sign| *sign != '"' && !sign.is_control())
        .collect()
}

fn address(value: &str) -> String {
    value
        .chars()
        .filter(|sign| !sign.is_control() && !sign.is_whitespace())
        .collect()
}

/// A line of at most 75 bytes, continued with a space; never cut within a sign.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut room = LINE_MAX;
    for sign in line.chars() {
        if sign.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE_MAX - 1;
        }
        out.push(sign);
        room -= sign.len_utf8();
    }
    out.push_str("\r\n");
    out
}

const LINE_MAX: usize = 75;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from(text.parse::<jiff::Timestamp>().unwrap())
    }

    fn invite<'a>(title: &'a str, name: &'a str) -> Invite<'a> {
        Invite {
            method: InviteMethod::Request,
            uid: "bkg_1@outdial",
            sequence: 0,
            title,
            description: "With Ada,\nby phone",
            location: Some("1 Main St; Springfield"),
            when: Span {
                start: at("2026-11-23T17:00:00Z"),
                end: at("2026-11-23T17:30:00Z"),
            },
            written_at: at("2026-11-20T08:00:00Z"),
            organizer: "office@example.com",
            attendee: (name, "ada@example.com"),
        }
    }

    #[test]
    fn times_are_utc_and_separators_are_escaped() {
        let ics = invite("Call, short", "Ada").to_ics();
        for line in [
            "DTSTART:20261123T170000Z\r\n",
            "DTEND:20261123T173000Z\r\n",
            "SUMMARY:Call\\, short\r\n",
            "DESCRIPTION:With Ada\\,\\nby phone\r\n",
            "LOCATION:1 Main St\\; Springfield\r\n",
            "METHOD:REQUEST\r\n",
        ] {
            assert!(ics.contains(line), "{line} in {ics}");
        }
    }

    #[test]
    fn no_value_makes_a_line_of_its_own() {
        let ics = invite("a\r\nATTENDEE:mailto:evil@example.com", "\"\r\nX: y").to_ics();
        assert!(!ics.contains("\r\nATTENDEE:mailto:evil"));
        assert!(!ics.contains("\r\nX: y"));
    }

    #[test]
    fn long_lines_are_folded_within_75_bytes_and_read_back() {
        let title = "ä".repeat(100);
        let ics = invite(&title, "Ada").to_ics();
        assert!(ics.split("\r\n").all(|line| line.len() <= 75));
        assert!(ics.replace("\r\n ", "").contains(&title));
    }

    #[test]
    fn a_cancelled_appointment_says_so() {
        let mut invite = invite("x", "Ada");
        invite.method = InviteMethod::Cancel;
        let ics = invite.to_ics();
        assert!(ics.contains("METHOD:CANCEL\r\n") && ics.contains("STATUS:CANCELLED\r\n"));
    }
}
