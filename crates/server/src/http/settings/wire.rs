//! The settings document as the API shows it: the domain's own, described for the OpenAPI document.

use std::collections::BTreeSet;

use outdial_domain::settings::Settings;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::dispositions::DispositionField;

/// What the workspace has chosen, and which version of it this is.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsDocument {
    /// The settings.
    #[serde(flatten)]
    #[schema(value_type = SettingsFields)]
    pub settings: Settings,
    /// Counts changes; sent back as `If-Match`.
    pub revision: i64,
}

/// What the workspace has chosen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Settings)]
pub struct SettingsFields {
    /// Name shown in the page.
    workspace_name: String,
    /// How national-format numbers are read (ISO 3166).
    default_region: String,
    /// Which countries may be dialled.
    countries: CountriesField,
    /// When people may be called, by their clock.
    calling_window: WindowField,
    /// Least time between two calls to one number, in minutes.
    min_gap_minutes: u32,
    /// Most calls in 24 hours; no limit when null.
    daily_call_cap: Option<u32>,
    /// Most money in 24 hours, in millionths of `daily_spend_cap_currency`; no limit when null.
    daily_spend_cap_micros: Option<i64>,
    /// The currency of that limit (ISO 4217); costs in others are not counted against it.
    daily_spend_cap_currency: String,
    /// What is said when a call brings no message of its own.
    message: String,
    /// The carrier's voice name.
    voice: String,
    /// BCP 47 tag of the message's language.
    language: String,
    /// Most live calls at once.
    max_live_calls: u32,
    /// Ring time limit in seconds.
    ring_timeout_s: u32,
    /// Call length limit in seconds.
    time_limit_s: u32,
    /// Whether the carrier is asked to tell people from machines.
    detect_machines: bool,
    /// What a machine gets.
    on_machine: OnMachineField,
    /// Whether calls are recorded.
    record: bool,
    /// How many days recordings are kept; for ever when null.
    keep_recordings_days: Option<u32>,
    /// What a callee is told when the agent's browser is gone for good; our own words when null.
    apology: Option<String>,
    /// The clip that a callee hears while the agent's browser is lost; nothing when null.
    comfort_clip_id: Option<String>,
    /// What agents may say came of a talk.
    dispositions: Vec<DispositionField>,
}

/// Which countries may be dialled.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "allow", content = "regions")]
#[schema(as = Countries)]
pub enum CountriesField {
    /// The country of the caller ID.
    CallerIdRegion,
    /// These ISO 3166 regions.
    Only(BTreeSet<String>),
    /// Every country.
    All,
}

/// Hours in the callee's zone, in minutes after midnight.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallingWindow)]
pub struct WindowField {
    /// First minute.
    start_minute: u16,
    /// First minute that is closed again; 1440 is midnight.
    end_minute: u16,
}

/// What a machine gets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OnMachine)]
pub enum OnMachineField {
    /// Nothing: hang up.
    HangUp,
    /// The message, after the beep.
    LeaveMessage,
}

#[cfg(test)]
mod tests {
    use super::*;
    use outdial_domain::settings::Countries;

    #[test]
    fn the_description_has_the_fields_of_the_domain() {
        let described = SettingsFields {
            workspace_name: String::new(),
            default_region: String::new(),
            countries: CountriesField::Only(BTreeSet::new()),
            calling_window: WindowField {
                start_minute: 0,
                end_minute: 0,
            },
            min_gap_minutes: 0,
            daily_call_cap: None,
            daily_spend_cap_micros: None,
            daily_spend_cap_currency: String::new(),
            message: String::new(),
            voice: String::new(),
            language: String::new(),
            max_live_calls: 0,
            ring_timeout_s: 0,
            time_limit_s: 0,
            detect_machines: false,
            on_machine: OnMachineField::LeaveMessage,
            record: false,
            keep_recordings_days: None,
            apology: None,
            comfort_clip_id: None,
            dispositions: Vec::new(),
        };
        let described = serde_json::to_value(described).unwrap();
        let mut real = Settings {
            countries: Countries::Only(BTreeSet::new()),
            ..Settings::default()
        };
        real.calling_window.start_minute = 0;
        let real = serde_json::to_value(real).unwrap();
        let keys = |value: &serde_json::Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(keys(&described), keys(&real));
        assert_eq!(described["countries"], real["countries"]);
        assert_eq!(keys(&described["calling_window"]), keys(&real["calling_window"]));
    }

    #[test]
    fn the_variants_are_spelt_as_in_the_domain() {
        let same = |one: serde_json::Value, other: serde_json::Value| assert_eq!(one, other);
        let json = |value: &dyn erased::Json| value.json();
        same(json(&CountriesField::All), json(&Countries::All));
        same(
            json(&CountriesField::CallerIdRegion),
            json(&Countries::CallerIdRegion),
        );
        same(
            json(&OnMachineField::HangUp),
            json(&outdial_domain::call::OnMachine::HangUp),
        );
        same(
            json(&OnMachineField::LeaveMessage),
            json(&outdial_domain::call::OnMachine::LeaveMessage),
        );
    }

    mod erased {
        pub trait Json {
            fn json(&self) -> serde_json::Value;
        }

        impl<T: serde::Serialize> Json for T {
            fn json(&self) -> serde_json::Value {
                serde_json::to_value(self).unwrap()
            }
        }
    }
}
