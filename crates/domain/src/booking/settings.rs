//! When appointments can be made.

use serde::{Deserialize, Serialize};

use crate::campaign::{DayHours, Schedule};

/// When appointments can be made, and of what kind they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingSettings {
    /// What an appointment is called in calendars and mails.
    pub title: String,
    /// Where it takes place: an address, a link, or that we will phone.
    #[serde(default)]
    pub location: Option<String>,
    /// The hours in which appointments begin and end.
    pub hours: Schedule,
    /// How long one takes.
    pub duration_minutes: u32,
    /// From one possible beginning to the next.
    pub step_minutes: u32,
    /// Kept free before each.
    #[serde(default)]
    pub buffer_before_minutes: u32,
    /// Kept free after each.
    #[serde(default)]
    pub buffer_after_minutes: u32,
    /// The soonest that one can begin, from now.
    pub notice_minutes: u32,
    /// The latest that one can begin, from now.
    pub horizon_days: u32,
    /// No more than this many begin on one day.
    #[serde(default)]
    pub per_day_max: Option<u32>,
}

/// What of the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsObjection {
    /// Which field.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

impl BookingSettings {
    /// Half an hour on working days from nine to five in this zone.
    #[must_use]
    pub fn usual(time_zone: &str) -> Self {
        let office = Some(DayHours {
            start_minute: 9 * 60,
            end_minute: 17 * 60,
        });
        Self {
            title: "Appointment".to_owned(),
            location: None,
            hours: Schedule {
                time_zone: time_zone.to_owned(),
                days: [office, office, office, office, office, None, None],
                holidays: std::collections::BTreeSet::new(),
            },
            duration_minutes: 30,
            step_minutes: 30,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            notice_minutes: 120,
            horizon_days: 14,
            per_day_max: None,
        }
    }

    /// What of it cannot be used.
    #[must_use]
    pub fn objections(&self) -> Vec<SettingsObjection> {
        let mut found: Vec<_> = self
            .hours
            .objections()
            .into_iter()
            .map(|message| SettingsObjection {
                field: "hours",
                message,
            })
            .collect();
        let mut refuse = |field, message: String| found.push(SettingsObjection { field, message });
        if self.title.trim().is_empty() || self.title.chars().count() > TITLE_MAX {
            refuse(
                "title",
                format!("Give the appointment a name of at most {TITLE_MAX} signs."),
            );
        }
        if self
            .location
            .as_ref()
            .is_some_and(|place| place.chars().count() > LOCATION_MAX)
        {
            refuse(
                "location",
                format!("Describe the place in at most {LOCATION_MAX} signs."),
            );
        }
        for (field, minutes, least, most) in [
            ("duration_minutes", self.duration_minutes, 5, DAY),
            ("step_minutes", self.step_minutes, 5, DAY),
            ("buffer_before_minutes", self.buffer_before_minutes, 0, DAY),
            ("buffer_after_minutes", self.buffer_after_minutes, 0, DAY),
            ("notice_minutes", self.notice_minutes, 0, NOTICE_MAX),
        ] {
            if !(least..=most).contains(&minutes) {
                refuse(field, format!("Choose between {least} and {most} minutes."));
            }
        }
        if !(1..=HORIZON_MAX).contains(&self.horizon_days) {
            refuse(
                "horizon_days",
                format!("Choose between 1 and {HORIZON_MAX} days."),
            );
        }
        if self.per_day_max == Some(0) {
            refuse(
                "per_day_max",
                "Allow at least one appointment a day, or leave this empty.".to_owned(),
            );
        }
        found
    }
}

const TITLE_MAX: usize = 120;
const LOCATION_MAX: usize = 300;
const DAY: u32 = 24 * 60;
/// Four weeks.
const NOTICE_MAX: u32 = 28 * DAY;
/// As far as anybody plans; also bounds how many days are looked through.
const HORIZON_MAX: u32 = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_settings_can_be_used() {
        assert_eq!(BookingSettings::usual("America/New_York").objections(), []);
    }

    #[test]
    fn what_cannot_be_used_is_said_by_field() {
        let broken = BookingSettings {
            title: " ".to_owned(),
            duration_minutes: 0,
            step_minutes: 1,
            horizon_days: 0,
            per_day_max: Some(0),
            notice_minutes: u32::MAX,
            ..BookingSettings::usual("Mars/Olympus")
        };
        let fields: Vec<_> = broken
            .objections()
            .iter()
            .map(|objection| objection.field)
            .collect();
        assert_eq!(
            fields,
            [
                "hours",
                "title",
                "duration_minutes",
                "step_minutes",
                "notice_minutes",
                "horizon_days",
                "per_day_max"
            ]
        );
    }
}
