//! What can be dialled: phone numbers as Twilio reads them, browsers and SIP addresses.

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A phone number in E.164.
    Phone(String),
    /// `client:<identity>` or `sip:<address>`, as written.
    Endpoint(String),
}

impl Address {
    /// Reads a `To`: formatted numbers are accepted, national ones are taken as North American.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let endpoint = text.strip_prefix("client:").or_else(|| text.strip_prefix("sip:"));
        match endpoint {
            Some(rest) if !rest.is_empty() => Some(Self::Endpoint(text.to_owned())),
            Some(_) => None,
            None => e164(text).map(Self::Phone),
        }
    }

    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Phone(text) | Self::Endpoint(text) => text,
        }
    }
}

/// E.164 of a phone number in any usual notation.
pub(crate) fn e164(text: &str) -> Option<String> {
    let kept: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.'))
        .collect();
    let (international, digits) = match kept.strip_prefix('+') {
        Some(rest) => (true, rest.to_owned()),
        None => (false, kept),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let full = match (international, digits.len()) {
        (true, _) => digits,
        (false, 10) => format!("1{digits}"),
        (false, 11) if digits.starts_with('1') => digits,
        (false, _) => return None,
    };
    let fits = (8..=15).contains(&full.len()) && !full.starts_with('0');
    let north_american = !full.starts_with('1') || (full.len() == 11 && full.as_bytes()[1] >= b'2');
    (fits && north_american).then(|| format!("+{full}"))
}

/// The number as Twilio formats it for reading: `(415) 555-2671` in North America, else unchanged.
pub(crate) fn formatted(number: &str) -> String {
    match number.strip_prefix("+1") {
        Some(d) if d.len() == 10 && d.is_ascii() => format!("({}) {}-{}", &d[..3], &d[3..6], &d[6..]),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_twilio_reads_them() {
        let table = [
            ("+14155552671", Some("+14155552671")),
            ("+1 (415) 555-2671", Some("+14155552671")),
            ("415-555-2671", Some("+14155552671")),
            ("14155552671", Some("+14155552671")),
            ("+442079460000", Some("+442079460000")),
            ("+1415555267", None),
            ("+11155552671", None),
            ("+0123456789", None),
            ("5552671", None),
            ("+1415555abcd", None),
            ("", None),
        ];
        for (given, expected) in table {
            assert_eq!(e164(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn endpoints_are_kept_as_written() {
        assert_eq!(
            Address::read("client:anna"),
            Some(Address::Endpoint("client:anna".into()))
        );
        assert_eq!(Address::read("client:"), None);
    }

    #[test]
    fn north_american_numbers_are_formatted() {
        assert_eq!(formatted("+14155552671"), "(415) 555-2671");
        assert_eq!(formatted("+442079460000"), "+442079460000");
    }
}
