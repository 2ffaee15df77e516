//! The media engine as a whole: its threads, its port and its rooms.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::broadcast;

use super::beat::Beat;
use super::cell::{RoomCell, Surroundings};
use super::clock::{Clock, SystemClock};
use super::config::{HubConfig, RoomSettings};
use super::error::OpenError;
use super::events::{CloseReason, EVENTS_KEPT};
use super::handle::RoomHandle;
use super::live_room::LiveRoom;
use super::lock::lock;
use super::meters::{HubMetrics, Meters};
use super::scribe::{Job, ScribeQueue};
use super::wire::Wire;
use crate::ids::RoomId;
use crate::pcm::FRAME_MS;
use crate::webrtc::PeerConfig;
use crate::webrtc::crypto::Certificate;

/// Owns the port, the threads and the rooms. Clones are the same hub; the last one that is dropped ends it.
#[derive(Clone)]
pub struct MediaHub {
    inner: Arc<Registry>,
}

/// What the clones of a hub share.
pub(super) struct Registry {
    config: HubConfig,
    local: SocketAddr,
    around: Arc<Surroundings>,
    beats: Vec<Arc<Beat>>,
    rooms: Mutex<Rooms>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Rooms {
    open: HashMap<RoomId, Arc<RoomCell>>,
    shut_down: bool,
}

impl MediaHub {
    /// Opens the port and starts the threads.
    ///
    /// # Errors
    /// When the port is taken or the system gives no threads.
    pub fn start(config: HubConfig) -> io::Result<Self> {
        Self::start_with(config, Arc::new(SystemClock))
    }

    /// The same by another clock.
    ///
    /// # Errors
    /// When the port is taken or the system gives no threads.
    pub fn start_with(config: HubConfig, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let socket = config.bind()?;
        let local = socket.local_addr()?;
        let certificate = Certificate::generate().map_err(io::Error::other)?;
        let meters = Arc::new(Meters::default());
        let around = Arc::new(Surroundings {
            wire: Arc::new(Wire::new(socket, config.heard(local), Arc::clone(&meters))?),
            scribe: Arc::default(),
            peers: PeerConfig::new(config.candidates(local), certificate),
            ice_servers: config.ice_servers.clone(),
            epoch: clock.now(),
            clock,
        });
        let beats: Vec<Arc<Beat>> = (0..config.beats.max(1)).map(|_| Arc::default()).collect();
        let hub = Self {
            inner: Arc::new(Registry {
                config,
                local,
                around,
                beats,
                rooms: Mutex::default(),
                threads: Mutex::default(),
            }),
        };
        hub.inner.start_threads(&meters)?;
        Ok(hub)
    }

    /// Where the port is.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.inner.local
    }

    /// Opens a room.
    ///
    /// # Errors
    /// When it is open already, when recordings cannot be kept, or after the hub's end.
    pub fn open(&self, id: RoomId, settings: RoomSettings) -> Result<RoomHandle, OpenError> {
        let around = &self.inner.around;
        let mut rooms = lock(&self.inner.rooms);
        if rooms.shut_down {
            return Err(OpenError::ShutDown);
        }
        if rooms.open.get(&id).is_some_and(|open| !open.is_closed()) {
            return Err(OpenError::AlreadyOpen);
        }
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        let tape = settings.record.map(|options| {
            let scribe: &Arc<ScribeQueue> = &around.scribe;
            scribe.begin(
                &self.inner.config.recordings,
                &id.to_string(),
                options,
                events.clone(),
            )
        });
        let tape = tape.transpose().map_err(OpenError::Recordings)?;
        let room = LiveRoom::new(id.clone(), settings, tape, events.clone(), around.clock.now());
        let cell = Arc::new(RoomCell::new(room, Arc::clone(around), events));
        rooms.open.insert(id.clone(), Arc::clone(&cell));
        drop(rooms);
        if let Some(idlest) = self.inner.beats.iter().min_by_key(|beat| beat.len()) {
            idlest.add(Arc::clone(&cell));
        }
        Ok(RoomHandle::new(id, cell, Arc::downgrade(&self.inner)))
    }

    /// An open room.
    #[must_use]
    pub fn room(&self, id: &RoomId) -> Option<RoomHandle> {
        let cell = lock(&self.inner.rooms).open.get(id).cloned()?;
        Some(RoomHandle::new(id.clone(), cell, Arc::downgrade(&self.inner)))
    }

    /// What the hub has counted.
    #[must_use]
    pub fn metrics(&self) -> HubMetrics {
        let rooms = lock(&self.inner.rooms).open.len();
        self.inner
            .around
            .wire
            .meters
            .read(rooms, self.inner.around.wire.peers())
    }

    /// Closes all rooms, completes their recordings and ends the threads. Blocks until the disk has everything.
    pub fn shut_down(&self) {
        self.inner.shut_down();
    }
}

impl Registry {
    pub(super) fn recordings(&self) -> &Path {
        &self.config.recordings
    }

    /// Forgets a room that was closed, unless another of the same name has been opened since.
    pub(super) fn forget(&self, id: &RoomId, cell: &Arc<RoomCell>) {
        let mut rooms = lock(&self.rooms);
        if rooms.open.get(id).is_some_and(|open| Arc::ptr_eq(open, cell)) {
            rooms.open.remove(id);
        }
    }

    fn start_threads(&self, meters: &Arc<Meters>) -> io::Result<()> {
        let clock = &self.around.clock;
        let mut threads = lock(&self.threads);
        threads.push(self.around.wire.start(Arc::clone(clock))?);
        threads.push(self.around.scribe.start()?);
        let beats = u32::try_from(self.beats.len()).unwrap_or(u32::MAX);
        for (beat, n) in self.beats.iter().zip(0..) {
            let phase = Duration::from_millis(FRAME_MS) * n / beats;
            threads.push(beat.start(Arc::clone(clock), Arc::clone(meters), phase)?);
        }
        Ok(())
    }

    fn shut_down(&self) {
        let open = {
            let mut rooms = lock(&self.rooms);
            rooms.shut_down = true;
            std::mem::take(&mut rooms.open)
        };
        for cell in open.values() {
            cell.close(CloseReason::Asked);
        }
        for beat in &self.beats {
            beat.stop();
        }
        self.around.wire.stop();
        self.around.scribe.add(Job::Stop);
        for thread in lock(&self.threads).drain(..) {
            if thread.join().is_err() {
                tracing::error!("a media thread had failed before the end");
            }
        }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.shut_down();
    }
}

impl std::fmt::Debug for MediaHub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MediaHub")
            .field("local", &self.inner.local)
            .finish_non_exhaustive()
    }
}
