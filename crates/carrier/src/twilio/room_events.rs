//! Reports about rooms, browsers and recordings in our words.

use std::borrow::Cow;

use super::form::Parameters;
use super::wire;
use crate::{BrowserEntry, LegRef, RecordingReport, RoomLeg, RoomNews, RoomRef, RoomReport, WebhookError};

/// What a conference's status callback says.
pub(super) fn room(parameters: &Parameters<'_>) -> Result<RoomReport, WebhookError> {
    let needed = |name: &str| parameters.text(name).ok_or_else(|| missing(name));
    let word = needed("StatusCallbackEvent")?;
    let flag = |name: &str| parameters.text(name).as_deref() == Some("true");
    let leg = || {
        needed("CallSid").map(|sid| RoomLeg {
            leg: LegRef(sid.into_owned()),
            label: parameters.text("ParticipantLabel").map(Cow::into_owned),
            muted: flag("Muted"),
            held: flag("Hold"),
        })
    };
    let what = match &*word {
        "participant-join" => RoomNews::Joined(leg()?),
        "participant-leave" => RoomNews::Left { leg: leg()?.leg },
        "participant-mute" => RoomNews::Changed(RoomLeg {
            muted: true,
            ..leg()?
        }),
        "participant-unmute" => RoomNews::Changed(RoomLeg {
            muted: false,
            ..leg()?
        }),
        "participant-hold" => RoomNews::Changed(RoomLeg { held: true, ..leg()? }),
        "participant-unhold" => RoomNews::Changed(RoomLeg {
            held: false,
            ..leg()?
        }),
        "conference-end" => RoomNews::Ended,
        _ => RoomNews::Other,
    };
    Ok(RoomReport {
        name: needed("FriendlyName")?.into_owned(),
        room: RoomRef(needed("ConferenceSid")?.into_owned()),
        sequence: parameters.number("SequenceNumber"),
        what,
    })
}

/// Equal for deliveries of the same report.
pub(super) fn room_key(parameters: &Parameters<'_>, report: &RoomReport) -> String {
    let room = report.room.as_str();
    if let Some(sequence) = report.sequence {
        return format!("{room}:room:{sequence}");
    }
    let text = |name: &str| parameters.text(name).unwrap_or_default();
    format!("{room}:room:{}:{}", text("StatusCallbackEvent"), text("CallSid"))
}

/// What a browser that calls our TwiML app asks for.
pub(super) fn browser(parameters: &Parameters<'_>) -> Result<BrowserEntry, WebhookError> {
    let from = parameters.text("From").ok_or_else(|| missing("From"))?;
    let identity = from
        .strip_prefix("client:")
        .ok_or_else(|| WebhookError::Malformed("From names no browser".to_owned()))?;
    Ok(BrowserEntry {
        identity: identity.to_owned(),
        room: parameters.text("room").map(Cow::into_owned),
        ticket: parameters.text("ticket").map(Cow::into_owned),
    })
}

/// The recording that is reported, if it is complete.
pub(super) fn recording(parameters: &Parameters<'_>) -> Option<RecordingReport> {
    let is_complete = parameters.text("RecordingStatus").as_deref() == Some("completed");
    Some(RecordingReport {
        recording: parameters
            .text("RecordingSid")
            .filter(|_| is_complete)?
            .into_owned(),
        started_at: parameters
            .text("RecordingStartTime")
            .and_then(|text| wire::rfc_2822(&text)),
    })
}

fn missing(name: &str) -> WebhookError {
    WebhookError::Malformed(format!("{name} is missing"))
}
