//! Recordings: kept as facts; the sound is made when somebody asks for it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use outdial_domain::Timestamp;
use tokio::time::sleep;

use crate::call::{Hook, Leg, RecordTerms, pairs};
use crate::conference::Room;
use crate::dates::rfc2822;
use crate::draw::Draw;
use crate::lock::lock;
use crate::sandbox::Sandbox;
use crate::webhook::{CallbackKind, Notice};

/// One recording.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub sid: String,
    pub call_sid: Option<String>,
    pub conference_sid: Option<String>,
    pub started_at: Timestamp,
    pub created_at: Timestamp,
    pub seconds: u64,
    pub channels: u8,
    pub source: &'static str,
    pub ready: bool,
}

/// All recordings, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RecordingBook {
    recordings: VecDeque<Recording>,
}

impl RecordingBook {
    pub(crate) fn get(&self, sid: &str) -> Option<&Recording> {
        self.recordings.iter().find(|recording| recording.sid == sid)
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Recording> {
        self.recordings.iter().rev()
    }

    /// False when there is no such recording.
    pub(crate) fn remove(&mut self, sid: &str) -> bool {
        let before = self.recordings.len();
        self.recordings.retain(|recording| recording.sid != sid);
        self.recordings.len() < before
    }

    fn add(&mut self, recording: Recording) {
        if self.recordings.len() >= RECORDINGS_KEPT {
            self.recordings.pop_front();
        }
        self.recordings.push_back(recording);
    }

    fn finish(&mut self, sid: &str) {
        if let Some(recording) = self.recordings.iter_mut().find(|recording| recording.sid == sid) {
            recording.ready = true;
        }
    }
}

impl Sandbox {
    /// Where a recording is, as resources and callbacks name it.
    pub(crate) fn recording_path(&self, sid: &str) -> String {
        format!(
            "https://api.twilio.com/2010-04-01/Accounts/{}/Recordings/{sid}",
            self.account.sid
        )
    }

    /// Records an ended call if that was asked for.
    pub(crate) fn record_call(self: &Arc<Self>, leg: &Arc<Leg>) {
        let Some(terms) = leg.terms.record.clone() else {
            return;
        };
        let recording = self.recording_of(leg, &terms);
        let sid = recording.sid.clone();
        leg.change(self.now(), |facts| facts.recording_sid = Some(sid));
        self.keep(recording, leg, terms.callback);
    }

    /// The recording of a call as it is now.
    pub(crate) fn recording_of(&self, leg: &Leg, terms: &RecordTerms) -> Recording {
        let now = self.now();
        Recording {
            sid: self.mint().sid("RE", &[&leg.sid]),
            call_sid: Some(leg.sid.clone()),
            conference_sid: None,
            started_at: leg.facts().answered_at.unwrap_or(now),
            created_at: now,
            seconds: leg.talk_seconds().unwrap_or(0),
            channels: terms.channels,
            source: terms.source,
            ready: false,
        }
    }

    /// Records an ended conference.
    pub(crate) fn record_room(self: &Arc<Self>, room: &Room) {
        let Some((leg, started_at)) = room.first.as_ref().zip(room.started_at) else {
            return;
        };
        let now = self.now();
        let recording = Recording {
            sid: self.mint().sid("RE", &[&room.sid]),
            call_sid: None,
            conference_sid: Some(room.sid.clone()),
            started_at,
            created_at: now,
            seconds: u64::try_from(now.ms_since(started_at))
                .unwrap_or(0)
                .div_ceil(1_000),
            channels: 1,
            source: "Conference",
            ready: false,
        };
        self.keep(recording, leg, room.recording_callback.clone());
    }

    fn keep(self: &Arc<Self>, recording: Recording, leg: &Arc<Leg>, callback: Option<Hook>) {
        lock(&self.recordings).add(recording.clone());
        let ready_after = self.population.network.recording_after_ms;
        let wait = Draw::keyed(self.seed, &["recording", &recording.sid]).ms(ready_after);
        let (sandbox, leg) = (Arc::clone(self), Arc::clone(leg));
        self.spawn(async move {
            sleep(Duration::from_millis(wait)).await;
            lock(&sandbox.recordings).finish(&recording.sid);
            if let Some(hook) = callback {
                sandbox.tell_recording(&leg, &recording, hook);
            }
        });
    }

    fn tell_recording(self: &Arc<Self>, leg: &Arc<Leg>, recording: &Recording, hook: Hook) {
        let mut params = pairs(&[
            ("AccountSid", &self.account.sid),
            ("RecordingSid", &recording.sid),
            ("RecordingUrl", &self.recording_path(&recording.sid)),
            ("RecordingStatus", "completed"),
            ("RecordingDuration", &recording.seconds.to_string()),
            ("RecordingChannels", &recording.channels.to_string()),
            ("RecordingSource", recording.source),
            ("RecordingStartTime", &rfc2822(recording.started_at)),
            ("RecordingTrack", "both"),
            ("ErrorCode", "0"),
        ]);
        params.extend(recording.call_sid.clone().map(|sid| ("CallSid".to_owned(), sid)));
        params.extend(
            recording
                .conference_sid
                .clone()
                .map(|sid| ("ConferenceSid".to_owned(), sid)),
        );
        self.tell(
            leg,
            Notice {
                kind: CallbackKind::Recording,
                event: "completed".to_owned(),
                sequence: None,
                method: hook.method,
                url: hook.url,
                params,
            },
        );
    }
}

const RECORDINGS_KEPT: usize = 10_000;
