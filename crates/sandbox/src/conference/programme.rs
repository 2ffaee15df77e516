//! What is played into a room from outside: announcements and music on hold, fetched and made into sound.

use std::sync::Arc;

use bytes::Bytes;
use url::Url;

use crate::audio::{Mouth, read_wav};
use crate::call::{Hook, Leg};
use crate::sandbox::Sandbox;
use crate::twiml::{Times, Verb, read};
use crate::webhook::Letter;

/// Something to be played.
#[derive(Debug, Default)]
pub(super) struct Programme {
    pub sound: Mouth,
    /// What it says, for the ledger.
    pub said: Vec<String>,
    /// What it plays, for the ledger.
    pub played: Vec<String>,
}

/// A document or file that the application answered with.
struct Page {
    url: Option<Url>,
    kind: String,
    body: Bytes,
}

impl Sandbox {
    /// Fetches a programme in the name of a call: TwiML that says, plays and pauses, or a sound file. The error is a
    /// sentence.
    pub(super) async fn programme(&self, leg: &Arc<Leg>, hook: &Hook) -> Result<Programme, String> {
        let page = self.page(leg, hook).await?;
        let mut programme = Programme::default();
        if page.kind.starts_with("audio/") {
            self.play(&mut programme, &hook.url, &page.body);
            return Ok(programme);
        }
        let text = String::from_utf8_lossy(&page.body);
        for verb in read(&text).map_err(|error| error.to_string())? {
            match verb {
                Verb::Say { text, times } => {
                    let ms = self.population.speech.lasts_ms(&text);
                    for _ in 0..rounds(times) {
                        programme.sound.murmur(ms);
                    }
                    programme.said.push(text);
                }
                Verb::Play {
                    digits: Some(digits),
                    times,
                    ..
                } => {
                    for _ in 0..rounds(times) {
                        press(&mut programme.sound, &digits);
                    }
                    programme.played.push(format!("keys {digits}"));
                }
                Verb::Play { url, times, .. } => {
                    let url = absolute(page.url.as_ref(), &url)?;
                    let file = Hook {
                        url: url.clone(),
                        method: "GET".to_owned(),
                    };
                    let file = self.page(leg, &file).await?;
                    for _ in 0..rounds(times) {
                        self.play(&mut programme, &url, &file.body);
                    }
                }
                Verb::Pause { length } => {
                    let ms = u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
                    programme.sound.pause(ms.min(LONGEST_PAUSE_MS));
                }
                Verb::Gather(_)
                | Verb::Dial(_)
                | Verb::Enqueue(_)
                | Verb::Connect(_)
                | Verb::StartStream(_)
                | Verb::StopStream { .. }
                | Verb::Redirect { .. }
                | Verb::Hangup
                | Verb::Reject
                | Verb::Leave
                | Verb::NotSimulated { .. }
                | Verb::Unknown { .. } => {
                    return Err("only Say, Play and Pause can be used here".to_owned());
                }
            }
        }
        Ok(programme)
    }

    /// A file that cannot be read here (MP3) is stood for by the usual murmur.
    fn play(&self, programme: &mut Programme, url: &str, file: &[u8]) {
        match read_wav(file) {
            Some(samples) => programme.sound.play(&samples),
            None => programme.sound.murmur(self.population.speech.play_ms),
        }
        programme.played.push(url.to_owned());
    }

    async fn page(&self, leg: &Arc<Leg>, hook: &Hook) -> Result<Page, String> {
        let nth = leg.next_fetch().to_string();
        let letter = Letter {
            method: hook.method.clone(),
            url: hook.url.clone(),
            params: self.standard_params(leg, leg.status()),
            idempotency_token: self.mint().sid("", &[&leg.sid, "fetch", &nth]),
        };
        let reply = match self.bring(&letter).await.outcome {
            Ok(reply) if (200..300).contains(&reply.status) => reply,
            Ok(reply) => return Err(format!("{} answered {}", hook.url, reply.status)),
            Err(failure) => return Err(format!("{}: {failure}", hook.url)),
        };
        Ok(Page {
            url: Url::parse(&hook.url).ok(),
            kind: reply
                .header("content-type")
                .unwrap_or("text/xml")
                .to_ascii_lowercase(),
            body: reply.body,
        })
    }
}

fn absolute(page: Option<&Url>, url: &str) -> Result<String, String> {
    let absolute = match page {
        // As written, because it is signed as written.
        _ if url.contains("://") => return Ok(url.to_owned()),
        Some(page) => page.join(url),
        None => Url::parse(url),
    };
    absolute
        .map(String::from)
        .map_err(|error| format!("\"{url}\" is not a usable URL here: {error}"))
}

/// Keys with their pauses: `w` is half a second, `W` a whole one.
fn press(mouth: &mut Mouth, digits: &str) {
    for key in digits.chars() {
        match key {
            'w' => mouth.pause(500),
            'W' => mouth.pause(1_000),
            _ => mouth.press(key.encode_utf8(&mut [0; 4])),
        }
    }
}

fn rounds(times: Times) -> u32 {
    match times {
        Times::Exactly(count) => count.min(MOST_ROUNDS),
        Times::UntilHangUp => MOST_ROUNDS,
    }
}

/// Nobody listens to the same thing more often.
const MOST_ROUNDS: u32 = 20;
const LONGEST_PAUSE_MS: u64 = 600_000;
