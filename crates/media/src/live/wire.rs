//! The port: one socket for all browsers, and the thread that reads it.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread::{JoinHandle, Thread};
use std::time::Duration;

use super::cell::RoomCell;
use super::clock::Clock;
use super::lock::lock;
use super::meters::Meters;
use crate::webrtc::{Mux, Unroutable};

/// A peer's name on the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PeerKey(u64);

/// The socket and what is known of those behind it.
pub(super) struct Wire {
    socket: UdpSocket,
    /// Addresses from which datagrams are taken; all when absent.
    heard: Option<Vec<IpAddr>>,
    routes: Mutex<Routes>,
    last_key: AtomicU64,
    pub(super) meters: Arc<Meters>,
    reader: Mutex<Option<Thread>>,
    stopped: AtomicBool,
}

#[derive(Default)]
struct Routes {
    mux: Mux<PeerKey>,
    rooms: HashMap<PeerKey, Weak<RoomCell>>,
}

impl Wire {
    pub(super) fn new(
        socket: UdpSocket,
        heard: Option<Vec<IpAddr>>,
        meters: Arc<Meters>,
    ) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Self {
            socket,
            heard,
            routes: Mutex::default(),
            last_key: AtomicU64::new(0),
            meters,
            reader: Mutex::default(),
            stopped: AtomicBool::new(false),
        })
    }

    /// Makes a peer of a room known by its user name.
    pub(super) fn register(&self, user_name: &str, room: Weak<RoomCell>) -> PeerKey {
        let key = PeerKey(self.last_key.fetch_add(1, Ordering::Relaxed));
        let mut routes = lock(&self.routes);
        routes.mux.register(key, user_name);
        routes.rooms.insert(key, room);
        drop(routes);
        self.wake();
        key
    }

    pub(super) fn forget(&self, key: PeerKey) {
        let mut routes = lock(&self.routes);
        routes.mux.forget(key);
        routes.rooms.remove(&key);
    }

    pub(super) fn peers(&self) -> usize {
        lock(&self.routes).mux.len()
    }

    /// Sends now or not at all: audio that has to wait is late.
    pub(super) fn send(&self, datagram: &[u8], to: SocketAddr) {
        match self.socket.send_to(datagram, to) {
            Ok(_) => Meters::count(&self.meters.datagrams_out),
            Err(_) => Meters::count(&self.meters.send_failures),
        }
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.wake();
    }

    /// Starts the thread that reads.
    pub(super) fn start(self: &Arc<Self>, clock: Arc<dyn Clock>) -> io::Result<JoinHandle<()>> {
        let wire = Arc::clone(self);
        let started = std::thread::Builder::new()
            .name("media-wire".to_owned())
            .spawn(move || wire.run(&*clock))?;
        *lock(&self.reader) = Some(started.thread().clone());
        Ok(started)
    }

    fn wake(&self) {
        if let Some(reader) = &*lock(&self.reader) {
            reader.unpark();
        }
    }

    /// Takes what has come every few milliseconds. One wake-up for many datagrams costs far less than one for each,
    /// and audio waits for the next tick anyway.
    fn run(&self, clock: &dyn Clock) {
        let mut buffer = [0; 2048];
        while !self.stopped.load(Ordering::Acquire) {
            if lock(&self.routes).mux.is_empty() {
                std::thread::park_timeout(IDLE);
            }
            self.read_all(&mut buffer, clock);
            clock.sleep_until(clock.now() + READ_EACH);
        }
    }

    fn read_all(&self, buffer: &mut [u8], clock: &dyn Clock) {
        for _ in 0..MAX_PER_ROUND {
            match self.socket.recv_from(buffer) {
                Ok((length, from)) => {
                    Meters::count(&self.meters.datagrams_in);
                    if self
                        .heard
                        .as_ref()
                        .is_some_and(|heard| !heard.contains(&from.ip()))
                    {
                        Meters::count(&self.meters.datagrams_unknown);
                        continue;
                    }
                    self.deliver(&buffer[..length], from, clock);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Some systems report here that an earlier datagram was not wanted; the next one may be fine.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
                Err(_) => return,
            }
        }
    }

    fn deliver(&self, datagram: &[u8], from: SocketAddr, clock: &dyn Clock) {
        let mut routes = lock(&self.routes);
        let found = routes
            .mux
            .route(datagram, from)
            .map(|key| (key, routes.rooms.get(&key).cloned()));
        drop(routes);
        match found {
            Ok((key, room)) => {
                if let Some(room) = room.and_then(|room| room.upgrade()) {
                    room.receive(key, datagram, from, clock.now());
                }
            }
            Err(Unroutable::Malformed) => Meters::count(&self.meters.datagrams_refused),
            Err(Unroutable::UnknownUserName | Unroutable::UnknownAddress) => {
                Meters::count(&self.meters.datagrams_unknown);
            }
        }
    }
}

/// Adds a millisecond of delay on average.
const READ_EACH: Duration = Duration::from_millis(2);
/// With no browser known every datagram is a stranger's; they are counted now and then.
const IDLE: Duration = Duration::from_millis(500);
/// A flood may not keep the thread from seeing that it should stop.
const MAX_PER_ROUND: usize = 4096;

#[cfg(test)]
mod tests {
    use super::super::clock::SystemClock;
    use super::*;

    /// Counts of datagrams that came in and of those that were a stranger's or broken.
    fn counted_from_loopback(heard: Option<Vec<IpAddr>>) -> (u64, u64, u64) {
        let meters = Arc::new(Meters::default());
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let to = socket.local_addr().unwrap();
        let wire = Wire::new(socket, heard, Arc::clone(&meters)).unwrap();
        UdpSocket::bind("127.0.0.1:0").unwrap().send_to(&[0], to).unwrap();
        wire.read_all(&mut [0; 2048], &SystemClock);
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (
            of(&meters.datagrams_in),
            of(&meters.datagrams_unknown),
            of(&meters.datagrams_refused),
        )
    }

    #[test]
    fn who_is_not_to_be_heard_is_not_even_read() {
        assert_eq!(
            counted_from_loopback(None),
            (1, 0, 1),
            "read, and found to be nonsense"
        );
        let elsewhere = vec!["203.0.113.9".parse().unwrap()];
        assert_eq!(counted_from_loopback(Some(elsewhere)), (1, 1, 0));
        let here = vec!["127.0.0.1".parse().unwrap()];
        assert_eq!(counted_from_loopback(Some(here)), (1, 0, 1));
    }
}
