//! One talk, from the room to the report.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, WorkspaceId};
use outdial_domain::voice_agent::{ConversationNews, Finding, ToolRequest, Utterance};
use outdial_media::live::{Event, RoomHandle};
use outdial_media::record::{Layout, Paused, RecordingOptions};
use outdial_store::{CallRow, RecordingRow, StoreError};
use outdial_voice::realtime::live::{Endpoint, Held, Tools, hold};
use outdial_voice::realtime::{Ending, Terms};
use serde_json::json;
use tokio::sync::mpsc;

use super::book::TalkState;
use super::line::{Rest, RoomLine};
use crate::campaigns::{Cast, cast};
use crate::conversations;
use crate::engine::Inner;
use crate::floor::close;
use crate::floor::hall::Floor;
use crate::floor::note::{Happening, note};
use crate::model_outage;
use crate::spoken_form::SpokenForm;

/// A talk that is about to begin.
pub(super) struct Holding {
    pub inner: Arc<Inner>,
    pub floor: Arc<Floor>,
    pub workspace: WorkspaceId,
    pub call: CallId,
    pub model: Arc<Endpoint>,
    pub talk: Arc<TalkState>,
    pub room: RoomHandle,
    pub began_at: Timestamp,
}

impl Holding {
    /// Holds the talk, keeps what is left of it, and clears the room.
    pub async fn run(self, line: RoomLine, said: mpsc::Receiver<Utterance>) {
        match self.read().await {
            Ok(Some((row, cast))) => self.hold(&row, &cast, line, said).await,
            Ok(None) => {}
            Err(why) => {
                tracing::error!(call.id = %self.call, error = %why, "a voice agent's call could not be read");
            }
        }
        self.room.close();
        self.floor.talks.end(&self.call);
    }

    async fn read(&self) -> Result<Option<(CallRow, Cast)>, StoreError> {
        let (rows, id) = (
            self.inner.store.workspace(self.workspace.clone()),
            self.call.clone(),
        );
        let Some(row) = rows.read(move |tx| tx.calls().get(&id)).await? else {
            return Ok(None);
        };
        let cast = cast(&self.inner, &self.workspace, &row).await?;
        Ok(Some((row, cast)))
    }

    async fn hold(&self, row: &CallRow, cast: &Cast, mut line: RoomLine, said: mpsc::Receiver<Utterance>) {
        let recording = self.record(row).await;
        let mut terms = Terms::new(&cast.settings, &cast.variables, self.model.model());
        terms.format = self.model.format();
        terms.max_duration_ms = terms
            .max_duration_ms
            .min(i64::from(row.policy.time_limit_s) * 1_000);
        let tools = OwnTools {
            inner: &self.inner,
            workspace: &self.workspace,
            call: &self.call,
        };
        let talk = async {
            let stop = &self.talk.called_off;
            let mut spoken = SpokenForm::of(&mut line, terms.format);
            let held = hold(&self.model, terms, &mut spoken, &tools, self.began_at, stop).await;
            // Nothing more will be said.
            (held, line.into_rest())
        };
        let ((held, rest), ()) = tokio::join!(talk, self.keep_lines(said));
        tracing::info!(
            call.id = %self.call, reason = held.ending.reason(), late_frames = held.late_frames,
            unreadable = held.unreadable, dropped_ms = held.dropped_ms, "our voice agent's talk is over"
        );
        if let (Ending::ModelLost { why }, Finding::NotConnected) = (&held.ending, held.report.finding) {
            model_outage::await_return(&self.inner, &self.workspace, why);
        } else if held.report.finding == Finding::Talked {
            let now = self.inner.clock.now();
            self.inner.services.heard_speech(&self.workspace, now);
        }
        self.report(&held).await;
        self.room.close();
        self.finish_recording(recording, rest).await;
    }

    /// Keeps what is said while they talk.
    async fn keep_lines(&self, mut said: mpsc::Receiver<Utterance>) {
        while let Some(utterance) = said.recv().await {
            let news = ConversationNews::Said(utterance);
            if let Err(why) = self.keep(news).await {
                // The report has it once more.
                tracing::warn!(call.id = %self.call, error = %why, "a line of a talk could not be stored");
            }
        }
    }

    async fn keep(&self, news: ConversationNews) -> Result<(), StoreError> {
        let (engine, call) = (Arc::clone(&self.inner), self.call.clone());
        let rows = self.inner.store.workspace(self.workspace.clone());
        rows.write(move |tx| conversations::hear(tx, &engine.surroundings(), &call, &news).map(drop))
            .await?;
        self.inner.show_talk(&self.workspace, &self.call).await;
        Ok(())
    }

    /// Keeps what is left of the talk, however long the database takes to come back within reason.
    async fn report(&self, held: &Held) {
        let mut report = held.report.clone();
        if self.talk.is_with_machine() {
            report.finding = Finding::Voicemail;
        }
        let detail = json!({
            "reason": held.ending.reason(),
            "late_frames": held.late_frames,
            "unreadable": held.unreadable,
            "dropped_ms": held.dropped_ms,
        });
        let mut tries = 1;
        while let Err(why) = self
            .keep(ConversationNews::Report(Box::new(report.clone())))
            .await
        {
            if tries >= STORE_TRIES || !why.is_passing() {
                tracing::error!(call.id = %self.call, error = %why, "what is left of a talk could not be stored");
                return;
            }
            tries += 1;
            tokio::time::sleep(STORE_PAUSE).await;
        }
        let happening = Happening::of("talk_ended").detail(detail);
        note(&self.inner, &self.workspace, &self.call, happening).await;
    }

    /// Begins to record, if the call is to be.
    async fn record(&self, row: &CallRow) -> Option<RecordingRow> {
        if !row.policy.record {
            return None;
        }
        let options = RecordingOptions {
            layout: Layout::Stereo,
            paused: Paused::Gap,
        };
        let path = match self.room.begin_recording(self.call.as_str(), options) {
            Ok(path) => path,
            Err(why) => {
                tracing::warn!(call.id = %self.call, error = %why, "a talk is not recorded");
                let detail = json!({ "reason": why.to_string() });
                let happening = Happening::of("recording_failed").detail(detail);
                note(&self.inner, &self.workspace, &self.call, happening).await;
                return None;
            }
        };
        let begun = close::begin_recording(&self.inner, &self.workspace, &self.call, &path).await;
        begun
            .inspect_err(|why| {
                tracing::error!(call.id = %self.call, error = %why, "a recording could not be written down");
            })
            .ok()
            .flatten()
    }

    /// Waits until the disk has the whole recording.
    async fn finish_recording(&self, recording: Option<RecordingRow>, mut rest: Rest) {
        let Some(recording) = recording else { return };
        let whole = async {
            if let Some(summary) = rest.closed {
                return summary.recording;
            }
            while let Some(event) = rest.events.next().await {
                if let Event::Closed(summary) = event {
                    return summary.recording;
                }
            }
            None
        };
        // What is not whole by then the next start completes.
        let Ok(Some(file)) = tokio::time::timeout(DISK_LIMIT, whole).await else {
            return;
        };
        if let Err(why) = close::finish_recording(&self.inner, &self.workspace, recording, &file).await {
            tracing::error!(call.id = %self.call, error = %why, "a recording's end could not be stored");
        }
    }
}

/// What our agent may do: the same as those that others host.
struct OwnTools<'a> {
    inner: &'a Arc<Inner>,
    workspace: &'a WorkspaceId,
    call: &'a CallId,
}

#[async_trait]
impl Tools for OwnTools<'_> {
    async fn perform(&self, request: &ToolRequest) -> Result<String, String> {
        conversations::perform(self.inner, self.workspace, self.call, request).await
    }
}

const STORE_TRIES: u32 = 20;
const STORE_PAUSE: Duration = Duration::from_millis(250);
/// For the disk to take the rest of a recording.
const DISK_LIMIT: Duration = Duration::from_secs(10);
