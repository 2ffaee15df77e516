//! Lets the carrier follow an agent's orders.

use std::time::Duration;

use outdial_carrier::{CommandError, HostsRooms, LegRef, RoomSeat, SeatChange};
use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_media::dtmf;
use outdial_media::room::RoomError;
use serde_json::json;

use super::legs::Who;
use super::owner::Owner;
use super::room::{HostedRoom, Word};
use super::sounds::{Lent, What, address};
use crate::engine::Inner;
use crate::floor::controls::RoomControl;
use crate::floor::desk::{NoteBook, Playing};
use crate::floor::hall::Floor;
use crate::floor::note::Happening;
use crate::floor::orders::{OrderRefusal, RoomOrder};

/// Where an order is followed.
pub(in crate::floor) struct Place<'a> {
    pub workspace: &'a WorkspaceId,
    pub notes: &'a NoteBook,
    pub room: &'a HostedRoom,
    pub owner: Owner,
}

/// Follows an order at the carrier, or says why not.
pub(in crate::floor) async fn obey(
    inner: &Inner,
    floor: &Floor,
    place: Place<'_>,
    order: &RoomOrder,
) -> Result<Happening, OrderRefusal> {
    let account = inner.accounts.find(place.workspace, &place.room.account);
    let account = account.ok_or_else(|| gone("the carrier account is gone"))?;
    let rooms = account
        .carrier
        .rooms()
        .ok_or_else(|| gone("the carrier account hosts no rooms any more"))?;
    let follower = Follower {
        floor,
        base: inner.accounts.base_of(&place.room.account),
        now: inner.clock.now(),
        place,
    };
    match tokio::time::timeout(ORDER_LIMIT, follower.perform(rooms, order)).await {
        Ok(done) => done,
        // It may be carried out yet, and its report will say so.
        Err(_) => Err(gone("it did not answer in time")),
    }
}

struct Follower<'a> {
    floor: &'a Floor,
    base: Option<String>,
    now: Timestamp,
    place: Place<'a>,
}

impl Follower<'_> {
    async fn perform(&self, rooms: &dyn HostsRooms, order: &RoomOrder) -> Result<Happening, OrderRefusal> {
        match order {
            RoomOrder::Mute => {
                self.change(rooms, Who::Agent, SeatChange::Mute).await?;
                self.place.notes.open().muted = true;
                Ok(Happening::of("muted"))
            }
            RoomOrder::Unmute => {
                self.change(rooms, Who::Agent, SeatChange::Unmute).await?;
                self.place.notes.open().muted = false;
                Ok(Happening::of("unmuted"))
            }
            RoomOrder::Hold => {
                let music_url = self.lend(What::Music, None, "")?;
                let hold = SeatChange::Hold {
                    music_url: Some(music_url),
                };
                self.change(rooms, Who::Callee, hold).await?;
                Ok(Happening::of("held"))
            }
            RoomOrder::Unhold => {
                self.change(rooms, Who::Callee, SeatChange::Unhold).await?;
                Ok(Happening::of("unheld"))
            }
            RoomOrder::Digits(digits) => {
                let seat = self.seat(Who::Callee)?;
                dtmf::parse(digits).map_err(RoomError::from)?;
                let url = self.lend(What::Digits(digits.clone()), Some(SOUND_TTL_MS), "")?;
                rooms
                    .announce(&seat.room, Some(&seat.leg), &url)
                    .await
                    .map_err(refused)?;
                // What is typed may be a card number: how much of it is enough.
                Ok(Happening::of("digits_sent").detail(json!({ "count": digits.len() })))
            }
            RoomOrder::Play { id, clip } => {
                let seat = self.seat(Who::Callee)?;
                let url = self.lend(What::Clip(id.clone()), Some(SOUND_TTL_MS), ".wav")?;
                rooms.announce(&seat.room, None, &url).await.map_err(refused)?;
                let lasts_ms = i64::try_from(clip.duration().as_millis()).unwrap_or(0);
                self.place.notes.open().clip = Some(Playing {
                    id: id.clone(),
                    name: clip.name().to_string(),
                    until: Some(self.now.plus_ms(lasts_ms + FETCH_MS)),
                });
                self.place.room.tell(Word::ClipBegan).await;
                Ok(Happening::of("clip_played").detail(json!({ "id": id, "name": &**clip.name() })))
            }
            RoomOrder::StopClip => Err(OrderRefusal::NotOffered(RoomControl::StopClip)),
            RoomOrder::PauseRecording => {
                if let Some(leg) = self.recorded()? {
                    rooms.pause_recording(&leg).await.map_err(refused)?;
                }
                self.place.notes.open().silenced = true;
                Ok(Happening::of("recording_paused"))
            }
            RoomOrder::ResumeRecording => {
                if let Some(leg) = self.recorded()? {
                    rooms.resume_recording(&leg).await.map_err(refused)?;
                }
                self.place.notes.open().silenced = false;
                Ok(Happening::of("recording_resumed"))
            }
        }
    }

    async fn change(&self, rooms: &dyn HostsRooms, who: Who, change: SeatChange) -> Result<(), OrderRefusal> {
        let seat = self.seat(who)?;
        rooms.change(&seat, &change).await.map_err(refused)?;
        let (muted, held) = match change {
            SeatChange::Mute => (Some(true), None),
            SeatChange::Unmute => (Some(false), None),
            SeatChange::Hold { .. } => (None, Some(true)),
            SeatChange::Unhold => (None, Some(false)),
        };
        self.place.room.steer(&seat.leg, muted, held);
        Ok(())
    }

    /// The leg that is recorded, if any is.
    fn recorded(&self) -> Result<Option<LegRef>, OrderRefusal> {
        if !self.place.notes.open().record {
            return Ok(None);
        }
        Ok(Some(self.seat(Who::Callee)?.leg))
    }

    fn seat(&self, who: Who) -> Result<RoomSeat, OrderRefusal> {
        self.place
            .room
            .seat(who)
            .ok_or(OrderRefusal::Audio(RoomError::NotHere))
    }

    /// An address where the carrier finds a sound.
    fn lend(&self, what: What, ttl_ms: Option<i64>, ending: &str) -> Result<String, OrderRefusal> {
        let base = self
            .base
            .as_deref()
            .ok_or_else(|| gone("no address is known under which it reaches us"))?;
        let sound = Lent {
            owner: self.place.owner.clone(),
            account: self.place.room.account.clone(),
            what,
            expires_at: ttl_ms.map(|ms| self.now.plus_ms(ms)),
        };
        let token = self.floor.sounds.lend(sound, self.now);
        let token = token.map_err(|why| gone(&why.to_string()))?;
        Ok(address(base, &token, ending))
    }
}

/// A leg that the carrier does not find has just left.
fn refused(error: CommandError) -> OrderRefusal {
    match error {
        CommandError::Rejected(failure)
            if matches!(failure.cause.as_str(), "carrier.not_found" | "carrier.leg_ended") =>
        {
            OrderRefusal::Audio(RoomError::NotHere)
        }
        error @ (CommandError::Rejected(_)
        | CommandError::Unavailable { .. }
        | CommandError::RateLimited { .. }) => OrderRefusal::Carrier(error),
    }
}

fn gone(why: &str) -> OrderRefusal {
    OrderRefusal::Carrier(CommandError::Unavailable { why: why.to_owned() })
}

/// An agent who pressed a button waits no longer.
const ORDER_LIMIT: Duration = Duration::from_secs(10);
/// The carrier fetches what it is to play at once.
const SOUND_TTL_MS: i64 = 5 * 60_000;
/// Until a clip is fetched and begins.
const FETCH_MS: i64 = 1_500;
