//! Conferences and participants as JSON.

use serde_json::{Value, json};

use crate::conference::{Participant, Room, RoomEnd};
use crate::dates::rfc2822;

/// Every field of the conference resource.
pub(super) fn conference(account: &str, room: &Room) -> Value {
    let uri = format!("/2010-04-01/Accounts/{account}/Conferences/{}", room.sid);
    json!({
        "sid": room.sid,
        "account_sid": account,
        "friendly_name": room.name,
        "status": room.phase().as_str(),
        "region": "us1",
        "api_version": "2010-04-01",
        "date_created": rfc2822(room.created_at),
        "date_updated": rfc2822(room.updated_at),
        "reason_conference_ended": room.end.map(RoomEnd::as_str),
        "call_sid_ending_conference": room.ended_by_call,
        "uri": format!("{uri}.json"),
        "subresource_uris": {
            "participants": format!("{uri}/Participants.json"),
            "recordings": format!("{uri}/Recordings.json"),
        },
    })
}

/// Every field of the participant resource.
pub(super) fn participant(account: &str, room_sid: &str, participant: &Participant) -> Value {
    let call = &participant.leg.sid;
    json!({
        "account_sid": account,
        "conference_sid": room_sid,
        "call_sid": call,
        "label": participant.label,
        "muted": participant.muted,
        "hold": participant.hold,
        "coaching": participant.coach.is_some(),
        "call_sid_to_coach": participant.coach,
        "start_conference_on_enter": participant.start_on_enter,
        "end_conference_on_exit": participant.end_on_exit,
        "status": participant.status(),
        "queue_time": participant.leg.queue_ms.to_string(),
        "date_created": rfc2822(participant.created_at),
        "date_updated": rfc2822(participant.updated_at),
        "uri": format!("/2010-04-01/Accounts/{account}/Conferences/{room_sid}/Participants/{call}.json"),
    })
}
