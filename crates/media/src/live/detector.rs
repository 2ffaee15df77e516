//! Listens who answered, on one phone.

use crate::codec::Downsampler;
use crate::detect::{Analyser, Assessment, FRAME, Params, Verdict};
use crate::pcm::Frame;

/// Listens until there is nothing more to be told; then it is gone, and costs nothing.
pub(super) struct Detector {
    analyser: Analyser,
    downsampler: Downsampler,
    narrow: Vec<i16>,
}

/// What a frame changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Detection {
    pub(super) assessment: Assessment,
    pub(super) at_ms: u32,
}

impl Detector {
    pub(super) fn new(params: Params) -> Self {
        Self {
            analyser: Analyser::new(params),
            downsampler: Downsampler::new(),
            narrow: Vec::with_capacity(FRAME),
        }
    }

    /// Takes in 20 ms; says what is new to be told.
    pub(super) fn hear(&mut self, frame: &Frame) -> Option<Detection> {
        self.narrow.clear();
        self.downsampler.run(frame.samples(), &mut self.narrow);
        let narrow: &[i16; FRAME] = self.narrow.first_chunk()?;
        let before = self.analyser.assessment();
        let assessment = self.analyser.hear(narrow).assessment;
        let told = (before.verdict, before.reason) != (assessment.verdict, assessment.reason);
        let something = assessment.verdict != Verdict::Unknown || assessment.is_final;
        (told && something).then(|| Detection {
            assessment,
            at_ms: self.analyser.heard_ms(),
        })
    }

    /// Whether nothing more will be told.
    pub(super) fn is_done(&self) -> bool {
        self.analyser.assessment().is_final
    }
}
