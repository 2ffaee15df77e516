//! Lets an agent's browser into a room that the carrier hosts: credentials first, then the way in.

use std::sync::Arc;

use outdial_carrier::{BrowserEntry, BrowserPass, LegRef, PassWish};
use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::{Instruction, JoinRoom};

use super::legs::agent_label;
use super::owner::Owner;
use super::pass::Pass;
use super::room::{HostedRoom, Word};
use crate::accounts::Account;
use crate::engine::{Engine, Inner};
use crate::floor::hall::Floor;
use crate::floor::venue::Venue;

/// What a browser needs to enter at the carrier.
#[derive(Debug, Clone)]
pub struct BrowserDoor {
    /// Which carrier.
    pub kind: String,
    /// What its library signs in with.
    pub pass: BrowserPass,
    /// The room to name when it connects.
    pub room: String,
    /// The ticket to show when it connects; good once.
    pub ticket: String,
}

/// Why a browser got no credentials.
#[derive(Debug, thiserror::Error)]
pub(in crate::floor) enum NoDoor {
    /// The carrier account is gone, or is set to meet elsewhere now.
    #[error("the room's carrier account hosts no rooms any more")]
    Account,
    /// The system has no randomness.
    #[error(transparent)]
    Random(#[from] getrandom::Error),
}

/// An agent, and the room that they may enter.
pub(in crate::floor) struct Enters<'a> {
    pub workspace: &'a WorkspaceId,
    pub user_id: &'a str,
    pub owner: Owner,
    pub room: &'a HostedRoom,
}

/// Fresh credentials for the agent of a room.
pub(in crate::floor) fn open_door(
    inner: &Inner,
    floor: &Floor,
    who: &Enters<'_>,
) -> Result<BrowserDoor, NoDoor> {
    let account = inner.accounts.find(who.workspace, &who.room.account);
    let account = account.ok_or(NoDoor::Account)?;
    let rooms = account.carrier.rooms().ok_or(NoDoor::Account)?;
    let (now, name) = (inner.clock.now(), who.owner.as_str());
    let identity = identity(who.user_id, name);
    let pass = Pass {
        workspace: who.workspace.clone(),
        owner: who.owner.clone(),
        identity: identity.clone(),
        turn: who.room.next_turn(),
        expires_at: now.plus_seconds(i64::from(PASS_TTL_S)),
        used_by: None,
    };
    let ticket = floor.passes.issue(pass, now)?;
    let wish = PassWish {
        identity: &identity,
        parameters: &[("room", name), ("ticket", &ticket)],
        now,
        ttl_s: PASS_TTL_S,
    };
    Ok(BrowserDoor {
        kind: account.kind.clone(),
        pass: rooms.browser_pass(&wish),
        room: name.to_owned(),
        ticket,
    })
}

impl Engine {
    /// What the carrier is to do with a browser: into its room, once for each ticket, or a word and goodbye.
    pub async fn admit_browser(
        &self,
        account: &Account,
        entry: &BrowserEntry,
        leg: &LegRef,
    ) -> Vec<Instruction> {
        let Some((way, room)) = self.inner.way_in(account, entry, leg) else {
            return not_in();
        };
        room.tell(Word::Admitted).await;
        vec![Instruction::JoinRoom(way)]
    }
}

/// A word and goodbye.
pub(in crate::floor) fn not_in() -> Vec<Instruction> {
    vec![
        Instruction::Say {
            text: NOT_IN.to_owned(),
            voice: None,
            language: Some("en-US".to_owned()),
        },
        Instruction::HangUp,
    ]
}

impl Inner {
    fn way_in(
        &self,
        account: &Account,
        entry: &BrowserEntry,
        leg: &LegRef,
    ) -> Option<(JoinRoom, Arc<HostedRoom>)> {
        let floor = self.floor()?;
        let now: Timestamp = self.clock.now();
        let pass = floor
            .passes
            .redeem(entry.ticket.as_deref()?, &entry.identity, leg, now)?;
        let named = entry.room.as_deref() == Some(pass.owner.as_str());
        if !named || pass.workspace != account.workspace {
            return None;
        }
        let rooms = account.carrier.rooms()?;
        let (room, is_silent, callback) = match &pass.owner {
            Owner::Room(id) => {
                let desk = floor
                    .desk(id)
                    .filter(|desk| desk.workspace == account.workspace)?;
                let Venue::Hosted(room) = &desk.venue else {
                    return None;
                };
                (
                    room.clone(),
                    desk.notes().muted,
                    rooms.room_callback(&desk.call_id),
                )
            }
            Owner::Seat(id) => {
                let (desk, room) = floor.seats.hosted(id)?;
                let is_here = desk.workspace == account.workspace;
                let is_silent = desk.notes.open().muted;
                is_here.then_some((room, is_silent, rooms.shift_callback()))?
            }
            Owner::Call(_) => return None,
        };
        let turn = pass.turn;
        let way = (room.account == account.id).then(|| agents_way(&room, is_silent, callback, turn))?;
        Some((way, room))
    }
}

/// How an agent's leg enters. Whoever comes back silent stays silent, until they say otherwise.
pub(in crate::floor) fn agents_way(
    room: &HostedRoom,
    is_silent: bool,
    callback: String,
    turn: u32,
) -> JoinRoom {
    JoinRoom {
        room: room.name.clone(),
        muted: room.seats().muted || is_silent,
        starts_room: true,
        ends_room: false,
        status_callback: Some(callback),
        wait_url: None,
        label: Some(agent_label(turn)),
        coach: None,
        record: false,
    }
}

/// One name for each agent in each room, of the characters that carriers allow in names of browsers.
fn identity(user_id: &str, room: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect()
    };
    format!("{}__{}", plain(user_id), plain(room))
}

/// Long enough to connect on a bad line; the page asks for another one before it runs out.
const PASS_TTL_S: u32 = 10 * 60;
const NOT_IN: &str = "This call is over. Please close the page or load it again. Goodbye.";
