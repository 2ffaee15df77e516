//! The callee's side of a talk, as the agent has it: its seat in the room.

use std::sync::Arc;

use async_trait::async_trait;
use outdial_domain::ids::{CallId, WorkspaceId};
use outdial_domain::voice_agent::Utterance;
use outdial_media::ParticipantId;
use outdial_media::live::{Event, RoomHandle, RoomSummary, StreamOut, StreamPort, Subscription};
use outdial_voice::realtime::Ending;
use outdial_voice::realtime::live::{Gone, Line};
use tokio::sync::mpsc;

use super::book::TalkState;
use super::farewell::hang_up;
use crate::engine::Inner;
use crate::floor::farewell::is_farewell;

/// The agent's seat in the room.
pub(super) struct RoomLine {
    inner: Arc<Inner>,
    workspace: WorkspaceId,
    call: CallId,
    talk: Arc<TalkState>,
    seat: StreamPort,
    events: Subscription,
    callee: ParticipantId,
    said: mpsc::Sender<Utterance>,
    /// Frames since the agent said something.
    still: u32,
    closed: Option<RoomSummary>,
}

/// What a line leaves behind.
pub(super) struct Rest {
    /// What the room tells from here on.
    pub events: Subscription,
    /// What it told at its end, if that was the end of the talk.
    pub closed: Option<RoomSummary>,
}

impl RoomLine {
    /// A line, and where what is said on it can be read.
    pub fn new(
        inner: &Arc<Inner>,
        workspace: &WorkspaceId,
        call: &CallId,
        talk: &Arc<TalkState>,
        room: &RoomHandle,
        seat: StreamPort,
        callee: ParticipantId,
    ) -> (Self, mpsc::Receiver<Utterance>) {
        let (said, lines) = mpsc::channel(LINES_WAITING);
        let line = Self {
            inner: Arc::clone(inner),
            workspace: workspace.clone(),
            call: call.clone(),
            talk: Arc::clone(talk),
            seat,
            events: room.subscribe(),
            callee,
            said,
            still: STILL,
            closed: None,
        };
        (line, lines)
    }

    /// The talk is over.
    pub fn into_rest(self) -> Rest {
        Rest {
            events: self.events,
            closed: self.closed,
        }
    }

    fn gone(&self) -> Gone {
        if self.talk.is_handed_over() {
            Gone::HandedOver
        } else {
            Gone::Left
        }
    }

    /// A frame of the callee has come, and none of the agent's went out since the last one.
    fn grow_still(&mut self) {
        self.still = self.still.saturating_add(1);
        if self.still == STILL {
            self.talk.quiet.send_replace(true);
        }
    }
}

#[async_trait]
impl Line for RoomLine {
    async fn hear(&mut self) -> Result<Vec<u8>, Gone> {
        loop {
            tokio::select! {
                biased;
                () = self.talk.gone.cancelled() => return Err(self.gone()),
                event = self.events.next() => {
                    let is_farewell = is_farewell(event.as_ref(), &self.callee);
                    if let Some(Event::Closed(summary)) = event {
                        self.closed = Some(summary);
                    }
                    if is_farewell {
                        return Err(self.gone());
                    }
                }
                out = self.seat.next() => match out {
                    Some(StreamOut::Media(frame)) => {
                        self.grow_still();
                        return Ok(frame.to_vec());
                    }
                    // These are for carriers.
                    Some(StreamOut::Mark(_) | StreamOut::Clear) => {}
                    None => return Err(self.gone()),
                },
            }
        }
    }

    fn say(&mut self, frame: &[u8]) {
        self.seat.push(frame);
        if self.still >= STILL {
            self.talk.quiet.send_replace(false);
        }
        self.still = 0;
    }

    fn said(&mut self, utterance: &Utterance) {
        // What does not fit is shown late: the report has all of it.
        let _ = self.said.try_send(utterance.clone());
    }

    fn hang_up(&mut self, why: &Ending) {
        if *why == Ending::HandedOver {
            return;
        }
        self.talk.hangs_up();
        let (inner, workspace, call) = (Arc::clone(&self.inner), self.workspace.clone(), self.call.clone());
        let (why, gone) = (why.clone(), self.talk.gone.clone());
        self.inner
            .begin(async move { hang_up(&inner, &workspace, &call, &why, &gone).await });
    }
}

/// Frames of 20 ms: longer than the agent pauses between two words.
const STILL: u32 = 15;
/// A minute's worth of talk.
const LINES_WAITING: usize = 64;
