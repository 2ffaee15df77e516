//! One browser's call: the leg, the way of its sound, and the socket on which its page is told about it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::link::Link;
use crate::audio::Handset;
use crate::call::Leg;
use crate::lock::lock;

/// One browser's call.
#[derive(Debug)]
pub(crate) struct Softphone {
    pub(super) leg: Arc<Leg>,
    pub(super) handset: Arc<Handset>,
    pub(super) link: Link,
    pub(super) identity: String,
    /// Shows that whoever wants the call back is who had it.
    pub(super) reconnect: String,
    /// Our latest answer to an offer.
    pub(super) answer: Mutex<String>,
    pub(super) page: Mutex<Page>,
}

/// Where the page is.
#[derive(Debug)]
pub(super) enum Page {
    There(mpsc::Sender<String>),
    /// Its socket went without a word.
    Lost {
        since: Instant,
        window: Duration,
    },
}

impl Softphone {
    /// Tells the page, if it is there; one that does not read misses it.
    pub(super) fn tell(&self, message: String) {
        if let Page::There(out) = &*lock(&self.page) {
            let _ = out.try_send(message);
        }
    }

    /// The page came back on another socket.
    pub(super) fn found(&self, out: &mpsc::Sender<String>) {
        *lock(&self.page) = Page::There(out.clone());
    }

    /// A socket is gone; if it is the one that the call hangs on, the page has so long to come back.
    pub(super) fn lost(&self, out: &mpsc::Sender<String>, window: Duration) {
        let mut page = lock(&self.page);
        if matches!(&*page, Page::There(mine) if mine.same_channel(out)) {
            *page = Page::Lost {
                since: Instant::now(),
                window,
            };
        }
    }

    /// Nobody is there any more, and nobody will come back.
    pub(super) fn is_abandoned(&self) -> bool {
        let quiet = self.link.heard.borrow().elapsed();
        match *lock(&self.page) {
            Page::There(_) => quiet >= SOUND_MAY_STOP,
            Page::Lost { since, window } => since.elapsed() >= window || quiet >= SOUND_STOPPED,
        }
    }
}

/// As long as the kit goes on restarting a path that broke.
const SOUND_MAY_STOP: Duration = Duration::from_secs(30);
/// Browsers send fifty packets a second, also when muted.
const SOUND_STOPPED: Duration = Duration::from_secs(2);
