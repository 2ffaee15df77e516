//! Browsers that speak into their microphones, all on one thread.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::clock::present;
use crate::talk::browser::Browser;
use crate::talk::voice::{Manner, VOICES, Voice};

/// Where browsers are handed in; the thread ends with the last of these.
#[derive(Debug, Clone)]
pub struct Microphones {
    arriving: SyncSender<Box<Browser>>,
}

impl Microphones {
    /// Starts the thread.
    pub fn open() -> Self {
        let (arriving, arrived) = sync_channel(ARRIVING_MAX);
        std::thread::spawn(move || {
            if let Err(error) = speak(&arrived) {
                eprintln!("the microphones are off: {error:#}");
            }
        });
        Self { arriving }
    }

    /// Lets a browser that has its answer speak until its connection fails.
    pub fn add(&self, browser: Browser) -> Result<()> {
        let handed_in = self.arriving.send(Box::new(browser));
        handed_in.ok().context("the microphones are off")
    }
}

fn speak(arrived: &Receiver<Box<Browser>>) -> Result<()> {
    let mut voices: Vec<Voice> = Vec::new();
    let mut speaking: Vec<(Box<Browser>, usize)> = Vec::new();
    let mut beat = 0;
    let mut due = present();
    loop {
        loop {
            match arrived.try_recv() {
                Ok(browser) => {
                    if voices.is_empty() {
                        let asked = browser.asked();
                        let all = (0..VOICES).map(|number| Voice::of_browser(number, Manner::Turns, asked));
                        voices = all.collect::<Result<_>>()?;
                    }
                    speaking.push((browser, speaking.len()));
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) if speaking.is_empty() => return Ok(()),
                Err(TryRecvError::Disconnected) => break,
            }
        }
        let now = present();
        speaking.retain_mut(|(browser, number)| {
            let frame = voices[*number % VOICES].frame(beat);
            let spoken = browser
                .hear(now, &mut |_| {})
                .and_then(|()| browser.say(frame, now));
            spoken.is_ok()
        });
        beat += 1;
        due += FRAME;
        let rest = due.saturating_duration_since(present());
        if rest.is_zero() {
            due = present();
        }
        std::thread::sleep(rest);
    }
}

const FRAME: Duration = Duration::from_millis(20);
const ARRIVING_MAX: usize = 256;
