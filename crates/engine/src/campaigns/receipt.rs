//! What the campaign's own limits looked at when they spoke against a call: kept with the lead, and shown to whoever asks
//! why it is not called. The dial rules keep receipts of their own, with each call.

use outdial_domain::Timestamp;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::Refusal;
use serde_json::{Value, json};

/// The number was called as often as the campaign may.
pub(super) fn cap_in_all(phone: &PhoneNumber, dialed: u32, most: u32, now: Timestamp) -> Value {
    let number = phone.international();
    json!({
        "at": now.to_string(),
        "sentence": format!("The campaign has called {number} {dialed} times, and {most} are allowed in all."),
        "limit": most,
        "counted": dialed,
        "number": number,
    })
}

/// The number was called as often today as the campaign may.
pub(super) fn cap_per_day(
    phone: &PhoneNumber,
    dialed: u64,
    most: u32,
    free_at: Timestamp,
    now: Timestamp,
) -> Value {
    let number = phone.international();
    json!({
        "at": now.to_string(),
        "sentence": format!(
            "{number} was called {dialed} times in the last 24 hours, and {most} are allowed; it is asked about again at {free_at}."
        ),
        "limit": most,
        "counted": dialed,
        "number": number,
        "until": free_at.to_string(),
    })
}

/// The campaign's hours ended before it was the lead's turn.
pub(super) fn closed(opens: Option<Timestamp>, now: Timestamp) -> Value {
    json!({
        "at": now.to_string(),
        "sentence": hours(opens),
        "until": opens.map(|at| at.to_string()),
    })
}

/// When the campaign works again, in words.
pub(super) fn hours(opens: Option<Timestamp>) -> String {
    match opens {
        Some(at) => format!("Outside the campaign's hours; it works again from {at} on."),
        None => "The campaign has no hours within the next two months.".to_owned(),
    }
}

/// A dial rule keeps it out of the campaign.
pub(super) fn refused(refusal: &Refusal, now: Timestamp) -> Value {
    json!({ "at": now.to_string(), "sentence": refusal.message })
}

/// An agent did not want to call it.
pub(super) fn skipped(reason: &str, now: Timestamp) -> Value {
    let reason = reason.trim();
    let sentence = if reason.is_empty() {
        "An agent skipped it.".to_owned()
    } else {
        format!("An agent skipped it: {reason}")
    };
    json!({ "at": now.to_string(), "sentence": sentence })
}
