//! Rooms of the scripted carrier: it remembers what it was told, and tests say what happens in them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use outdial_domain::ids::CallId;
use tokio::sync::watch;

use crate::{
    BrowserPass, CommandError, HostsRooms, LegRef, PassWish, RoomRef, RoomSeat, RoomSnapshot, SeatChange,
    Secret,
};

/// What the scripted carrier was told about a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomCommand {
    /// Change how a leg is in it.
    Change(RoomSeat, SeatChange),
    /// Take a leg out.
    Remove(RoomSeat),
    /// Play what stands under a URL.
    Announce(RoomRef, Option<LegRef>, String),
    /// Record silence in place of a leg.
    PauseRecording(LegRef),
    /// Record the leg again.
    ResumeRecording(LegRef),
    /// End it.
    End(RoomRef),
}

/// The rooms of a scripted carrier.
pub struct FakeRooms {
    hosts: AtomicBool,
    hangs: AtomicBool,
    script: Mutex<Script>,
    seen: watch::Sender<usize>,
}

#[derive(Default)]
struct Script {
    commands: Vec<RoomCommand>,
    errors: Vec<CommandError>,
    rooms: Vec<(String, RoomSnapshot)>,
}

impl Default for FakeRooms {
    fn default() -> Self {
        Self {
            hosts: AtomicBool::new(false),
            hangs: AtomicBool::new(false),
            script: Mutex::default(),
            seen: watch::Sender::new(0),
        }
    }
}

impl FakeRooms {
    /// From now on agents and callees meet at this carrier.
    pub fn host(&self) {
        self.hosts.store(true, Ordering::SeqCst);
    }

    /// From now on commands about rooms are never answered, or answered again.
    pub fn hang(&self, hangs: bool) {
        self.hangs.store(hangs, Ordering::SeqCst);
    }

    /// Fails the next command about a room like this.
    pub fn fail_next(&self, error: CommandError) {
        self.script().errors.push(error);
    }

    /// What is found when somebody looks for rooms of this name.
    pub fn show(&self, name: &str, snapshot: RoomSnapshot) {
        self.script().rooms.push((name.to_owned(), snapshot));
    }

    /// Everything that it was told, in order.
    #[must_use]
    pub fn commands(&self) -> Vec<RoomCommand> {
        self.script().commands.clone()
    }

    /// Waits until it was told this.
    pub async fn told(&self, command: &RoomCommand) {
        let mut seen = self.seen.subscribe();
        while !self.script().commands.contains(command) {
            seen.changed().await.expect("the carrier outlives the wait");
        }
    }

    pub(super) fn hosts(&self) -> bool {
        self.hosts.load(Ordering::SeqCst)
    }

    async fn obey(&self, command: RoomCommand) -> Result<(), CommandError> {
        self.script().commands.push(command);
        self.seen.send_modify(|seen| *seen += 1);
        if self.hangs.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        self.script().errors.pop().map_or(Ok(()), Err)
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl HostsRooms for FakeRooms {
    fn browser_pass(&self, wish: &PassWish<'_>) -> BrowserPass {
        BrowserPass {
            access_token: Secret::new(format!("pass of {}", wish.identity)),
            expires_at: wish.now.plus_seconds(i64::from(wish.ttl_s)),
            signalling: Some(SIGNALLING.to_owned()),
        }
    }

    fn browser_sources(&self) -> Vec<String> {
        vec![SIGNALLING.to_owned()]
    }

    fn room_callback(&self, call_id: &CallId) -> String {
        format!("https://outdial.example/webhooks/fake/room?call={call_id}")
    }

    fn shift_callback(&self) -> String {
        "https://outdial.example/webhooks/fake/room".to_owned()
    }

    async fn change(&self, seat: &RoomSeat, change: &SeatChange) -> Result<(), CommandError> {
        self.obey(RoomCommand::Change(seat.clone(), change.clone())).await
    }

    async fn remove(&self, seat: &RoomSeat) -> Result<(), CommandError> {
        self.obey(RoomCommand::Remove(seat.clone())).await
    }

    async fn announce(&self, room: &RoomRef, to: Option<&LegRef>, url: &str) -> Result<(), CommandError> {
        let command = RoomCommand::Announce(room.clone(), to.cloned(), url.to_owned());
        self.obey(command).await
    }

    async fn pause_recording(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.obey(RoomCommand::PauseRecording(leg.clone())).await
    }

    async fn resume_recording(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.obey(RoomCommand::ResumeRecording(leg.clone())).await
    }

    async fn end(&self, room: &RoomRef) -> Result<(), CommandError> {
        self.obey(RoomCommand::End(room.clone())).await
    }

    async fn look_up_rooms(&self, name: &str) -> Result<Vec<RoomSnapshot>, CommandError> {
        let script = self.script();
        let named = script.rooms.iter().filter(|(other, _)| other == name);
        Ok(named.map(|(_, snapshot)| snapshot.clone()).collect())
    }
}

const SIGNALLING: &str = "wss://signal.outdial.example";
