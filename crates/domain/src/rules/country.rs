//! Only allowed countries are dialled.

use std::collections::BTreeSet;

use crate::settings::Countries;

use super::Finding;
use super::RuleCode::CountryNotAllowed;
use super::case::Case;

/// The number's country is one that the workspace dials; by default the caller ID's own.
pub(super) fn is_allowed(case: &Case<'_>) -> Finding {
    if case.rings_nobody() {
        return Finding::pass(CountryNotAllowed, "Test numbers belong to no country.");
    }
    let allowed = allowed(case);
    let finding = match (case.region, &allowed) {
        (Some(region), None) => Finding::pass(
            CountryNotAllowed,
            format!("All countries are allowed ({region})."),
        ),
        (None, None) => Finding::refuse(CountryNotAllowed, NO_COUNTRY),
        (Some(region), Some(allowed)) if allowed.contains(region) => {
            Finding::pass(CountryNotAllowed, format!("Calls to {region} are allowed."))
        }
        (Some(region), Some(allowed)) => Finding::refuse(
            CountryNotAllowed,
            format!("Calls to {region} are not allowed; {}.", listed(allowed)),
        ),
        (None, Some(allowed)) if allowed.contains(INTERNATIONAL) => {
            Finding::pass(CountryNotAllowed, "International services are allowed.")
        }
        (None, Some(_)) => Finding::refuse(CountryNotAllowed, NO_COUNTRY),
    };
    let allowed = allowed.map(|regions| regions.into_iter().collect::<Vec<_>>());
    finding.with("region", case.region).with("allowed", allowed)
}

/// The regions that may be dialled; absent when all may.
fn allowed(case: &Case<'_>) -> Option<BTreeSet<String>> {
    match &case.settings.countries {
        Countries::All => None,
        Countries::Only(regions) => Some(
            regions
                .iter()
                .map(|region| region.trim().to_ascii_uppercase())
                .collect(),
        ),
        Countries::CallerIdRegion => {
            let caller_id = case.request.caller_id.as_ref();
            let home = caller_id.and_then(crate::phone::PhoneNumber::region);
            let home = home.unwrap_or(&case.settings.default_region);
            Some(BTreeSet::from([home.trim().to_ascii_uppercase()]))
        }
    }
}

fn listed(allowed: &BTreeSet<String>) -> String {
    let names: Vec<_> = allowed.iter().map(String::as_str).collect();
    match names.as_slice() {
        [] => "no country is allowed".to_owned(),
        [only] => format!("only {only} is"),
        several => format!("only these are: {}", several.join(", ")),
    }
}

/// How the plan calls what belongs to no country; satellite networks among it cost many times an ordinary call,
/// so "every country" does not include it.
const INTERNATIONAL: &str = "001";

const NO_COUNTRY: &str =
    "The number belongs to no country (a satellite or international service); allow 001 to dial it.";
