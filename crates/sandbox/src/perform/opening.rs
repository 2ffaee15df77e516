//! The first instructions of a call that came in, had before it is answered.

use super::script::{Fetch, Script};
use super::stage::Stage;
use crate::call::EndedBy;
use crate::twiml::{Verb, read};

/// What the first instructions make of a call that rings.
pub(crate) enum Opening {
    Answer(Script),
    Reject,
}

impl Stage<'_> {
    /// Fetches the first instructions.
    pub(crate) async fn opening(&mut self, fetch: Fetch) -> Result<Opening, EndedBy> {
        let text = self.fetch(fetch).await?;
        // What cannot be read is complained about when it is performed.
        let rejects = read(&text).is_ok_and(|verbs| matches!(verbs.first(), Some(Verb::Reject)));
        if rejects {
            return Ok(Opening::Reject);
        }
        let page = self.page.take();
        Ok(Opening::Answer(Script::Fetched { text, page }))
    }
}
