//! What the environment says about whom may be dialled when.

use std::collections::BTreeSet;

use outdial_domain::settings::{CallingWindow, Countries};
use serde::{Deserialize, Serialize};

use super::reader::Reader;

/// Defaults of a workspace's settings that the environment gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialling {
    /// How national-format numbers are read.
    pub default_region: Option<String>,
    /// Which countries may be dialled.
    pub countries: Option<Countries>,
    /// Hours by the callee's clock.
    pub calling_window: Option<CallingWindow>,
}

impl Dialling {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            default_region: reader.parse(
                "OUTDIAL_DEFAULT_REGION",
                "write a country of two letters, e.g. US",
                region,
            ),
            countries: reader.parse(
                "OUTDIAL_COUNTRIES",
                "write countries of two letters, e.g. US,CA,IN, or * for all",
                countries,
            ),
            calling_window: reader.parse(
                "OUTDIAL_CALLING_WINDOW",
                "write hours as HH:MM-HH:MM, e.g. 08:00-21:00",
                window,
            ),
        }
    }
}

fn region(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(text)
}

fn countries(text: &str) -> Option<Countries> {
    if text.trim() == "*" {
        return Some(Countries::All);
    }
    let regions: Option<BTreeSet<_>> = text
        .split(',')
        .filter(|word| !word.trim().is_empty())
        .map(region)
        .collect();
    regions.filter(|regions| !regions.is_empty()).map(Countries::Only)
}

fn window(text: &str) -> Option<CallingWindow> {
    let (start, end) = text.split_once('-')?;
    let window = CallingWindow {
        start_minute: minute(start)?,
        end_minute: minute(end)?,
    };
    (window.start_minute < window.end_minute).then_some(window)
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && total <= 24 * 60).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_read_as_minutes() {
        let read = window("08:00 - 21:30").unwrap();
        assert_eq!((read.start_minute, read.end_minute), (480, 1290));
        assert_eq!(window("00:00-24:00"), Some(CallingWindow::WHOLE_DAY));
    }

    #[test]
    fn windows_that_never_open_are_refused() {
        for text in [
            "21:00-08:00",
            "8-21",
            "08:00-25:00",
            "08:60-09:00",
            "09:00-09:00",
            "",
        ] {
            assert_eq!(window(text), None, "{text}");
        }
    }

    #[test]
    fn a_star_allows_every_country_and_nonsense_none() {
        assert_eq!(countries("*"), Some(Countries::All));
        assert_eq!(
            countries("us, in"),
            Some(Countries::Only(["IN".to_owned(), "US".to_owned()].into()))
        );
        assert_eq!(countries("USA"), None);
        assert_eq!(countries(","), None);
    }
}
