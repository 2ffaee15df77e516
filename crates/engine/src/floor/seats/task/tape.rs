//! Each talk has its own recording.

use std::time::Duration;

use outdial_domain::ids::CallId;
use outdial_media::live::{Event, RecordedFile};
use outdial_media::record::{Layout, Paused, RecordingOptions};
use outdial_store::RecordingRow;
use serde_json::json;

use super::run::Task;
use crate::floor::close;
use crate::floor::note::Happening;

impl Task {
    pub(super) async fn begin_recording(&mut self, call: &CallId) {
        let options = RecordingOptions {
            layout: Layout::Stereo,
            paused: Paused::Gap,
        };
        let path = match self.desk.room.begin_recording(call.as_str(), options) {
            Ok(path) => path,
            Err(why) => return self.unrecorded(call, &why.to_string()).await,
        };
        match close::begin_recording(&self.inner, &self.workspace, call, &path).await {
            Ok(recording) => {
                if let Some(talk) = &mut self.talk {
                    talk.recording = recording;
                }
            }
            Err(why) => {
                tracing::error!(call.id = %call, error = %why, "a recording could not be written down");
            }
        }
    }

    /// Nothing is recorded any more, for this reason.
    pub(super) async fn unrecorded(&self, call: &CallId, reason: &str) {
        tracing::warn!(call.id = %call, reason, "a talk is not recorded");
        let happening = Happening::of("recording_failed").detail(json!({ "reason": reason }));
        self.note(call, happening).await;
    }

    pub(super) fn end_recording(&mut self, recording: Option<RecordingRow>) {
        self.desk.room.end_recording();
        self.unfinished.extend(recording);
    }

    /// A file is whole.
    pub(super) async fn recorded(&mut self, file: &RecordedFile) {
        let name = file.path.file_name().and_then(|name| name.to_str());
        let place = self
            .unfinished
            .iter()
            .position(|row| Some(row.file.as_str()) == name);
        let Some(place) = place else { return };
        let row = self.unfinished.swap_remove(place);
        if let Err(why) = close::finish_recording(&self.inner, &self.workspace, row, file).await {
            // The next start finds it unfinished and finishes it.
            tracing::error!(seat.id = %self.row.id, error = %why, "a recording's end could not be stored");
        }
    }

    /// Waits for what the disk still has to take.
    pub(super) async fn finish_recordings(&mut self) {
        while !self.unfinished.is_empty() {
            match tokio::time::timeout(DISK_LIMIT, self.ears.next()).await {
                Ok(Some(Event::Recorded(file))) => self.recorded(&file).await,
                Ok(Some(_)) => {}
                // The next start finds them unfinished and finishes them.
                Ok(None) | Err(_) => return,
            }
        }
    }
}

/// For the disk to take the rest of a recording.
const DISK_LIMIT: Duration = Duration::from_secs(10);
