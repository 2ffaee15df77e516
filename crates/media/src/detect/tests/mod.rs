//! The analyser on signals that are made here.

mod answers;
mod beeps;
mod network;
mod properties;
mod signals;

use super::{Analyser, FRAME, FRAME_MS, Observation, Params, Reason, ToneKind, Verdict};
use signals::Sound;

/// What came of a call.
#[derive(Debug)]
struct Outcome {
    /// Each verdict with its reason and time, from the first that says something.
    verdicts: Vec<(u32, Verdict, Reason)>,
    noticed: Vec<Observation>,
}

impl Outcome {
    /// What was said, without the times.
    fn said(&self) -> Vec<(Verdict, Reason)> {
        self.verdicts
            .iter()
            .map(|(_, verdict, reason)| (*verdict, *reason))
            .collect()
    }

    /// When it was said first.
    fn decided_ms(&self) -> u32 {
        self.verdicts.first().map_or(u32::MAX, |(at, ..)| *at)
    }

    fn beeps(&self) -> Vec<(f32, u32)> {
        self.noticed
            .iter()
            .filter_map(|noticed| match noticed {
                Observation::Beep { hz, ended_ms, .. } => Some((*hz, *ended_ms)),
                Observation::SpeechBegan { .. }
                | Observation::SpeechEnded { .. }
                | Observation::NoiseLearned { .. }
                | Observation::Tone { .. } => None,
            })
            .collect()
    }

    fn tones(&self) -> Vec<ToneKind> {
        self.noticed
            .iter()
            .filter_map(|noticed| match noticed {
                Observation::Tone { kind, .. } => Some(*kind),
                Observation::SpeechBegan { .. }
                | Observation::SpeechEnded { .. }
                | Observation::NoiseLearned { .. }
                | Observation::Beep { .. } => None,
            })
            .collect()
    }
}

fn listen(sounds: &[Sound]) -> Outcome {
    listen_by(Params::default(), sounds)
}

fn listen_by(params: Params, sounds: &[Sound]) -> Outcome {
    let mut analyser = Analyser::new(params);
    let mut outcome = Outcome {
        verdicts: Vec::new(),
        noticed: Vec::new(),
    };
    let mut last = (Verdict::Unknown, Reason::Listening);
    for frame in signals::samples(sounds).as_chunks::<FRAME>().0 {
        let heard = analyser.hear(frame);
        outcome.noticed.extend(heard.noticed);
        let now = (heard.assessment.verdict, heard.assessment.reason);
        if now != last {
            outcome.verdicts.push((analyser.heard_ms(), now.0, now.1));
            last = now;
        }
    }
    outcome
}

/// Each call, by what is said of it.
#[track_caller]
fn check(name: &str, sounds: &[Sound], expected: &[(Verdict, Reason)]) -> Outcome {
    let outcome = listen(sounds);
    assert_eq!(outcome.said(), expected, "{name}: {:?}", outcome.noticed);
    outcome
}

/// How much later than a rule's time a verdict may come: the frame, the window, and the word that must be sure.
const SLACK_MS: u32 = 4 * FRAME_MS;
