//! Lets the stream of a callee in, and has the agent talk with them.

use std::sync::Arc;

use outdial_domain::ids::{CallId, WorkspaceId};
use outdial_media::live::{RoomHandle, RoomSettings, StreamPort};
use outdial_media::{Role, RoomId};

use super::hold::Holding;
use super::line::RoomLine;
use crate::engine::Inner;
use crate::floor::attach::StreamRefusal;
use crate::floor::desk::agent;
use crate::floor::hall::Floor;
use crate::floor::seats::leg_of;

/// Lets the stream in and begins the talk, which goes on by itself.
pub(in crate::floor) fn admit(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    workspace: &WorkspaceId,
    call: &CallId,
) -> Result<StreamPort, StreamRefusal> {
    let model = inner.services.of(workspace).speech_model;
    let model = model.ok_or(StreamRefusal::Ended)?;
    if floor.talks.has_begun(call) {
        return Err(StreamRefusal::Token);
    }
    let opened = open(floor, call);
    let Ok((room, port, seat)) = opened else {
        tracing::error!(call.id = %call, "a voice agent has no room to talk in");
        return Err(StreamRefusal::Ended);
    };
    // Whoever ends the process ends its talks.
    let talk = floor.talks.begin(call, room.clone(), inner.stop.child_token());
    let Some(talk) = talk else {
        room.close();
        return Err(StreamRefusal::Token);
    };
    let (line, said) = RoomLine::new(inner, workspace, call, &talk, &room, seat, leg_of(call));
    let holding = Holding {
        inner: Arc::clone(inner),
        floor: Arc::clone(floor),
        workspace: workspace.clone(),
        call: call.clone(),
        model,
        talk,
        room,
        began_at: inner.clock.now(),
    };
    inner.begin(holding.run(line, said));
    Ok(port)
}

type Opened = (RoomHandle, StreamPort, StreamPort);

/// A room for the two of them. The agent is there first, so that nothing that the callee says is missed.
fn open(floor: &Floor, call: &CallId) -> Result<Opened, StreamRefusal> {
    let opened = floor
        .hub
        .open(RoomId::new(call.as_str()), RoomSettings::default());
    let room = opened.map_err(|_| StreamRefusal::Ended)?;
    let seats = || {
        let seat = room.join_program(&agent(), Role::Talk).ok()?;
        let port = room.join_stream(&leg_of(call), Role::Talk).ok()?;
        Some((port, seat))
    };
    match seats() {
        Some((port, seat)) => Ok((room, port, seat)),
        None => {
            room.close();
            Err(StreamRefusal::Ended)
        }
    }
}
