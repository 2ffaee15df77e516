//! What a client is told when a campaign has moved: the difference between how it stood and how it stands.

use outdial_domain::call::{Outcome, State};
use outdial_store::CallRow;
use serde_json::{Value, json};

use super::campaign::TeamDiallerCampaign;
use super::read::Stored;
use super::words::{call_status, contact_status, detection};

/// How a campaign stood when its watcher was told of it last.
pub(super) struct Seen {
    contacts: Vec<SeenContact>,
    is_over: bool,
}

struct SeenContact {
    call: Option<String>,
    status: &'static str,
}

impl Seen {
    pub fn of(stored: &Stored) -> Self {
        let contacts = stored.contacts.iter().map(|contact| SeenContact {
            call: contact.last().map(|call| call.id.to_string()),
            status: contact.last().map_or("pending", contact_status),
        });
        Self {
            contacts: contacts.collect(),
            is_over: TeamDiallerCampaign::of(stored).status == "ended",
        }
    }
}

/// How a campaign stands, for a watcher who has just come.
pub(super) fn state(stored: &Stored) -> Value {
    json!({ "type": "campaign_state", "campaign": TeamDiallerCampaign::of(stored) })
}

/// What has happened since.
pub(super) fn between(before: &Seen, stored: &Stored) -> Vec<Value> {
    let after = Seen::of(stored);
    let mut told = Vec::new();
    let pairs = before.contacts.iter().zip(&after.contacts);
    for (contact, (old, new)) in stored.contacts.iter().zip(pairs) {
        let Some(call) = contact.last() else { continue };
        let is_same_call = old.call == new.call;
        if is_same_call && old.status == new.status {
            continue;
        }
        let known = if is_same_call { old.status } else { "" };
        told.extend(moved(stored, &contact.text, call, known, !after.is_over));
    }
    if after.is_over && !before.is_over {
        told.push(json!({ "type": "campaign_ended", "campaign_id": stored.short }));
    }
    told
}

/// What a call's move means; `known` is how it stood before.
fn moved(stored: &Stored, phone: &str, call: &CallRow, known: &str, goes_on: bool) -> Vec<Value> {
    let contact_status = contact_status(call);
    let status = call_status(call);
    let update = |kind: &str| json!({ "type": kind, "phone": phone, "status": status, "contact_status": contact_status });
    let queued = || {
        let sid = &call.call.facts.carrier_call_id;
        json!({ "type": "call_queued", "phone": phone, "call_sid": sid })
    };
    let rejected = |reason: &str| {
        json!({
            "type": "call_rejected",
            "phone": phone,
            "reason": reason,
            "detection_result": detection(call),
        })
    };
    let State::Ended(outcome) = call.call.state else {
        return match contact_status {
            "queued" => vec![queued()],
            "voicemail" => vec![rejected("voicemail")],
            "in-progress" => {
                let connected = json!({
                    "type": "customer_connected",
                    "phone": phone,
                    "detection_result": detection(call),
                    "campaign": TeamDiallerCampaign::of(stored),
                });
                match known {
                    "queued" => vec![connected],
                    _ => vec![queued(), connected],
                }
            }
            _ => vec![update("status_update")],
        };
    };
    let mut told = Vec::new();
    match outcome {
        Outcome::Machine | Outcome::VoicemailLeft if known != "voicemail" => {
            told.push(rejected("voicemail"));
        }
        Outcome::Abandoned => told.push(rejected("no_agent_available")),
        Outcome::Completed
        | Outcome::Machine
        | Outcome::VoicemailLeft
        | Outcome::NoAnswer
        | Outcome::Busy
        | Outcome::Failed
        | Outcome::Canceled
        | Outcome::Blocked
        | Outcome::Unknown => {}
    }
    told.push(update("call_ended"));
    // After a talk the agent says what came of it, and then asks for the next.
    if goes_on && call.call.facts.bridged_at.is_none() {
        told.push(json!({ "type": "auto_dial_next", "reason": contact_status }));
    }
    told
}
