//! Waiting in a queue, with music or announcements, until directed elsewhere.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::script::{Cue, Fetch};
use super::stage::Stage;
use crate::call::{EndedBy, Hook};
use crate::lock::lock;
use crate::sandbox::Sandbox;
use crate::twiml::{Enqueue, Verb, read};

/// Who waits in which queue.
#[derive(Debug, Default)]
pub(crate) struct QueueBook {
    waiting: BTreeMap<String, Vec<String>>,
}

/// A place in a queue, given up when dropped.
struct Place {
    sandbox: Arc<Sandbox>,
    queue: String,
    call: String,
}

/// How waiting ended.
pub(super) enum Waited {
    /// The waiting instructions said so.
    Left,
    /// They could not be had.
    Failed,
}

impl Place {
    fn take(sandbox: &Arc<Sandbox>, queue: &str, call: &str) -> Self {
        let mut book = lock(&sandbox.queues);
        book.waiting
            .entry(queue.to_owned())
            .or_default()
            .push(call.to_owned());
        Self {
            sandbox: Arc::clone(sandbox),
            queue: queue.to_owned(),
            call: call.to_owned(),
        }
    }

    /// Position from 1, and how many wait in all.
    fn position(&self) -> (usize, usize) {
        let book: &Mutex<QueueBook> = &self.sandbox.queues;
        let book = lock(book);
        let waiting = book.waiting.get(&self.queue).map_or(&[][..], Vec::as_slice);
        let ahead = waiting.iter().position(|call| *call == self.call).unwrap_or(0);
        (ahead + 1, waiting.len())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut book = lock(&self.sandbox.queues);
        if let Some(waiting) = book.waiting.get_mut(&self.queue) {
            waiting.retain(|call| *call != self.call);
            if waiting.is_empty() {
                book.waiting.remove(&self.queue);
            }
        }
    }
}

impl Stage<'_> {
    pub(super) async fn enqueue(&mut self, enqueue: Enqueue) -> Result<Cue, EndedBy> {
        let entered = Instant::now();
        let place = Place::take(self.sandbox, &enqueue.name, &self.leg.sid);
        let sid = self.sandbox.mint().sid("QU", &[&enqueue.name]);
        let result = match &enqueue.wait_url {
            None => self.default_music().await,
            Some(url) => {
                let hook = Hook {
                    url: self.absolute(url)?,
                    method: enqueue.wait_method.clone(),
                };
                let about = || {
                    let (position, size) = place.position();
                    vec![
                        ("QueueSid".to_owned(), sid.clone()),
                        ("QueuePosition".to_owned(), position.to_string()),
                        ("CurrentQueueSize".to_owned(), size.to_string()),
                        ("QueueTime".to_owned(), entered.elapsed().as_secs().to_string()),
                        ("AvgQueueTime".to_owned(), "0".to_owned()),
                        ("MaxQueueSize".to_owned(), "1000".to_owned()),
                    ]
                };
                match self.wait_with(&hook, about).await? {
                    Waited::Left => "leave",
                    Waited::Failed => "error",
                }
            }
        };
        drop(place);
        let Some(action) = &enqueue.action else {
            return Ok(Cue::Next);
        };
        let extra = vec![
            ("QueueResult".to_owned(), result.to_owned()),
            ("QueueSid".to_owned(), sid),
            ("QueueTime".to_owned(), entered.elapsed().as_secs().to_string()),
        ];
        Ok(Cue::Goto(self.jump(action, enqueue.method, extra)?))
    }

    /// Music that never ends.
    pub(super) async fn default_music(&mut self) -> &'static str {
        self.hearing.sound_begins();
        std::future::pending().await
    }

    /// Plays waiting instructions over and over.
    pub(super) async fn wait_with(
        &mut self,
        hook: &Hook,
        about: impl Fn() -> Vec<(String, String)>,
    ) -> Result<Waited, EndedBy> {
        let came_from = self.page.clone();
        let mut next = hook.clone();
        loop {
            let began = Instant::now();
            let fetch = Fetch {
                hook: next.clone(),
                extra: about(),
            };
            let verbs = match self.fetch(fetch).await.map(|text| read(&text)) {
                Ok(Ok(verbs)) => verbs,
                Ok(Err(error)) => {
                    self.problem(12_100, error.to_string());
                    return Ok(Waited::Failed);
                }
                Err(_) => return Ok(Waited::Failed),
            };
            next = hook.clone();
            for verb in &verbs {
                match verb {
                    Verb::Redirect { url, method } => {
                        next = Hook {
                            url: self.absolute(url)?,
                            method: method.clone(),
                        };
                        break;
                    }
                    Verb::Leave => {
                        self.page = came_from;
                        return Ok(Waited::Left);
                    }
                    Verb::Hangup => return Err(EndedBy::Script),
                    Verb::Say { .. } | Verb::Play { .. } | Verb::Pause { .. } => {
                        self.prompt(std::slice::from_ref(verb)).await?;
                    }
                    Verb::Gather(_)
                    | Verb::Dial(_)
                    | Verb::Enqueue(_)
                    | Verb::Connect(_)
                    | Verb::StartStream(_)
                    | Verb::StopStream { .. }
                    | Verb::Reject
                    | Verb::NotSimulated { .. }
                    | Verb::Unknown { .. } => {
                        self.problem(12_200, "a verb that cannot be used while waiting".into());
                    }
                }
            }
            // Instructions that take no time would be fetched without end.
            let left = SHORTEST_ROUND.saturating_sub(began.elapsed());
            self.hearing.silence(left).await?;
        }
    }
}

const SHORTEST_ROUND: Duration = Duration::from_secs(1);
