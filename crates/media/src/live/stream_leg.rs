//! A phone's seat on a carrier's media stream.

use std::sync::Arc;

use super::detector::{Detection, Detector};
use super::stream_port::StreamLine;
use crate::detect::Params;
use crate::leg::{ArrivalQueue, MulawOut};
use crate::pcm::Frame;

/// The stream in use. A stream that is opened again for the same seat replaces it.
pub(super) struct StreamLeg {
    line: Arc<StreamLine>,
    arrivals: ArrivalQueue,
    outgoing: MulawOut,
    /// Who answered; gone once that is told.
    detector: Option<Box<Detector>>,
    pub(super) lost: bool,
}

impl StreamLeg {
    pub(super) fn new(line: Arc<StreamLine>) -> Self {
        Self {
            line,
            arrivals: ArrivalQueue::new(),
            outgoing: MulawOut::new(),
            detector: None,
            lost: false,
        }
    }

    /// Listens who answered.
    pub(super) fn detecting(mut self, params: Option<Params>) -> Self {
        self.detector = params.map(|params| Box::new(Detector::new(params)));
        self
    }

    /// Goes on where the stream before this one stood: the same person is on the line.
    pub(super) fn succeeding(mut self, old: &mut Self) -> Self {
        self.detector = old.detector.take();
        self
    }

    /// Whether a port belongs to the stream in use.
    pub(super) fn is_on(&self, line: &Arc<StreamLine>) -> bool {
        Arc::ptr_eq(&self.line, line)
    }

    pub(super) fn line(&self) -> &StreamLine {
        &self.line
    }

    pub(super) fn arrivals(&self) -> &ArrivalQueue {
        &self.arrivals
    }

    pub(super) fn receive(&mut self, mulaw: &[u8]) {
        self.arrivals.push(mulaw);
    }

    pub(super) fn hear(&mut self) -> Option<Frame> {
        (!self.lost).then(|| self.arrivals.frame())
    }

    /// Listens to what was heard; says what is new to be told of who answered. Begins with the first audio that came.
    pub(super) fn detect(&mut self, frame: &Frame) -> Option<Detection> {
        if self.arrivals.stats().received_ms == 0 {
            return None;
        }
        let detector = self.detector.as_mut()?;
        let detection = detector.hear(frame);
        if detector.is_done() {
            self.detector = None;
        }
        detection
    }

    /// 20 ms for the phone. True when an older frame had to go for it.
    pub(super) fn say(&mut self, frame: &Frame) -> bool {
        !self.lost && self.line.offer(self.outgoing.encode(frame))
    }
}

impl Drop for StreamLeg {
    fn drop(&mut self) {
        self.line.end();
    }
}
