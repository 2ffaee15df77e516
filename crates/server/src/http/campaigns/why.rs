//! Why a lead is called, waits, or is not called by a campaign, in a code and a sentence.

use outdial_domain::call::Outcome;
use outdial_domain::rules::RuleCode;
use outdial_store::{CampaignLead, LeadPlace, LeadRow};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a lead stands where it stands in a campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampaignWhy)]
pub struct WhyView {
    /// The stable name of the rule or limit, or the outcome of the last call, or the disposition.
    pub code: String,
    /// The same for people.
    pub sentence: String,
}

/// Why a lead stands where it stands; nothing while nothing happened to it.
pub fn why_of(own: &CampaignLead) -> Option<WhyView> {
    if own.why.is_empty() {
        return None;
    }
    let receipt = own
        .receipt
        .as_ref()
        .and_then(|receipt| receipt["sentence"].as_str());
    let sentence = match (receipt, own.place) {
        (Some(receipt), _) => receipt.to_owned(),
        (None, LeadPlace::Done | LeadPlace::LeftOut) => done(&own.why),
        (None, LeadPlace::Due(_) | LeadPlace::Taken) => sentence(&own.why),
    };
    Some(WhyView {
        code: own.why.clone(),
        sentence,
    })
}

/// Why it is a lead's turn.
pub fn why_again(lead: &LeadRow, own: Option<&CampaignLead>) -> String {
    if let Some(at) = lead.standing.callback_at {
        return format!("A callback was agreed for {at}.");
    }
    match own.filter(|own| !own.why.is_empty()) {
        Some(own) if own.attempts > 0 => format!("{}, after {} calls.", sentence(&own.why), own.attempts),
        Some(_) | None if lead.standing.call_attempts == 0 => {
            "The next of the campaign, never called.".to_owned()
        }
        Some(_) | None => "The next of the campaign.".to_owned(),
    }
}

/// Why leads wait.
pub fn sentence(why: &str) -> String {
    if let Some(rule) = RuleCode::from_word(why) {
        return rule.summary().to_owned();
    }
    if let Some(limit) = limit(why) {
        return limit.to_owned();
    }
    match Outcome::from_word(why) {
        Some(outcome) => format!("To be called again after: {}", outcome.as_str().replace('_', " ")),
        None => format!("To be called again after: {}", why.replace('_', " ")),
    }
}

fn done(why: &str) -> String {
    if let Some(rule) = RuleCode::from_word(why) {
        return rule.summary().to_owned();
    }
    match limit(why) {
        Some(limit) => limit.to_owned(),
        None => format!("Done after: {}", why.replace('_', " ")),
    }
}

/// What the campaign itself says, by the words under which it is stored.
fn limit(why: &str) -> Option<&'static str> {
    Some(match why {
        "held" => "Somebody else is busy with it",
        "skipped" => "An agent skipped it",
        "campaign_hours" => "The campaign's hours were over before its turn",
        "number_cap" => "The campaign has called the number as often as it may",
        "number_day_cap" => "The number was called as often as it may be within a day",
        "closed" => "Somebody is done with it for good",
        "status" => "It does not stand where the campaign's selection wants it",
        "region" => "The campaign's selection leaves its region out",
        "tags" => "It has none of the tags that the campaign's selection wants",
        "attempts" => "It was called more often than the campaign's selection wants",
        "callback_cancelled" => "The callback was cancelled",
        _ => return None,
    })
}
