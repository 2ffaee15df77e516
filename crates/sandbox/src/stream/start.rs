//! Starting streams on a call.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::session::{Ears, Session};
use crate::audio::Fork;
use crate::call::{Hook, Leg};
use crate::sandbox::Sandbox;
use crate::twiml::Tracks;

/// A stream as asked for, with absolute URLs.
#[derive(Debug, Clone)]
pub(crate) struct StreamTerms {
    pub url: String,
    pub name: Option<String>,
    pub tracks: Tracks,
    pub status: Option<Hook>,
    pub parameters: Vec<(String, String)>,
}

/// A two-way stream; stopped when dropped.
pub(crate) struct Running {
    over: oneshot::Receiver<()>,
    _stop: DropGuard,
}

impl Running {
    /// Waits until the application has closed it, or it has failed.
    pub(crate) async fn over(&mut self) {
        // The other end is dropped when the stream is over, whatever the reason.
        let _ = (&mut self.over).await;
    }
}

impl Sandbox {
    /// Opens a two-way stream.
    pub(crate) fn connect_stream(self: &Arc<Self>, leg: &Arc<Leg>, terms: StreamTerms) -> Running {
        let stop = CancellationToken::new();
        let (done, over) = oneshot::channel();
        let session = Session::new(self, leg, terms, stop.clone());
        self.spawn(async move {
            session.run(Ears::TwoWay).await;
            drop(done);
        });
        Running {
            over,
            _stop: stop.drop_guard(),
        }
    }

    /// Opens a stream that only listens, until it is stopped or the call is over.
    pub(crate) fn listen_in(self: &Arc<Self>, leg: &Arc<Leg>, terms: StreamTerms) {
        let (ear, overheard) = mpsc::channel(FRAMES_WAITING);
        let stop = CancellationToken::new();
        let first = leg.line.fork(Fork {
            name: terms.name.clone(),
            ear,
            stop: stop.clone(),
        });
        if first {
            self.keep_line_going(leg);
        }
        let session = Session::new(self, leg, terms, stop);
        self.spawn(session.run(Ears::ListenIn(overheard)));
    }
}

/// A second of sound; a stream that is further behind misses some.
const FRAMES_WAITING: usize = 50;
