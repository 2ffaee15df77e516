//! Gathers what the dial rules look at, asks them, and keeps their receipt.

use outdial_domain::Timestamp;
use outdial_domain::call::Event;
use outdial_domain::ids::CallId;
use outdial_domain::leads::ConsentScope;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{
    self, Decision, DialRequest, LastDialed, NeededConsent, NumberHistory, WindowOverride,
};
use outdial_domain::settings::Settings;
use outdial_store::{CallRow, StoreError, Tx};

use outdial_domain::call::{Blame, CallFailure, Retry};

/// The decision about one call, now.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    row: &CallRow,
    settings: &Settings,
    caller_id: Option<&PhoneNumber>,
    now: Timestamp,
) -> Result<Decision, StoreError> {
    let confirmed = row.window_override.clone();
    let consent = needed_consent(tx, row)?;
    decide_number(tx, &row.phone, confirmed, consent, settings, caller_id, now)
}

/// The consent that a call needs: only campaigns ask for one. It is read at the instant of the decision, so that what was
/// taken back a moment ago counts.
fn needed_consent(tx: &mut Tx<'_>, row: &CallRow) -> Result<Option<NeededConsent>, StoreError> {
    let Some(campaign) = &row.campaign_id else {
        return Ok(None);
    };
    let treatment = row.policy.treatment;
    let Some(campaign) = tx.campaigns().get(campaign)? else {
        let scope = ConsentScope::of_treatment(treatment);
        return Ok(Some(NeededConsent { scope, given: None }));
    };
    let Some(scope) = campaign.settings.consent_scope_of(treatment) else {
        return Ok(None);
    };
    let lead = match &row.lead_id {
        Some(lead) => tx.leads().get(lead)?,
        None => None,
    };
    let given = lead.map(|lead| lead.consents.has(scope));
    Ok(Some(NeededConsent { scope, given }))
}

/// The decision about a number, now.
pub(crate) fn decide_number(
    tx: &mut Tx<'_>,
    phone: &PhoneNumber,
    window_override: Option<WindowOverride>,
    consent: Option<NeededConsent>,
    settings: &Settings,
    caller_id: Option<&PhoneNumber>,
    now: Timestamp,
) -> Result<Decision, StoreError> {
    let history = history(tx, phone, settings, now)?;
    let request = DialRequest {
        phone: phone.clone(),
        caller_id: caller_id.cloned(),
        window_override,
        consent,
    };
    Ok(rules::decide(&request, settings, &history, now))
}

fn history(
    tx: &mut Tx<'_>,
    phone: &PhoneNumber,
    settings: &Settings,
    now: Timestamp,
) -> Result<NumberHistory, StoreError> {
    let on_dnc = tx.dnc().contains(phone)?;
    let number = tx.calls().number_history(phone, now.plus_ms(-DAY_MS))?;
    let capped = settings.daily_call_cap.is_some() || settings.daily_spend_cap_micros.is_some();
    let mut history = NumberHistory {
        on_dnc: Some(on_dnc),
        live: Some(number.live),
        last_dialed: LastDialed::from(number.last_dialed_at.max(number.last_ended_at)),
        ..NumberHistory::default()
    };
    if capped {
        let day = tx.calls().day_totals(now.plus_ms(-DAY_MS))?;
        history.calls_24h = Some(u32::try_from(day.calls).unwrap_or(u32::MAX));
        history.spend_24h = Some(day.spend);
        // The store counts by the hour: the hour's end is when its last call leaves the day.
        history.oldest_call_24h_at = day.oldest_until;
    }
    Ok(history)
}

/// Keeps what every rule said, so that the decision can be shown later.
pub(crate) fn keep_receipt(
    tx: &mut Tx<'_>,
    call_id: &CallId,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), StoreError> {
    let decision = serde_json::to_value(decision).map_err(|why| StoreError::corrupt("receipt", &why))?;
    tx.receipts().add(call_id, now, &decision)
}

/// What happens to a due call when the workspace has no carrier account at all.
pub(crate) fn no_carrier_failure() -> CallFailure {
    CallFailure {
        blame: Blame::Config,
        cause: "carrier.missing".to_owned(),
        code: None,
        retry: Retry::AfterRepair,
        message: "No carrier account is configured; add one in the settings and dial again.".to_owned(),
    }
}

/// The events that end a due call for which there is no carrier account.
pub(crate) fn without_carrier() -> [Event; 2] {
    [
        Event::Claimed,
        Event::PlaceRefused {
            failure: no_carrier_failure(),
        },
    ]
}

const DAY_MS: i64 = 24 * 3_600 * 1_000;
