//! The end of a talk: the callee is told, the call is hung up, the recording is made whole.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::LegRef;
use outdial_domain::call::{self, State};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::Instruction;
use outdial_domain::settings::Settings;
use outdial_media::live::{self, RoomSummary};
use outdial_store::{CallRow, EventSource};
use serde_json::json;

use super::run::{Task, Unrecorded};
use crate::engine::Inner;
use crate::floor::close;
use crate::floor::hosted::end_known;
use crate::floor::note::Happening;
use crate::floor::venue::{Heard, Venue};
use crate::receive::Incoming;

impl Task {
    /// The agent is gone for good: the carrier says so to the callee and ends the call.
    pub(super) async fn apologise(&mut self) {
        let Some(call) = self.desk.call() else { return };
        let limit = self.floor.config.apology;
        if !send_home(&self.inner, &self.workspace, &call, limit).await {
            return;
        }
        let mut calls = self.calls.clone();
        let is_over = |call: &Option<Arc<CallRow>>| {
            call.as_ref()
                .is_some_and(|call| matches!(call.call.state, State::Ended(_)))
        };
        // Whether or not the carrier says in time that it is over: hanging up comes next.
        let _ = tokio::time::timeout(limit, calls.wait_for(is_over)).await;
    }

    pub(super) async fn hang_up(&self) {
        let by = self.asked_by.as_ref();
        let incoming = Incoming {
            call_id: self.row.call_id.clone(),
            leg: None,
            event: call::Event::HangUpRequested,
            source: by.map_or(EventSource::Engine, |_| EventSource::User),
            dedupe_key: None,
            raw: by.map(|by| json!({ "by": by }).to_string().into()),
        };
        if let Err(why) = self.inner.receive(&self.workspace, incoming).await {
            tracing::error!(call.id = %self.row.call_id, error = %why, "a hang-up could not be stored");
        }
        if self.inner.stop.is_cancelled()
            && let Some(call) = self.desk.call()
        {
            hang_up_now(&self.inner, &self.workspace, &call).await;
        }
    }

    /// A disk that is full fails before anybody can listen.
    pub(super) async fn look_for_unrecorded(&mut self) {
        let failed = match &self.desk.venue {
            Venue::Ours(handle) => handle.snapshot().recording_failed,
            Venue::Hosted(_) => false,
        };
        if failed {
            self.recording_failed(NOT_BEGUN.to_owned()).await;
        }
    }

    pub(super) async fn recording_failed(&mut self, reason: String) {
        match self.unrecorded {
            Unrecorded::No | Unrecorded::Unsaid(_) => self.unrecorded = Unrecorded::Unsaid(reason),
            Unrecorded::Said => {}
        }
        self.say_unrecorded().await;
    }

    /// Puts into the timeline that nothing is recorded, once there is one: the disk may fail before anybody is rung.
    pub(super) async fn say_unrecorded(&mut self) {
        let Unrecorded::Unsaid(reason) = &self.unrecorded else {
            return;
        };
        let detail = json!({ "reason": reason });
        let call = self.row.call_id.clone();
        let rows = self.inner.store.workspace(self.workspace.clone());
        let written_down = rows.read(move |tx| Ok(tx.calls().get(&call)?.is_some())).await;
        if written_down.unwrap_or(false) {
            self.unrecorded = Unrecorded::Said;
            self.note(Happening::of("recording_failed").detail(detail)).await;
        }
    }

    pub(super) async fn begin_recording(&mut self) {
        let may = self.row.room.is_live() && self.row.record && !self.desk.notes().silenced;
        // A carrier records by itself, and says so when it has done.
        let Venue::Ours(handle) = &self.desk.venue else {
            return;
        };
        if !may {
            return;
        }
        handle.resume_recording();
        let path = handle.snapshot().recording;
        let (None, Some(path)) = (&self.recording, path) else {
            return;
        };
        match close::begin_recording(&self.inner, &self.workspace, &self.row.call_id, &path).await {
            Ok(recording) => self.recording = recording,
            Err(why) => {
                tracing::error!(room.id = %self.row.id, error = %why, "a recording could not be written down");
            }
        }
    }

    pub(super) async fn close_audio(&mut self) {
        match &self.desk.venue {
            Venue::Ours(handle) => handle.close(),
            Venue::Hosted(room) => {
                let (inner, workspace, room) = (self.inner.clone(), self.workspace.clone(), room.clone());
                self.inner.begin(end_known(inner, workspace, room));
                return;
            }
        }
        let summary = tokio::time::timeout(CLOSE_LIMIT, self.farewell())
            .await
            .ok()
            .flatten();
        if let Some(detail) = self.measured.summary() {
            self.note(Happening::of("quality_summary").detail(detail)).await;
        }
        let file = summary.and_then(|summary| summary.recording);
        match (self.recording.take(), file) {
            (Some(recording), Some(file)) => {
                let kept = close::finish_recording(&self.inner, &self.workspace, recording, &file).await;
                if let Err(why) = kept {
                    // The next start finds it unfinished and finishes it.
                    tracing::error!(room.id = %self.row.id, error = %why, "a recording's end could not be stored");
                }
            }
            // Nobody was there to be recorded.
            (None, Some(file)) => drop(std::fs::remove_file(file.path)),
            (_, None) => {}
        }
    }

    pub(super) async fn farewell(&mut self) -> Option<RoomSummary> {
        while let Some(heard) = self.ears.next().await {
            if let Heard::Ours(live::Event::Closed(summary)) = heard {
                return Some(summary);
            }
        }
        None
    }
}

/// Asks the carrier to hang up, now. Errands are not performed while the process ends, and the callee would hear nothing
/// until the next start.
pub(in crate::floor) async fn hang_up_now(inner: &Inner, workspace: &WorkspaceId, call: &CallRow) {
    let leg = call.call.facts.carrier_call_id.clone();
    let account = call
        .account_id
        .as_ref()
        .and_then(|id| inner.accounts.find(workspace, id));
    if let Some((leg, account)) = leg.zip(account)
        && let Err(why) = account.carrier.hang_up(&LegRef(leg)).await
    {
        tracing::warn!(call.id = %call.id, error = %why, "a call is left to the next start");
    }
}

/// Has the carrier tell a callee that the agent is gone for good, and hang up then; whether it takes that order in time.
pub(in crate::floor) async fn send_home(
    inner: &Inner,
    workspace: &WorkspaceId,
    call: &CallRow,
    limit: Duration,
) -> bool {
    let leg = call.call.facts.carrier_call_id.clone();
    let account = call
        .account_id
        .as_ref()
        .and_then(|id| inner.accounts.find(workspace, id));
    let Some((leg, account)) = leg.zip(account) else {
        return false;
    };
    let leg = LegRef(leg);
    let said = [words(inner, workspace, call).await, Instruction::HangUp];
    let taken = tokio::time::timeout(limit, account.carrier.direct(&call.id, &leg, &said)).await;
    matches!(taken, Ok(Ok(())))
}

/// What a callee is told when the agent is gone for good.
async fn words(inner: &Inner, workspace: &WorkspaceId, call: &CallRow) -> Instruction {
    let rows = inner.store.workspace(workspace.clone());
    match rows.read(|tx| tx.settings().current()).await {
        Ok(current) => apology(&current.settings, call.voice.clone()),
        Err(why) => {
            tracing::warn!(call.id = %call.id, error = %why, "the workspace's apology cannot be read");
            apology(&Settings::default(), call.voice.clone())
        }
    }
}

/// The workspace's own words in its own voice and language, or else ours in the call's voice.
fn apology(settings: &Settings, voice: Option<String>) -> Instruction {
    match &settings.apology {
        Some(text) => Instruction::Say {
            text: text.clone(),
            voice: Some(settings.voice.clone()),
            language: Some(settings.language.clone()),
        },
        None => Instruction::Say {
            text: APOLOGY.to_owned(),
            voice,
            language: Some("en-US".to_owned()),
        },
    }
}

/// Why, as far as is known of a recording that failed before anybody listened.
const NOT_BEGUN: &str = "the disk would not take its beginning";
/// For the disk to take the rest of a recording.
const CLOSE_LIMIT: Duration = Duration::from_secs(10);
/// What a callee hears when the agent's connection broke for good.
const APOLOGY: &str = "I am sorry, the connection to the person you were talking to was lost. Goodbye.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_spoken_in_the_own_voice_and_ours_in_english() {
        let mut settings = Settings {
            voice: "Polly.Vicki".to_owned(),
            language: "de-DE".to_owned(),
            ..Settings::default()
        };
        let said = |settings: &Settings| {
            let Instruction::Say {
                text,
                voice,
                language,
            } = apology(settings, Some("alice".to_owned()))
            else {
                panic!("an apology is spoken");
            };
            (text, voice, language)
        };
        let ours = (
            APOLOGY.to_owned(),
            Some("alice".to_owned()),
            Some("en-US".to_owned()),
        );
        assert_eq!(said(&settings), ours);
        settings.apology = Some("Die Verbindung ist leider abgebrochen.".to_owned());
        let own = (
            "Die Verbindung ist leider abgebrochen.".to_owned(),
            Some("Polly.Vicki".to_owned()),
            Some("de-DE".to_owned()),
        );
        assert_eq!(said(&settings), own);
    }
}
