//! A phone's seat on a carrier's media stream.

use std::sync::Arc;

use super::stream_port::StreamLine;
use crate::leg::{ArrivalQueue, MulawOut};
use crate::pcm::Frame;

/// The stream in use. A stream that is opened again for the same seat replaces it.
pub(super) struct StreamLeg {
    line: Arc<StreamLine>,
    arrivals: ArrivalQueue,
    outgoing: MulawOut,
    pub(super) lost: bool,
}

impl StreamLeg {
    pub(super) fn new(line: Arc<StreamLine>) -> Self {
        Self {
            line,
            arrivals: ArrivalQueue::new(),
            outgoing: MulawOut::new(),
            lost: false,
        }
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
