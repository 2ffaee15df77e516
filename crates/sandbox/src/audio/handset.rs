//! A real microphone, a real ear and a keypad at the end of a line, instead of somebody simulated.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::{Notify, mpsc};

use super::arrivals::Arrivals;
use super::frame::Frame;
use super::mouth::Mouth;
use super::speaker::Said;
use crate::lock::lock;

/// Where somebody's own voice comes in and the line's sound goes out.
#[derive(Debug)]
pub(crate) struct Handset {
    inside: Mutex<Inside>,
    ear: mpsc::Sender<Frame>,
    typed: Notify,
}

#[derive(Debug, Default)]
struct Inside {
    microphone: Arrivals,
    /// Keys being heard on the line.
    tones: Mouth,
    /// Keys that no instructions have taken yet.
    typed: VecDeque<char>,
}

impl Handset {
    /// A handset, and what its owner hears.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Frame>) {
        let (ear, heard) = mpsc::channel(FRAMES_WAITING);
        let handset = Self {
            inside: Mutex::default(),
            ear,
            typed: Notify::new(),
        };
        (handset, heard)
    }

    /// The microphone sent a packet of mu-law.
    pub(crate) fn arrive(&self, number: u64, payload: &[u8]) {
        lock(&self.inside).microphone.add(number, payload);
    }

    /// Another microphone, which counts its packets anew.
    pub(crate) fn change_microphone(&self) {
        lock(&self.inside).microphone = Arrivals::default();
    }

    /// Keys are pressed: the line hears their tones, and instructions may ask for them.
    pub(crate) fn press(&self, keys: &str) {
        let mut inside = lock(&self.inside);
        for key in keys.chars().take(KEYS_WAITING) {
            inside.tones.press(key.encode_utf8(&mut [0; 4]));
            if key != 'w' && inside.typed.len() < KEYS_WAITING {
                inside.typed.push_back(key);
            }
        }
        drop(inside);
        self.typed.notify_one();
    }

    /// Keys that were pressed before anybody asked do not count.
    pub(crate) fn forget_keys(&self) {
        lock(&self.inside).typed.clear();
    }

    /// The next key that is pressed.
    pub(crate) async fn next_key(&self) -> char {
        loop {
            if let Some(key) = lock(&self.inside).typed.pop_front() {
                return key;
            }
            self.typed.notified().await;
        }
    }

    /// One frame out, one frame in.
    pub(super) fn exchange(&self, heard: &Frame) -> Said {
        // An owner who cannot keep up misses frames.
        let _ = self.ear.try_send(*heard);
        let mut inside = lock(&self.inside);
        let voice = inside.microphone.take();
        let (frame, key) = if inside.tones.is_shut() {
            (voice, None)
        } else {
            inside.tones.frame()
        };
        Said {
            frame,
            key,
            leaves: false,
        }
    }
}

/// 200 ms; more would only be delay.
const FRAMES_WAITING: usize = 10;
const KEYS_WAITING: usize = 64;
