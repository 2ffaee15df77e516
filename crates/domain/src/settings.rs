//! What a workspace has chosen. One document per workspace; every field has a safe default.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::call::OnMachine;
use crate::ids::ClipId;
use crate::leads::Dispositions;
use crate::money::{USUAL_CURRENCY, is_currency};
use crate::phone::is_region;

/// Which countries may be dialled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "allow", content = "regions")]
pub enum Countries {
    /// The country of the caller ID.
    CallerIdRegion,
    /// These ISO 3166 regions.
    Only(BTreeSet<String>),
    /// Every country.
    All,
}

/// Hours in the callee's zone, in minutes after midnight: open from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallingWindow {
    /// First minute.
    pub start_minute: u16,
    /// First minute that is closed again; 1440 is midnight.
    pub end_minute: u16,
}

/// What a workspace has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Name shown in the page.
    pub workspace_name: String,
    /// How national-format numbers are read (ISO 3166).
    pub default_region: String,
    /// Which countries may be dialled.
    pub countries: Countries,
    /// When people may be called, by their clock.
    pub calling_window: CallingWindow,
    /// Least time between two calls to one number, in minutes.
    pub min_gap_minutes: u32,
    /// Most calls in 24 hours; no limit when absent.
    pub daily_call_cap: Option<u32>,
    /// Most money in 24 hours, in millionths of `daily_spend_cap_currency`; no limit when absent.
    pub daily_spend_cap_micros: Option<i64>,
    /// The currency of that limit (ISO 4217); costs in others are not counted against it.
    pub daily_spend_cap_currency: String,
    /// What is said when a call brings no message of its own.
    pub message: String,
    /// The carrier's voice name.
    pub voice: String,
    /// BCP 47 tag of the message's language.
    pub language: String,
    /// Most live calls at once.
    pub max_live_calls: u32,
    /// Ring time limit in seconds.
    pub ring_timeout_s: u32,
    /// Call length limit in seconds.
    pub time_limit_s: u32,
    /// Whether the carrier is asked to tell people from machines.
    pub detect_machines: bool,
    /// What a machine gets.
    pub on_machine: OnMachine,
    /// Whether calls are recorded.
    pub record: bool,
    /// How many days recordings are kept; for ever when absent.
    pub keep_recordings_days: Option<u32>,
    /// What a callee is told when the agent's browser is gone for good; our own words when absent.
    pub apology: Option<String>,
    /// What a callee hears while the agent's browser is lost; nothing when absent.
    pub comfort_clip_id: Option<ClipId>,
    /// What agents may say came of a talk.
    pub dispositions: Dispositions,
}

impl Default for CallingWindow {
    fn default() -> Self {
        Self {
            start_minute: 8 * 60,
            end_minute: 21 * 60,
        }
    }
}

impl CallingWindow {
    /// Open at any hour.
    pub const WHOLE_DAY: Self = Self {
        start_minute: 0,
        end_minute: 24 * 60,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            workspace_name: "Outdial".to_owned(),
            default_region: "US".to_owned(),
            countries: Countries::CallerIdRegion,
            calling_window: CallingWindow::default(),
            min_gap_minutes: 0,
            daily_call_cap: None,
            daily_spend_cap_micros: None,
            daily_spend_cap_currency: USUAL_CURRENCY.to_owned(),
            message: DEFAULT_MESSAGE.to_owned(),
            voice: "alice".to_owned(),
            language: "en-US".to_owned(),
            max_live_calls: 50,
            ring_timeout_s: 30,
            time_limit_s: 600,
            detect_machines: false,
            on_machine: OnMachine::HangUp,
            record: false,
            keep_recordings_days: None,
            apology: None,
            comfort_clip_id: None,
            dispositions: Dispositions::default(),
        }
    }
}

/// A field of the settings that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field, as it is named on the wire.
    pub field: &'static str,
    /// Stable code.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl Settings {
    /// Every field that cannot be accepted; empty when the settings may be stored.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldError> {
        let mut found = Found(Vec::new());
        let name = self.workspace_name.trim();
        found.require(
            "workspace_name",
            "required",
            !name.is_empty(),
            "The workspace needs a name.",
        );
        found.within(
            "workspace_name",
            "characters",
            characters(name),
            0,
            NAME_MAX_CHARS,
        );
        found.require(
            "default_region",
            "unknown_region",
            is_region(&self.default_region),
            "The default country is not known; use two letters such as US.",
        );
        self.validate_countries(&mut found);
        self.validate_window(&mut found);
        found.within(
            "min_gap_minutes",
            "minutes",
            self.min_gap_minutes,
            0,
            GAP_MAX_MINUTES,
        );
        let spend = self.daily_spend_cap_micros;
        found.require(
            "daily_spend_cap_micros",
            "negative",
            spend.is_none_or(|cap| cap >= 0),
            "The daily limit of spending cannot be negative.",
        );
        found.require(
            "daily_spend_cap_currency",
            "currency_invalid",
            is_currency(&self.daily_spend_cap_currency),
            "Write a currency as three capital letters, such as USD.",
        );
        found.require(
            "message",
            "required",
            !self.message.trim().is_empty(),
            "There must be a message to speak.",
        );
        found.within(
            "message",
            "characters",
            characters(&self.message),
            0,
            MESSAGE_MAX_CHARS,
        );
        found.require(
            "voice",
            "required",
            !self.voice.trim().is_empty(),
            "Choose a voice.",
        );
        found.require(
            "language",
            "unknown_language",
            is_language_tag(&self.language),
            "The language must be a tag such as en-US.",
        );
        found.within("max_live_calls", "calls", self.max_live_calls, 1, LIVE_CALLS_MAX);
        found.within(
            "ring_timeout_s",
            "seconds",
            self.ring_timeout_s,
            RING_MIN_S,
            RING_MAX_S,
        );
        found.within(
            "time_limit_s",
            "seconds",
            self.time_limit_s,
            TALK_MIN_S,
            TALK_MAX_S,
        );
        self.validate_talks(&mut found);
        found.0.extend(self.dispositions.validate());
        found.0
    }

    fn validate_talks(&self, found: &mut Found) {
        if let Some(days) = self.keep_recordings_days {
            found.within("keep_recordings_days", "days", days, 1, KEEP_MAX_DAYS);
        }
        let Some(apology) = &self.apology else { return };
        found.require(
            "apology",
            "required",
            !apology.trim().is_empty(),
            "Write what is said when the agent is gone, or leave it out.",
        );
        found.within("apology", "characters", characters(apology), 0, APOLOGY_MAX_CHARS);
    }

    fn validate_countries(&self, found: &mut Found) {
        let Countries::Only(regions) = &self.countries else {
            return;
        };
        found.require(
            "countries",
            "required",
            !regions.is_empty(),
            "Name at least one country; with none nothing can be called.",
        );
        for region in regions
            .iter()
            .filter(|region| *region != INTERNATIONAL && !is_region(region))
        {
            found.push(
                "countries",
                "unknown_region",
                format!("{region:?} is not a known country."),
            );
        }
    }

    fn validate_window(&self, found: &mut Found) {
        let CallingWindow {
            start_minute,
            end_minute,
        } = self.calling_window;
        found.require(
            "calling_window",
            "out_of_range",
            end_minute <= CallingWindow::WHOLE_DAY.end_minute,
            "The window ends at 24:00 at the latest.",
        );
        found.require(
            "calling_window",
            "crosses_midnight",
            start_minute < end_minute,
            "The window must open before it closes, on the same day.",
        );
    }
}

/// What was found wrong so far.
pub(crate) struct Found(pub(crate) Vec<FieldError>);

impl Found {
    pub(crate) fn push(&mut self, field: &'static str, code: &'static str, message: String) {
        self.0.push(FieldError { field, code, message });
    }

    pub(crate) fn require(&mut self, field: &'static str, code: &'static str, holds: bool, message: &str) {
        if !holds {
            self.push(field, code, message.to_owned());
        }
    }

    pub(crate) fn within(&mut self, field: &'static str, unit: &str, value: u32, min: u32, max: u32) {
        if value < min || value > max {
            self.push(
                field,
                "out_of_range",
                format!("It must be {min} to {max} {unit}, not {value}."),
            );
        }
    }
}

pub(crate) fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The shape of a BCP 47 tag; whether the carrier speaks it is the carrier's to say.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Stands for satellite and other international services in a list of countries.
const INTERNATIONAL: &str = "001";
const NAME_MAX_CHARS: u32 = 100;
/// About two minutes of speech; carriers take about this much text in one order.
pub const MESSAGE_MAX_CHARS: u32 = 3_000;
/// A month.
const GAP_MAX_MINUTES: u32 = 31 * 24 * 60;
const LIVE_CALLS_MAX: u32 = 10_000;
/// A phone needs a few seconds to begin to ring; carriers give up after ten minutes.
const RING_MIN_S: u32 = 5;
const RING_MAX_S: u32 = 600;
/// Carriers end a call after four hours at the latest, unless asked for a special arrangement.
const TALK_MIN_S: u32 = 10;
const TALK_MAX_S: u32 = 4 * 60 * 60;

/// Ten years; whoever keeps them longer keeps them for ever.
const KEEP_MAX_DAYS: u32 = 3_660;
/// About ten seconds of speech: the call ends when it is said.
pub const APOLOGY_MAX_CHARS: u32 = 200;

/// Spoken when nobody wrote a message.
pub const DEFAULT_MESSAGE: &str = "Hello, this is an automated call from Outdial. Thank you for your time.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_acceptable() {
        assert_eq!(Settings::default().validate(), []);
        let sandbox = Settings {
            calling_window: CallingWindow::WHOLE_DAY,
            ..Settings::default()
        };
        assert_eq!(sandbox.validate(), []);
    }

    #[test]
    fn every_unacceptable_field_is_named() {
        type Spoil = fn(&mut Settings);
        let table: [(Spoil, &str, &str); 21] = [
            (|s| s.workspace_name = " ".into(), "workspace_name", "required"),
            (
                |s| s.workspace_name = "x".repeat(101),
                "workspace_name",
                "out_of_range",
            ),
            (
                |s| s.default_region = "USA".into(),
                "default_region",
                "unknown_region",
            ),
            (
                |s| s.countries = Countries::Only(BTreeSet::new()),
                "countries",
                "required",
            ),
            (
                |s| s.countries = Countries::Only(["ZZ".to_owned()].into()),
                "countries",
                "unknown_region",
            ),
            (
                |s| s.calling_window.end_minute = 1_441,
                "calling_window",
                "out_of_range",
            ),
            (
                |s| s.calling_window.start_minute = 22 * 60,
                "calling_window",
                "crosses_midnight",
            ),
            (
                |s| s.calling_window.start_minute = 21 * 60,
                "calling_window",
                "crosses_midnight",
            ),
            (
                |s| s.min_gap_minutes = u32::MAX,
                "min_gap_minutes",
                "out_of_range",
            ),
            (
                |s| s.daily_spend_cap_micros = Some(-1),
                "daily_spend_cap_micros",
                "negative",
            ),
            (
                |s| s.daily_spend_cap_currency = "usd".into(),
                "daily_spend_cap_currency",
                "currency_invalid",
            ),
            (|s| s.message = String::new(), "message", "required"),
            (|s| s.message = "a".repeat(3_001), "message", "out_of_range"),
            (|s| s.voice = String::new(), "voice", "required"),
            (
                |s| s.language = "english please".into(),
                "language",
                "unknown_language",
            ),
            (|s| s.max_live_calls = 0, "max_live_calls", "out_of_range"),
            (|s| s.ring_timeout_s = 601, "ring_timeout_s", "out_of_range"),
            (
                |s| s.keep_recordings_days = Some(0),
                "keep_recordings_days",
                "out_of_range",
            ),
            (
                |s| s.keep_recordings_days = Some(3_661),
                "keep_recordings_days",
                "out_of_range",
            ),
            (|s| s.apology = Some(" ".into()), "apology", "required"),
            (|s| s.apology = Some("a".repeat(201)), "apology", "out_of_range"),
        ];
        for (spoil, field, code) in table {
            let mut settings = Settings::default();
            spoil(&mut settings);
            let found: Vec<_> = settings
                .validate()
                .into_iter()
                .map(|error| (error.field, error.code))
                .collect();
            assert_eq!(found, [(field, code)]);
        }
    }
}
