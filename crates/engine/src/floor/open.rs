//! Opens a room: the rules agree, the lead is held, the audio is ready. Nobody is rung yet.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CarrierAccountId, LeadId, RoomId, SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::room::{Bridge, Room};
use outdial_domain::rules::{Refusal, WindowOverride};
use outdial_domain::seat::Standing;
use outdial_media::detect;
use outdial_media::live::{OpenError, RoomHandle, RoomSettings};
use outdial_media::record::{Layout, Paused, RecordingOptions};
use outdial_store::{Actor, HeldBy, Hold, Holder, RoomRow, StoreError, Tx};
use tokio::sync::mpsc;

use super::hall::Floor;
use super::hosted::{HostedRoom, WORDS_MAX};
use super::task;
use super::venue::{Ears, Venue};
use crate::accounts::Account;
use crate::compliance;
use crate::engine::{Engine, Inner};

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct OpenRoom {
    /// The lead to call.
    pub lead: Option<LeadId>,
    /// The number to call when there is no lead.
    pub to: Option<PhoneNumber>,
    /// Shown beside the number; a lead has its own.
    pub name: Option<String>,
    /// A person confirmed that the calling window may be overridden.
    pub window_override: Option<WindowOverride>,
    /// The carrier account; the workspace's when absent.
    pub account: Option<CarrierAccountId>,
    /// Who will talk.
    pub user_id: String,
    /// Who asks.
    pub by: Actor,
    /// Equal for a request and its repetitions.
    pub request_bits: Option<u128>,
}

/// A room that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// How it stands.
    pub room: RoomRow,
    /// The same request was answered before.
    pub repeated: bool,
}

/// Why a room was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenRefusal {
    /// A rule objects, now.
    #[error("{}", .0.message)]
    Rule(Box<Refusal>),
    /// Somebody else is calling the lead.
    #[error("the lead is being called by {}", .0.name)]
    LeadHeld(HeldBy),
    /// There is no such lead.
    #[error("there is no such lead")]
    NoSuchLead,
    /// Neither a lead nor a number was given.
    #[error("neither a lead nor a number was given")]
    Nobody,
    /// The user is in another room.
    #[error("you are in another call")]
    AlreadyInOne(RoomId),
    /// The user sits on a seat to which callees are put through.
    #[error("callees are put through to your seat")]
    OnSeat(SeatId),
    /// No carrier account, or none that can carry audio.
    #[error("no carrier account can carry audio")]
    NoAudio,
    /// The audio engine would not open it.
    #[error("the audio cannot be opened: {0}")]
    Audio(#[from] OpenError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Opens a room and holds its lead. The callee is rung when the browser's audio is in.
    ///
    /// # Errors
    /// When it may not be opened; then nothing was written down.
    pub async fn open_room(&self, workspace: &WorkspaceId, wish: OpenRoom) -> Result<Opened, OpenRefusal> {
        let floor = self.inner.floor().ok_or(OpenRefusal::NoAudio)?;
        let account = match &wish.account {
            Some(id) => self.inner.accounts.find(workspace, id),
            None => self.inner.accounts.default_of(workspace),
        };
        let account = account.filter(|account| self.can_talk_through(&account.id));
        let account = account.ok_or(OpenRefusal::NoAudio)?;
        let inner = self.inner.clone();
        let written = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| write_down(tx, &inner, wish, &account))
            .await??;
        if written.repeated {
            return Ok(written);
        }
        let (venue, ears) = match open_venue(&floor, &written.room) {
            Ok(opened) => opened,
            Err(why) => {
                task::end_unopened(&self.inner, workspace, written.room).await?;
                return Err(why.into());
            }
        };
        self.inner.changes.room(workspace, written.room.id.clone());
        if let Some(lead) = &written.room.lead_id {
            self.inner.changes.lead(workspace, lead.clone());
        }
        task::start(
            &self.inner,
            &floor,
            workspace.clone(),
            written.room.clone(),
            (venue, ears),
        );
        Ok(written)
    }

    /// Whether an account's calls can be talked on from a browser.
    #[must_use]
    pub fn can_talk_through(&self, account: &CarrierAccountId) -> bool {
        let streams = || {
            let account = self.inner.accounts.find_anywhere(account)?;
            let carrier = account.carrier.as_ref();
            Some(carrier.capabilities().streams_audio || carrier.rooms().is_some())
        };
        self.inner.floor().is_some()
            && self.inner.accounts.base_of(account).is_some()
            && streams().unwrap_or(false)
    }
}

/// The place where the two will meet, and how its news are heard.
fn open_venue(floor: &Arc<Floor>, row: &RoomRow) -> Result<(Venue, Ears), OpenError> {
    match row.room.bridge {
        Bridge::Media => {
            let handle = open_audio(floor, row)?;
            let ears = Ears::Ours(handle.subscribe());
            Ok((Venue::Ours(handle), ears))
        }
        Bridge::Carrier => {
            let (sender, words) = mpsc::channel(WORDS_MAX);
            let (account, name) = (row.account_id.clone(), row.id.to_string());
            let room = Arc::new(HostedRoom::new(account, name, sender));
            let ears = Ears::Hosted {
                room: room.clone(),
                words,
            };
            Ok((Venue::Hosted(room), ears))
        }
    }
}

fn open_audio(floor: &Arc<Floor>, row: &RoomRow) -> Result<RoomHandle, OpenError> {
    let settings = RoomSettings {
        record: row.record.then_some(RecordingOptions {
            layout: Layout::Stereo,
            paused: Paused::Gap,
        }),
        detect: Some(detect::Params::default()),
        ..RoomSettings::default()
    };
    let handle = floor
        .hub
        .open(outdial_media::RoomId::new(row.id.as_str()), settings)?;
    // What an agent says while nobody is there is nobody's business.
    handle.pause_recording();
    Ok(handle)
}

fn write_down(
    tx: &mut Tx<'_>,
    inner: &Inner,
    wish: OpenRoom,
    account: &Account,
) -> Result<Result<Opened, OpenRefusal>, StoreError> {
    let now = inner.clock.now();
    let bits = wish.request_bits.unwrap_or_else(|| inner.ids.next(now));
    let id = RoomId::from_bits(bits);
    if let Some(room) = tx.rooms().get(&id)? {
        return Ok(Ok(Opened { room, repeated: true }));
    }
    if let Some(other) = tx.rooms().live_of(&wish.user_id)? {
        return Ok(Err(OpenRefusal::AlreadyInOne(other.id)));
    }
    if let Some(taken) = tx.seats().live_of(&wish.user_id)?
        && takes_callees(taken.seat.standing())
    {
        return Ok(Err(OpenRefusal::OnSeat(taken.id)));
    }
    let Some((phone, name)) = whom(tx, &wish)? else {
        return Ok(Err(match wish.lead {
            Some(_) => OpenRefusal::NoSuchLead,
            None => OpenRefusal::Nobody,
        }));
    };
    let settings = tx.settings().current()?.settings;
    let confirmed = wish.window_override.clone();
    let decision = compliance::decide_number(
        tx,
        &phone,
        confirmed,
        None,
        &settings,
        account.caller_id.as_ref(),
        now,
    )?;
    if let Some(refusal) = decision.refusal() {
        return Ok(Err(OpenRefusal::Rule(Box::new(refusal.clone()))));
    }
    if let Some(lead) = &wish.lead {
        let until = held_through(settings.ring_timeout_s, now);
        match tx
            .leads()
            .hold(lead, &holder(&wish.user_id, &wish.by), until, now)?
        {
            Hold::Held(_) => {}
            Hold::HeldBy(other) => return Ok(Err(OpenRefusal::LeadHeld(other))),
            Hold::NoSuchLead => return Ok(Err(OpenRefusal::NoSuchLead)),
        }
    }
    let bridge = match account.carrier.rooms() {
        Some(_) => Bridge::Carrier,
        None => Bridge::Media,
    };
    let room = RoomRow {
        id,
        user_id: wish.user_id,
        call_id: CallId::from_bits(bits),
        lead_id: wish.lead,
        phone,
        name,
        account_id: account.id.clone(),
        window_override: wish.window_override,
        record: settings.record,
        created_by: wish.by,
        room: Room::opened(bridge, now),
        updated_at: now,
        ended_at: None,
        revision: 0,
    };
    if !tx.rooms().insert(&room)? {
        return Err(StoreError::Conflict { what: "room" });
    }
    Ok(Ok(Opened {
        room,
        repeated: false,
    }))
}

/// The number to call, and whose it is.
fn whom(tx: &mut Tx<'_>, wish: &OpenRoom) -> Result<Option<(PhoneNumber, Option<String>)>, StoreError> {
    let Some(lead) = &wish.lead else {
        return Ok(wish.to.clone().map(|phone| (phone, wish.name.clone())));
    };
    Ok(tx
        .leads()
        .get(lead)?
        .map(|lead| (lead.phone, lead.contact_name.or(lead.company_name))))
}

/// Whether somebody may be put through to such a seat at any moment.
fn takes_callees(standing: Standing) -> bool {
    match standing {
        Standing::Ready | Standing::Dialing | Standing::OnCall => true,
        Standing::Offline | Standing::Joining | Standing::WrapUp | Standing::Paused => false,
    }
}

/// Who holds a lead while it is called.
pub(super) fn holder(user_id: &str, by: &Actor) -> Holder {
    Holder {
        user_id: user_id.to_owned(),
        name: by.name.clone(),
    }
}

fn held_through(seconds: u32, now: Timestamp) -> Timestamp {
    now.plus_seconds(i64::from(seconds)).plus_ms(HOLD_SLACK_MS)
}

/// As long as a talk may be; when it ends the hold is cut to the time that noting its outcome takes.
const HOLD_SLACK_MS: i64 = 150 * 60_000;
