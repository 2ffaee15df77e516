//! A callee on a carrier's stream, in real time: hears whether the agent speaks, and speaks as a test says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_media::live::{Clock, StreamOut, StreamPort, SystemClock};
use outdial_media::tone::{self, Tone};

/// What the callee does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Speaks each time that the agent has made a pause.
    Answers,
    /// Speaks in the middle of whatever the agent says, and each time that it has made a pause.
    Interrupts,
    /// Says nothing.
    Listens,
}

pub struct Callee {
    tape: Arc<Mutex<Tape>>,
    gone: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// One frame after the other: whether the agent, the callee, or a person in the agent's place was heard in it.
#[derive(Debug, Default, Clone)]
pub struct Tape {
    pub agent: Vec<bool>,
    pub callee: Vec<bool>,
    pub person: Vec<bool>,
}

impl Callee {
    pub fn on(port: StreamPort, habit: Habit) -> Self {
        let tape = Arc::<Mutex<Tape>>::default();
        let gone = Arc::new(AtomicBool::new(false));
        let (written, stop) = (tape.clone(), gone.clone());
        let thread = std::thread::spawn(move || talk(&port, &written, &stop, habit));
        Self {
            tape,
            gone,
            thread: Some(thread),
        }
    }

    pub fn tape(&self) -> Tape {
        self.tape.lock().unwrap().clone()
    }
}

impl Drop for Callee {
    /// Hangs up.
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// Keeps step with the room: for each frame that comes one goes back, so that a tape is exact to the frame however busy
/// the machine is.
fn talk(port: &StreamPort, tape: &Mutex<Tape>, gone: &AtomicBool, habit: Habit) {
    let mut tone = Tone::new(CALLEE_HZ, 0.3);
    let (mut loud, mut quiet, mut left, mut was_heard) = (0, 0, 0_u32, false);
    while !gone.load(Ordering::Acquire) {
        let Some(out) = port.try_next() else {
            SystemClock.sleep_until(SystemClock.now() + Duration::from_millis(2));
            continue;
        };
        let StreamOut::Media(mulaw) = out else { continue };
        let heard = mulaw.map(mulaw_decode);
        let is_heard = tone::amplitude(&heard, RATE, AGENT_HZ) > 0.05;
        let is_with_person = tone::amplitude(&heard, RATE, PERSON_HZ) > 0.05;
        (loud, quiet) = if is_heard {
            (loud + 1, 0)
        } else {
            (loud, quiet + 1)
        };
        was_heard |= is_heard;
        let begins = match habit {
            Habit::Listens => false,
            Habit::Answers => was_heard && quiet == PAUSE,
            Habit::Interrupts => (was_heard && quiet == PAUSE) || loud == AMID,
        };
        if begins {
            (left, was_heard, loud) = (WORD, false, AMID + 1);
        }
        if quiet == PAUSE {
            loud = 0;
        }
        // With a person they talk all the time.
        left = left.max(u32::from(is_with_person));
        let mut samples = [0; 160];
        if left > 0 {
            left -= 1;
            tone.fill(&mut samples, RATE);
        }
        {
            let mut tape = tape.lock().unwrap();
            tape.agent.push(is_heard);
            tape.callee.push(left > 0);
            tape.person.push(is_with_person);
        }
        port.push(&samples.map(mulaw_encode));
    }
}

/// How the sandbox's model sounds.
const AGENT_HZ: f32 = 620.0;
/// How a person at a seat sounds.
pub const PERSON_HZ: f32 = 1_000.0;
pub const CALLEE_HZ: f32 = 400.0;
const RATE: u32 = 8_000;
/// Frames of silence after which it is the callee's turn.
const PAUSE: usize = 20;
/// Frames that the callee speaks.
const WORD: u32 = 25;
/// Frames after which the agent is interrupted.
const AMID: usize = 20;
