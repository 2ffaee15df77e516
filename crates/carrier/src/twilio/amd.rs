//! Twilio's words for what answered.

use outdial_domain::call::AmdVerdict;

/// Our verdict for a value of `AnsweredBy`. A word that we do not know says that something answered, not what.
pub(super) fn read(answered_by: &str) -> AmdVerdict {
    match answered_by {
        "human" => AmdVerdict::Human,
        "machine_start" => AmdVerdict::Machine,
        "machine_end_beep" | "machine_end_silence" | "machine_end_other" => AmdVerdict::MachineReady,
        "fax" => AmdVerdict::Fax,
        _ => AmdVerdict::Unknown,
    }
}
