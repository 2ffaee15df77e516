//! Listening to samples from the first to the verdict.

use outdial_media::detect::{Analyser, Assessment, FRAME, Observation, Params, Verdict};

/// Everything that was noticed, in order.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) duration_ms: u32,
    pub(super) heard_ms: u32,
    pub(super) steps: Vec<Step>,
    /// How things stood at the end.
    pub(super) last: Assessment,
    /// When the first verdict was given.
    pub(super) decided_at_ms: Option<u32>,
}

/// One line of the trace.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) at_ms: u32,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Noticed(Observation),
    Verdict(Assessment),
}

/// Listens until the verdict is final or the samples end. What does not fill a frame is filled up with silence.
pub(super) fn to(samples: &[i16], params: Params) -> Trace {
    let mut analyser = Analyser::new(params);
    let mut steps = Vec::new();
    let mut last = analyser.assessment();
    let mut decided_at_ms = None;
    for piece in samples.chunks(FRAME) {
        let mut frame = [0; FRAME];
        frame[..piece.len()].copy_from_slice(piece);
        let heard = analyser.hear(&frame);
        let (at_ms, now) = (analyser.heard_ms(), heard.assessment);
        steps.extend(heard.noticed.into_iter().map(|noticed| Step {
            at_ms,
            what: What::Noticed(noticed),
        }));
        let said = now.verdict != Verdict::Unknown || now.is_final;
        if said && (now.verdict, now.reason, now.is_final) != (last.verdict, last.reason, last.is_final) {
            decided_at_ms.get_or_insert(at_ms);
            steps.push(Step {
                at_ms,
                what: What::Verdict(now),
            });
        }
        last = now;
        if now.is_final {
            break;
        }
    }
    Trace {
        duration_ms: u32::try_from(samples.len() / SAMPLES_PER_MS).unwrap_or(u32::MAX),
        heard_ms: analyser.heard_ms(),
        steps,
        last,
        decided_at_ms,
    }
}

const SAMPLES_PER_MS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_that_ends_early_is_left_undecided() {
        let trace = to(&[0; 100 * FRAME], Params::default());
        assert_eq!(trace.decided_at_ms, None);
        assert!(!trace.last.is_final);
        assert_eq!((trace.duration_ms, trace.heard_ms), (2_000, 2_000));
    }

    #[test]
    fn listening_stops_with_the_final_verdict() {
        let trace = to(&[0; 1_000 * FRAME], Params::default());
        assert_eq!(trace.decided_at_ms, Some(Params::default().deadline_ms));
        assert_eq!(trace.heard_ms, Params::default().deadline_ms);
        assert!(trace.last.is_final);
    }
}
