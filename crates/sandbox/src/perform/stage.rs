//! The stage: one run of instructions on one call.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::hearing::Hearing;
use super::script::{Cue, Fetch, Script};
use super::speak::keys_last;
use crate::call::{EndedBy, Leg};
use crate::sandbox::Sandbox;
use crate::twiml::{ReadError, Verb, read};

/// One run of instructions on one call; dropped when the call ends or gets other instructions.
pub(crate) struct Stage<'a> {
    pub(super) sandbox: &'a Arc<Sandbox>,
    pub(super) leg: &'a Arc<Leg>,
    pub(super) hearing: &'a mut Hearing,
    /// Where the present document came from; relative URLs start here.
    pub(super) page: Option<Url>,
    pub(super) documents: u32,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(sandbox: &'a Arc<Sandbox>, leg: &'a Arc<Leg>, hearing: &'a mut Hearing) -> Self {
        Self {
            sandbox,
            leg,
            hearing,
            page: None,
            documents: 0,
        }
    }

    /// Performs until the instructions run out.
    pub(crate) async fn run(&mut self, script: Script) -> EndedBy {
        match self.perform(script).await {
            Ok(by) | Err(by) => by,
        }
    }

    async fn perform(&mut self, script: Script) -> Result<EndedBy, EndedBy> {
        let mut script = self.open(script).await?;
        loop {
            let cue = match script {
                Script::Inline { text } => {
                    self.page = None;
                    self.document(&text).await?
                }
                Script::Fetched { text, page } => {
                    self.page = page;
                    self.document(&text).await?
                }
                Script::Fetch(fetch) => {
                    let text = Box::pin(self.fetch(fetch)).await?;
                    self.document(&text).await?
                }
                Script::Join(admission) => {
                    Box::pin(self.join(*admission)).await?;
                    Cue::Next
                }
                Script::Bridged { whisper } => {
                    if let Some(hook) = whisper {
                        let text = Box::pin(self.fetch(Fetch::plain(hook.url, hook.method))).await?;
                        self.document(&text).await?;
                    }
                    self.leg_is_bridged().await
                }
                Script::Held(hold) => {
                    self.hearing.sound_begins();
                    hold.until_finished().await;
                    Cue::End(EndedBy::Script)
                }
            };
            script = match cue {
                Cue::Next | Cue::Leave => return Ok(EndedBy::Script),
                Cue::End(by) => return Ok(by),
                Cue::Goto(next) => next,
            };
        }
    }

    /// Sends the keys asked for, and waits for a verdict that the instructions depend on.
    async fn open(&mut self, mut script: Script) -> Result<Script, EndedBy> {
        if let Some(digits) = self.hearing.send_digits.take() {
            self.hearing.sound(keys_last(&digits)).await;
        }
        let Some(heard) = self.hearing.verdict.take() else {
            return Ok(script);
        };
        self.hearing
            .silence(Duration::from_millis(heard.after_ms))
            .await?;
        self.sandbox.note_verdict(self.leg, heard);
        if let Script::Fetch(fetch) = &mut script {
            fetch.extra.extend([
                ("AnsweredBy".to_owned(), heard.answered_by.to_owned()),
                ("MachineDetectionDuration".to_owned(), heard.after_ms.to_string()),
            ]);
        }
        Ok(script)
    }

    /// Performs one document.
    pub(super) async fn document(&mut self, text: &str) -> Result<Cue, EndedBy> {
        self.documents += 1;
        if self.documents > MOST_DOCUMENTS {
            self.problem(
                0,
                format!("more than {MOST_DOCUMENTS} documents in one run of instructions"),
            );
            return Err(EndedBy::ApplicationError);
        }
        let verbs = match read(text) {
            Ok(verbs) => verbs,
            Err(error) => {
                let code = match error {
                    ReadError::NotXml(_) => 12_100,
                    ReadError::NotTwiml(_) => 12_200,
                };
                self.problem(code, error.to_string());
                return Err(EndedBy::ApplicationError);
            }
        };
        for verb in verbs {
            match self.verb(verb).await? {
                Cue::Next => {}
                cue @ (Cue::Goto(_) | Cue::End(_) | Cue::Leave) => return Ok(cue),
            }
        }
        Ok(Cue::Next)
    }

    async fn verb(&mut self, verb: Verb) -> Result<Cue, EndedBy> {
        match verb {
            Verb::Say { .. } | Verb::Play { .. } | Verb::Pause { .. } => {
                self.prompt(std::slice::from_ref(&verb)).await?;
                Ok(Cue::Next)
            }
            // Boxed, so that a call that only listens does not carry the room for these.
            Verb::Gather(gather) => Box::pin(self.gather(gather)).await,
            Verb::Dial(dial) => Box::pin(self.dial(dial)).await,
            Verb::Enqueue(enqueue) => Box::pin(self.enqueue(enqueue)).await,
            Verb::Connect(connect) => Box::pin(self.connect(connect)).await,
            Verb::StartStream(stream) => {
                self.start_stream(stream)?;
                Ok(Cue::Next)
            }
            Verb::StopStream { name } => {
                self.leg.line.stop_forks(name.as_deref());
                Ok(Cue::Next)
            }
            Verb::Redirect { url, method } => Ok(Cue::Goto(self.jump(&url, method, Vec::new())?)),
            Verb::Hangup | Verb::Reject => Ok(Cue::End(EndedBy::Script)),
            Verb::Leave => Ok(Cue::Leave),
            Verb::NotSimulated { name } => {
                self.problem(0, format!("{name} is not simulated yet; it was skipped"));
                Ok(Cue::Next)
            }
            Verb::Unknown { name } => {
                self.problem(12_200, format!("<{name}> is not TwiML; it was skipped"));
                Ok(Cue::Next)
            }
        }
    }

    /// A document to go to; relative URLs start from the present page.
    pub(super) fn jump(
        &mut self,
        url: &str,
        method: String,
        extra: Vec<(String, String)>,
    ) -> Result<Script, EndedBy> {
        let mut fetch = Fetch::plain(self.absolute(url)?, method);
        fetch.extra = extra;
        Ok(Script::Fetch(fetch))
    }

    /// An absolute URL; an empty one is the present page.
    pub(super) fn absolute(&mut self, url: &str) -> Result<String, EndedBy> {
        let absolute = match &self.page {
            Some(page) if url.is_empty() => Ok(page.clone()),
            Some(page) => page.join(url),
            None => Url::parse(url),
        };
        match absolute {
            // As written, because it is signed as written.
            Ok(_) if url.contains("://") => Ok(url.to_owned()),
            Ok(absolute) => Ok(absolute.to_string()),
            Err(error) => {
                self.problem(11_100, format!("\"{url}\" is not a usable URL here: {error}"));
                Err(EndedBy::ApplicationError)
            }
        }
    }

    pub(super) fn problem(&self, code: u32, message: String) {
        tracing::debug!(call.sid = %self.leg.sid, code, message, "instructions went wrong");
        self.sandbox
            .ledger
            .change(self.leg.entry, |attempt| attempt.problem(code, message));
    }
}

/// Documents that redirect to each other without taking time would never end.
const MOST_DOCUMENTS: u32 = 2_000;
