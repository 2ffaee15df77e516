//! What a workspace has chosen. One document per workspace; every field has a safe default.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::call::OnMachine;

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
    /// Most money in 24 hours, in millionths of the carrier's currency; no limit when absent.
    pub daily_spend_cap_micros: Option<i64>,
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
            message: DEFAULT_MESSAGE.to_owned(),
            voice: "alice".to_owned(),
            language: "en-US".to_owned(),
            max_live_calls: 50,
            ring_timeout_s: 30,
            time_limit_s: 600,
            detect_machines: false,
            on_machine: OnMachine::HangUp,
            record: false,
        }
    }
}

/// Spoken when nobody wrote a message.
pub const DEFAULT_MESSAGE: &str = "Hello, this is an automated call from Outdial. Thank you for your time.";
