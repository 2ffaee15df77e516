//! Somebody who speaks one tone and listens: on a carrier's stream, which in these tests stands for browsers too.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_media::live::{Clock, StreamOut, StreamPort, SystemClock};
use outdial_media::tone::{self, Tone};

pub struct Party {
    heard: Arc<Mutex<Vec<i16>>>,
    gone: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Party {
    pub fn on(port: StreamPort, hz: f32) -> Self {
        let heard = Arc::<Mutex<Vec<i16>>>::default();
        let gone = Arc::new(AtomicBool::new(false));
        let (ear, stop) = (heard.clone(), gone.clone());
        let thread = std::thread::spawn(move || talk(&port, &ear, &stop, hz));
        Self {
            heard,
            gone,
            thread: Some(thread),
        }
    }

    /// Waits until the one tone is heard, if any, and the others are not, in the last half second.
    pub async fn hears(&self, tone: Option<f32>, not: &[f32]) {
        for _ in 0..LOOKS {
            let is_heard = tone.is_none_or(|hz| self.strength(hz) > 0.1);
            if is_heard && not.iter().all(|hz| self.strength(*hz) < 0.01) && self.is_full() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let strengths: Vec<_> = tone
            .iter()
            .chain(not)
            .map(|hz| (*hz, self.strength(*hz)))
            .collect();
        panic!("should hear {tone:?} and none of {not:?}: {strengths:?}");
    }

    /// Goes away without a word.
    pub fn vanish(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        self.gone.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    fn is_full(&self) -> bool {
        self.heard.lock().unwrap().len() >= HALF_SECOND
    }

    fn strength(&self, hz: f32) -> f32 {
        let heard = self.heard.lock().unwrap();
        tone::amplitude(&heard, RATE, hz)
    }
}

impl Drop for Party {
    fn drop(&mut self) {
        self.stop();
    }
}

fn talk(port: &StreamPort, ear: &Mutex<Vec<i16>>, gone: &AtomicBool, hz: f32) {
    let mut tone = Tone::new(hz, 0.3);
    let mut due = SystemClock.now();
    while !gone.load(Ordering::Acquire) {
        due += Duration::from_millis(20);
        let mut samples = [0; 160];
        tone.fill(&mut samples, RATE);
        port.push(&samples.map(mulaw_encode));
        while let Some(out) = port.try_next() {
            if let StreamOut::Media(mulaw) = out {
                let mut heard = ear.lock().unwrap();
                heard.extend(mulaw.map(mulaw_decode));
                let over = heard.len().saturating_sub(HALF_SECOND);
                heard.drain(..over);
            }
        }
        SystemClock.sleep_until(due);
    }
}

const RATE: u32 = 8_000;
const HALF_SECOND: usize = 4_000;
/// Half a minute.
const LOOKS: u32 = 1_500;
