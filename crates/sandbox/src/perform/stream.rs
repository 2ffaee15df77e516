//! Talking to a stream, and letting one listen.

use super::script::Cue;
use super::stage::Stage;
use crate::call::{EndedBy, Hook};
use crate::stream::StreamTerms;
use crate::twiml::{Connect, StreamNoun};

impl Stage<'_> {
    /// Talks to the stream until the application closes it.
    pub(super) async fn connect(&mut self, connect: Connect) -> Result<Cue, EndedBy> {
        let terms = self.stream_terms(connect.stream)?;
        // Patience is kept by the person's own ears from here on.
        self.hearing.sound_begins();
        let mut running = self.sandbox.connect_stream(self.leg, terms);
        running.over().await;
        match &connect.action {
            Some(action) => Ok(Cue::Goto(self.jump(action, connect.method, Vec::new())?)),
            None => Ok(Cue::Next),
        }
    }

    pub(super) fn start_stream(&mut self, noun: StreamNoun) -> Result<(), EndedBy> {
        let terms = self.stream_terms(noun)?;
        self.sandbox.listen_in(self.leg, terms);
        Ok(())
    }

    fn stream_terms(&mut self, noun: StreamNoun) -> Result<StreamTerms, EndedBy> {
        let status = match noun.status {
            Some(hook) => Some(Hook {
                url: self.absolute(&hook.url)?,
                method: hook.method,
            }),
            None => None,
        };
        Ok(StreamTerms {
            url: noun.url,
            name: noun.name,
            tracks: noun.tracks,
            status,
            parameters: noun.parameters,
        })
    }
}
