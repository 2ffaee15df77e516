//! Lets an agent's browser into a room that the carrier hosts: credentials first, then the way in.

use std::sync::Arc;

use outdial_carrier::{BrowserEntry, BrowserPass, LegRef, PassWish};
use outdial_domain::Timestamp;
use outdial_domain::ids::RoomId;
use outdial_domain::instruction::{Instruction, JoinRoom};

use super::legs::agent_label;
use super::pass::Pass;
use super::room::{HostedRoom, Word};
use crate::accounts::Account;
use crate::engine::{Engine, Inner};
use crate::floor::desk::Desk;
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

/// Fresh credentials for the agent of a room.
pub(in crate::floor) fn open_door(
    inner: &Inner,
    floor: &Floor,
    desk: &Desk,
    room: &HostedRoom,
    id: &RoomId,
) -> Result<BrowserDoor, NoDoor> {
    let account = inner.accounts.find(&desk.workspace, &room.account);
    let account = account.ok_or(NoDoor::Account)?;
    let rooms = account.carrier.rooms().ok_or(NoDoor::Account)?;
    let (now, identity) = (inner.clock.now(), identity(&desk.user_id, id));
    let pass = Pass {
        workspace: desk.workspace.clone(),
        room: id.clone(),
        identity: identity.clone(),
        turn: room.next_turn(),
        expires_at: now.plus_seconds(i64::from(PASS_TTL_S)),
        used_by: None,
    };
    let ticket = floor.passes.issue(pass, now)?;
    let wish = PassWish {
        identity: &identity,
        parameters: &[("room", id.as_str()), ("ticket", &ticket)],
        now,
        ttl_s: PASS_TTL_S,
    };
    Ok(BrowserDoor {
        kind: account.kind.clone(),
        pass: rooms.browser_pass(&wish),
        room: id.to_string(),
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
        let way = self.inner.way_in(account, entry, leg);
        let Some((room, desk)) = way else {
            return vec![
                Instruction::Say {
                    text: NOT_IN.to_owned(),
                    voice: None,
                    language: Some("en-US".to_owned()),
                },
                Instruction::HangUp,
            ];
        };
        if let Venue::Hosted(hosted) = &desk.venue {
            hosted.tell(Word::Admitted).await;
        }
        vec![Instruction::JoinRoom(room)]
    }
}

impl Inner {
    fn way_in(&self, account: &Account, entry: &BrowserEntry, leg: &LegRef) -> Option<(JoinRoom, Arc<Desk>)> {
        let floor = self.floor()?;
        let now: Timestamp = self.clock.now();
        let pass = floor
            .passes
            .redeem(entry.ticket.as_deref()?, &entry.identity, leg, now)?;
        let desk = floor.desk(&pass.room)?;
        let Venue::Hosted(hosted) = &desk.venue else {
            return None;
        };
        let is_here = pass.workspace == account.workspace && desk.workspace == account.workspace;
        let named = entry.room.as_deref() == Some(pass.room.as_str());
        if !is_here || !named || hosted.account != account.id {
            return None;
        }
        let seats = hosted.seats();
        let room = JoinRoom {
            room: hosted.name.clone(),
            // Whoever comes back silent stays silent, until they say otherwise.
            muted: seats.muted || desk.notes().muted,
            starts_room: true,
            ends_room: false,
            status_callback: Some(account.carrier.rooms()?.room_callback(&desk.call_id)),
            wait_url: None,
            label: Some(agent_label(pass.turn)),
            coach: None,
            record: false,
        };
        Some((room, desk))
    }
}

/// One name for each agent in each room, of the characters that carriers allow in names of browsers.
fn identity(user_id: &str, room: &RoomId) -> String {
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
    format!("{}__{}", plain(user_id), plain(room.as_str()))
}

/// Long enough to connect on a bad line; the page asks for another one before it runs out.
const PASS_TTL_S: u32 = 10 * 60;
const NOT_IN: &str = "This call is over. Please close the page or load it again. Goodbye.";
