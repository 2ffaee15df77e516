//! Conferences as rooms.

use std::sync::Arc;

use async_trait::async_trait;
use http::StatusCode;
use outdial_domain::ids::CallId;

use super::access_token;
use super::adapter::encode;
use super::callbacks::Callbacks;
use super::client::{Client, Reply};
use super::config::Softphone;
use super::failures;
use super::order_form::Form;
use super::wire::{ConferencePage, ParticipantPage};
use crate::requests::Repeat;
use crate::{
    BrowserPass, CommandError, HostsRooms, LegRef, PassWish, RoomRef, RoomSeat, RoomSnapshot, SeatChange,
};

/// The conferences of an account whose agents and callees meet at Twilio.
pub(super) struct Conferences {
    client: Arc<Client>,
    callbacks: Callbacks,
    softphone: Softphone,
}

impl Conferences {
    pub(super) fn new(client: Arc<Client>, callbacks: Callbacks, softphone: Softphone) -> Self {
        Self {
            client,
            callbacks,
            softphone,
        }
    }

    /// Where another server that speaks Twilio's API listens for browsers; Twilio's own SDK knows Twilio's.
    fn signalling(&self) -> Option<String> {
        let config = self.client.config();
        if config.is_twilio() {
            return None;
        }
        let rest = config.api_base.strip_prefix("http")?;
        Some(format!("ws{rest}{SIGNALLING_PATH}"))
    }

    async fn change_room(&self, resource: &str, form: &Form<'_>, repeat: Repeat) -> Result<(), CommandError> {
        match self.client.update(resource, form, repeat).await? {
            Reply::Done(_) => Ok(()),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.client.refusal(status, error))),
        }
    }
}

#[async_trait]
impl HostsRooms for Conferences {
    fn browser_pass(&self, wish: &PassWish<'_>) -> BrowserPass {
        BrowserPass {
            access_token: access_token::mint(&self.client.config().account_sid, &self.softphone, wish),
            expires_at: wish.now.plus_seconds(i64::from(wish.ttl_s)),
            signalling: self.signalling(),
        }
    }

    fn browser_sources(&self) -> Vec<String> {
        match self.signalling() {
            Some(address) => {
                let origin = address.strip_suffix(SIGNALLING_PATH).unwrap_or(&address);
                vec![origin.to_owned()]
            }
            None => TWILIO_SOURCES.map(str::to_owned).to_vec(),
        }
    }

    fn room_callback(&self, call_id: &CallId) -> String {
        self.callbacks.room(call_id)
    }

    fn shift_callback(&self) -> String {
        self.callbacks.shift()
    }

    async fn change(&self, seat: &RoomSeat, change: &SeatChange) -> Result<(), CommandError> {
        let form: Form<'_> = match change {
            SeatChange::Mute => vec![("Muted", "true".into())],
            SeatChange::Unmute => vec![("Muted", "false".into())],
            SeatChange::Hold { music_url: None } => vec![("Hold", "true".into())],
            SeatChange::Hold { music_url: Some(url) } => vec![
                ("Hold", "true".into()),
                ("HoldUrl", url.as_str().into()),
                ("HoldMethod", "GET".into()),
            ],
            SeatChange::Unhold => vec![("Hold", "false".into())],
        };
        self.change_room(&seat_resource(seat), &form, Repeat::Freely)
            .await
    }

    async fn remove(&self, seat: &RoomSeat) -> Result<(), CommandError> {
        match self.client.delete(&seat_resource(seat)).await? {
            Reply::Done(_) | Reply::Refused(StatusCode::NOT_FOUND, _) => Ok(()),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.client.refusal(status, error))),
        }
    }

    async fn announce(&self, room: &RoomRef, to: Option<&LegRef>, url: &str) -> Result<(), CommandError> {
        let form: Form<'_> = vec![("AnnounceUrl", url.into()), ("AnnounceMethod", "GET".into())];
        let resource = match to {
            Some(leg) => seat_resource(&RoomSeat {
                room: room.clone(),
                leg: leg.clone(),
            }),
            None => room_resource(room),
        };
        // Sent twice, it would be heard twice.
        self.change_room(&resource, &form, Repeat::IfNotDone).await
    }

    async fn pause_recording(&self, leg: &LegRef) -> Result<(), CommandError> {
        // With silence in it the recording stays as long as the talk.
        let form: Form<'_> = vec![("Status", "paused".into()), ("PauseBehavior", "silence".into())];
        self.change_room(&current_recording(leg), &form, Repeat::Freely)
            .await
    }

    async fn resume_recording(&self, leg: &LegRef) -> Result<(), CommandError> {
        let form: Form<'_> = vec![("Status", "in-progress".into())];
        self.change_room(&current_recording(leg), &form, Repeat::Freely)
            .await
    }

    async fn end(&self, room: &RoomRef) -> Result<(), CommandError> {
        let form: Form<'_> = vec![("Status", "completed".into())];
        match self
            .client
            .update(&room_resource(room), &form, Repeat::Freely)
            .await?
        {
            Reply::Done(_) | Reply::Refused(StatusCode::NOT_FOUND, _) => Ok(()),
            Reply::Refused(_, error) if error.code == Some(failures::CALL_NOT_IN_PROGRESS) => Ok(()),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.client.refusal(status, error))),
        }
    }

    async fn look_up_rooms(&self, name: &str) -> Result<Vec<RoomSnapshot>, CommandError> {
        let query = format!(
            "/Conferences.json?FriendlyName={}&PageSize={PAGE_SIZE}",
            encode(name)
        );
        let page: Option<ConferencePage> = self.client.fetch(&query).await?;
        let mut rooms = Vec::new();
        for conference in page.map(|page| page.conferences).unwrap_or_default() {
            if conference.is_over() {
                continue;
            }
            let list = format!(
                "/Conferences/{}/Participants.json?PageSize={PAGE_SIZE}",
                encode(&conference.sid)
            );
            // A conference that ended since the first question has no participants to show.
            let page: Option<ParticipantPage> = self.client.fetch(&list).await?;
            let legs = page.map(|page| page.participants).unwrap_or_default();
            rooms.push(RoomSnapshot {
                room: RoomRef(conference.sid),
                legs: legs.into_iter().filter_map(|leg| leg.into_leg()).collect(),
            });
        }
        Ok(rooms)
    }
}

fn room_resource(room: &RoomRef) -> String {
    format!("/Conferences/{}.json", encode(room.as_str()))
}

fn seat_resource(seat: &RoomSeat) -> String {
    format!(
        "/Conferences/{}/Participants/{}.json",
        encode(seat.room.as_str()),
        encode(seat.leg.as_str())
    )
}

/// Whatever its id: a leg is recorded once.
fn current_recording(leg: &LegRef) -> String {
    format!("/Calls/{}/Recordings/Twilio.CURRENT.json", encode(leg.as_str()))
}

/// Signalling and events of the SDK go to hosts of several regions.
const TWILIO_SOURCES: [&str; 2] = ["https://*.twilio.com", "wss://*.twilio.com"];
const SIGNALLING_PATH: &str = "/signal";
/// A name is used by one room of ours, and two or three legs.
const PAGE_SIZE: usize = 100;
