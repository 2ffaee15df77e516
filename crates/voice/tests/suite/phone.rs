//! A callee at the far end of a line, 20 ms at a time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::voice_agent::Utterance;
use outdial_voice::realtime::live::{Gone, Line};
use outdial_voice::realtime::{AudioFormat, Ending};
use tokio::time::{Interval, interval};

/// What the callee does.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    /// Speaks in these stretches, in frames from the answer.
    pub speaks: Vec<(usize, usize)>,
    /// Speaks for so many frames each time that the agent has made a pause.
    pub answers: Option<usize>,
    /// Begins to speak so many frames after the agent does, when it does so for this time.
    pub interrupts: Option<(usize, usize)>,
    /// Hangs up in this frame.
    pub leaves: Option<usize>,
}

/// What was heard and said.
#[derive(Debug, Default)]
pub struct Tape {
    /// Whether the agent was heard in each frame.
    pub agent: Vec<bool>,
    /// Whether the callee spoke in it.
    pub callee: Vec<bool>,
    pub said: Vec<Utterance>,
    /// Why it was hung up, and in which frame.
    pub hung_up: Option<(Ending, usize)>,
}

pub struct Phone {
    habits: Habits,
    format: AudioFormat,
    beats: Interval,
    tape: Arc<Mutex<Tape>>,
    /// Frames since the agent was last heard, and how long it was heard without a pause.
    quiet: usize,
    loud: usize,
    /// Frames that are still to be spoken.
    left: usize,
    onsets: usize,
    has_something_to_answer: bool,
}

impl Phone {
    pub fn new(habits: Habits, format: AudioFormat) -> (Self, Arc<Mutex<Tape>>) {
        let tape = Arc::new(Mutex::new(Tape::default()));
        let phone = Self {
            habits,
            format,
            beats: interval(Duration::from_millis(20)),
            tape: Arc::clone(&tape),
            quiet: 0,
            loud: 0,
            left: 0,
            onsets: 0,
            has_something_to_answer: false,
        };
        (phone, tape)
    }

    fn listen(&mut self, nth: usize) {
        let agent = nth > 0 && self.tape.lock().unwrap().agent[nth - 1];
        if agent {
            self.onsets += usize::from(self.loud == 0);
            self.loud += 1;
            self.quiet = 0;
            self.has_something_to_answer = true;
        } else {
            self.quiet += 1;
            if self.quiet > GAP {
                self.loud = 0;
            }
        }
    }

    fn speaks(&mut self, nth: usize) -> bool {
        if self
            .habits
            .speaks
            .iter()
            .any(|(from, to)| (*from..*to).contains(&nth))
        {
            return true;
        }
        if self.left > 0 {
            self.left -= 1;
            return true;
        }
        if let Some((after, from)) = self.habits.interrupts
            && self.onsets == from
            && self.loud == after
            && self.quiet == 0
        {
            self.has_something_to_answer = false;
            self.left = 40;
            return true;
        }
        if let Some(length) = self.habits.answers
            && self.has_something_to_answer
            && self.quiet == PAUSE
        {
            self.has_something_to_answer = false;
            self.left = length - 1;
            return true;
        }
        false
    }
}

#[async_trait]
impl Line for Phone {
    async fn hear(&mut self) -> Result<Vec<u8>, Gone> {
        self.beats.tick().await;
        let nth = self.tape.lock().unwrap().agent.len();
        if self.habits.leaves.is_some_and(|leaves| nth >= leaves) {
            return Err(Gone::Left);
        }
        self.listen(nth);
        let speaks = self.speaks(nth);
        let mut tape = self.tape.lock().unwrap();
        tape.agent.push(false);
        tape.callee.push(speaks);
        Ok(if speaks {
            loud(self.format)
        } else {
            vec![self.format.silence(); self.format.frame_bytes()]
        })
    }

    fn say(&mut self, frame: &[u8]) {
        assert_eq!(frame.len(), self.format.frame_bytes());
        let is_heard = frame.iter().any(|byte| *byte != self.format.silence());
        *self.tape.lock().unwrap().agent.last_mut().unwrap() = is_heard;
    }

    fn said(&mut self, utterance: &Utterance) {
        self.tape.lock().unwrap().said.push(utterance.clone());
    }

    fn hang_up(&mut self, why: &Ending) {
        let mut tape = self.tape.lock().unwrap();
        let nth = tape.agent.len();
        assert!(tape.hung_up.is_none(), "hung up twice");
        tape.hung_up = Some((why.clone(), nth));
    }
}

/// 400 Hz, as a square.
fn loud(format: AudioFormat) -> Vec<u8> {
    match format {
        AudioFormat::Mulaw => (0..160)
            .map(|at| if at / 10 % 2 == 0 { 0xa0 } else { 0x20 })
            .collect(),
        AudioFormat::Pcm24k => (0..480)
            .map(|at| if at / 30 % 2 == 0 { 6_000_i16 } else { -6_000 })
            .flat_map(i16::to_le_bytes)
            .collect(),
    }
}

/// Shorter gaps are within a sentence.
const GAP: usize = 10;
/// After such a pause it is the callee's turn.
const PAUSE: usize = 25;
