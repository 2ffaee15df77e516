//! What a call is to perform.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use url::Url;

use crate::call::{EndedBy, Hook};
use crate::conference::Admission;

/// What a call is to perform.
#[derive(Debug, Clone)]
pub(crate) enum Script {
    /// TwiML at hand.
    Inline { text: String },
    /// TwiML that was fetched already, and from where.
    Fetched { text: String, page: Option<Url> },
    /// TwiML to be fetched.
    Fetch(Fetch),
    /// Enter a conference (a participant made through the API).
    Join(Box<Admission>),
    /// Talk to the call that dialled this one, after hearing the whisper.
    Bridged { whisper: Option<Hook> },
    /// Somebody talks with the callee who has the call without instructions.
    Held(Arc<Hold>),
}

/// Between a call and whoever has it without instructions.
#[derive(Debug, Default)]
pub(crate) struct Hold {
    finished: CancellationToken,
    lost: CancellationToken,
}

impl Hold {
    /// Whoever has the call is done with it.
    pub(crate) fn finish(&self) {
        self.finished.cancel();
    }

    pub(crate) async fn until_finished(&self) {
        self.finished.cancelled().await;
    }

    /// The call got instructions: it is not theirs any more.
    pub(crate) fn lose(&self) {
        self.lost.cancel();
    }

    pub(crate) async fn until_lost(&self) {
        self.lost.cancelled().await;
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.lost.is_cancelled()
    }
}

/// TwiML to be fetched.
#[derive(Debug, Clone)]
pub(crate) struct Fetch {
    pub hook: Hook,
    /// Parameters beyond the standard ones.
    pub extra: Vec<(String, String)>,
}

/// What comes after a verb.
#[derive(Debug)]
pub(crate) enum Cue {
    /// The next verb.
    Next,
    /// Another document.
    Goto(Script),
    /// The end of the call.
    End(EndedBy),
    /// Leave the queue.
    Leave,
}

impl Fetch {
    pub(crate) fn plain(url: String, method: String) -> Self {
        Self {
            hook: Hook { url, method },
            extra: Vec::new(),
        }
    }
}
