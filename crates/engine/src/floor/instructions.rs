//! What a leg does once it is answered.

use outdial_domain::call::{State, Treatment};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::{Instruction, JoinRoom};
use outdial_store::CallRow;

use super::hall::Floor;
use super::hosted::CALLEE;
use super::seats::at_carrier;
use super::ticket::{Ticket, Whither};
use super::venue::Venue;
use crate::accounts::Account;
use crate::engine::{Engine, Inner};
use crate::placing::message_instructions;

impl Engine {
    /// What the leg of a call is to do now: its message, or the way into its room while somebody waits there.
    #[must_use]
    pub fn instructions(&self, account: &Account, row: &CallRow) -> Vec<Instruction> {
        instructions(&self.inner, &account.workspace, account, row)
    }
}

pub(crate) fn instructions(
    inner: &Inner,
    workspace: &WorkspaceId,
    account: &Account,
    row: &CallRow,
) -> Vec<Instruction> {
    match row.policy.treatment {
        Treatment::Message => message_instructions(row),
        // Whoever was told that nobody is free has heard all there is to hear.
        Treatment::Agent if row.call.facts.abandoned_at.is_some() => {
            vec![Instruction::HangUp]
        }
        // Whoever hosts the agent was told with the order to dial, and does not ask; who comes from our own has been
        // talked with, or was put through to a person.
        Treatment::VoiceAgent => {
            into_room(inner, workspace, account, row).unwrap_or_else(|| vec![Instruction::HangUp])
        }
        Treatment::Agent => {
            if let Some(given) = inner.campaigns.given_way_in(row) {
                return given;
            }
            into_room(inner, workspace, account, row).unwrap_or_else(|| vec![Instruction::HangUp])
        }
    }
}

/// The way to whoever talks with this callee, or to where they wait, for as long as there is one.
fn into_room(
    inner: &Inner,
    workspace: &WorkspaceId,
    account: &Account,
    row: &CallRow,
) -> Option<Vec<Instruction>> {
    if matches!(row.call.state, State::Ended(_)) || row.call.facts.hang_up_requested_at.is_some() {
        return None;
    }
    let floor = inner.floor()?;
    let to = match &row.room_id {
        Some(room) => {
            let desk = floor.desk(room)?;
            if let Venue::Hosted(hosted) = &desk.venue {
                return Some(vec![into_hosted(account, row, &hosted.name)?]);
            }
            Whither::Room(room.clone())
        }
        None if floor.seats.awaits(workspace, &row.id) => {
            if let Some(given) = at_carrier(inner, &floor, account, row) {
                return Some(given);
            }
            Whither::Campaign
        }
        None => return None,
    };
    way_to(inner, &floor, workspace, account, row, to)
}

/// A stream to us with a ticket that leads there.
pub(super) fn way_to(
    inner: &Inner,
    floor: &Floor,
    workspace: &WorkspaceId,
    account: &Account,
    row: &CallRow,
    to: Whither,
) -> Option<Vec<Instruction>> {
    let base = inner.accounts.base_of(&account.id)?;
    let base = base.trim_end_matches('/');
    let token = ticket(floor, inner, workspace, row, to)?;
    let stream = Instruction::Stream {
        url: format!("{}/media/stream/{}", websocket(base)?, account.id),
        parameters: vec![(CALL.to_owned(), row.id.to_string()), (TOKEN.to_owned(), token)],
    };
    // When the stream ends the leg asks again: into the room anew, or goodbye.
    let again = Instruction::Continue {
        url: format!(
            "{base}/webhooks/{}/{}/voice?call={}",
            account.kind, account.id, row.id
        ),
    };
    Some(vec![stream, again])
}

/// The way into a room of the carrier, which the agent has opened by being there.
fn into_hosted(account: &Account, row: &CallRow, name: &str) -> Option<Instruction> {
    Some(Instruction::JoinRoom(JoinRoom {
        room: name.to_owned(),
        muted: false,
        starts_room: true,
        ends_room: false,
        status_callback: Some(account.carrier.rooms()?.room_callback(&row.id)),
        wait_url: None,
        label: Some(CALLEE.to_owned()),
        coach: None,
        record: false,
    }))
}

fn ticket(
    floor: &Floor,
    inner: &Inner,
    workspace: &WorkspaceId,
    row: &CallRow,
    to: Whither,
) -> Option<String> {
    let now = inner.clock.now();
    let ticket = Ticket {
        workspace: workspace.clone(),
        to,
        call: row.id.clone(),
        expires_at: now
            .plus_seconds(i64::from(row.policy.ring_timeout_s))
            .plus_ms(TICKET_SLACK_MS),
    };
    let issued = floor.tickets.issue(ticket, now);
    issued
        .inspect_err(|why| tracing::error!(call.id = %row.id, error = %why, "no token could be made"))
        .ok()
}

/// The same address for WebSockets.
fn websocket(base: &str) -> Option<String> {
    let rest = base.strip_prefix("http")?;
    Some(format!("ws{rest}"))
}

/// The stream's parameter that names the call.
const CALL: &str = "call";
/// The stream's parameter that holds the token.
const TOKEN: &str = "token";
/// A call may wait in a carrier's queue before it rings.
const TICKET_SLACK_MS: i64 = 10 * 60_000;

#[cfg(test)]
mod tests {
    use super::websocket;

    #[test]
    fn streams_go_where_webhooks_go() {
        assert_eq!(
            websocket("http://127.0.0.1:80").as_deref(),
            Some("ws://127.0.0.1:80")
        );
        assert_eq!(websocket("https://a.example").as_deref(), Some("wss://a.example"));
        assert_eq!(websocket("ftp://a.example"), None);
    }
}
