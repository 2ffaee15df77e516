//! What a call is to perform.

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
