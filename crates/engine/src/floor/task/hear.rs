//! What the room's audio says.

use outdial_domain::room::Event;
use outdial_media::ParticipantId;
use outdial_media::live::{self, CloseReason};
use serde_json::json;

use super::run::Task;
use crate::floor::desk::{Detection, agent, callee};
use crate::floor::note::Happening;
use crate::floor::quality;
use crate::floor::venue::Heard;

impl Task {
    pub(super) async fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Ours(event) => self.hear_ours(event).await,
            Heard::Hosted(moved) => self.hear_carrier(moved).await,
            Heard::Admitted => self.expect_browser(),
            // The loop looks at its times anew.
            Heard::ClipBegan => {}
        }
    }

    async fn hear_ours(&mut self, event: live::Event) {
        match event {
            live::Event::Joined { who, .. } => self.leg(&who, "joined", true).await,
            live::Event::Returned { who } => self.leg(&who, "returned", true).await,
            live::Event::Lost { who } => self.leg(&who, "lost", false).await,
            live::Event::Left { who } => self.leg(&who, "left", false).await,
            live::Event::ClipFinished { .. } if self.is_comforting() => self.comfort_again(),
            live::Event::ClipFinished { name, .. } => {
                self.desk.notes().clip = None;
                self.note(Happening::of("clip_finished").detail(json!({ "name": &*name })))
                    .await;
                self.comfort_again();
                self.changed();
            }
            live::Event::Digit { from, digit } => {
                let detail = json!({ "who": from.to_string(), "digit": digit.to_char().to_string() });
                self.note(Happening::of("digit").detail(detail)).await;
            }
            live::Event::Quality(measure) => self.measure(&measure).await,
            live::Event::Detected {
                who,
                verdict,
                confidence,
                reason,
                at_ms,
            } if who == callee() => {
                let detection = Detection {
                    verdict,
                    confidence,
                    reason,
                };
                self.detected(detection, at_ms).await;
            }
            live::Event::RecordingFailed { reason } => {
                self.recording_failed(reason).await;
                self.changed();
            }
            live::Event::Closed(summary) => {
                if summary.reason == CloseReason::Failed {
                    tracing::error!(room.id = %self.row.id, "a room's audio failed");
                }
                self.feed(Event::Recovered).await;
            }
            live::Event::Detected { .. }
            | live::Event::DigitsSent { .. }
            | live::Event::MarkReached { .. }
            | live::Event::Levels(_)
            | live::Event::Recorded(_)
            | live::Event::Missed(_) => {}
        }
    }

    pub(super) async fn leg(&mut self, who: &ParticipantId, what: &'static str, is_here: bool) {
        let detail = json!({ "who": who.to_string() });
        let is_agent = *who == agent();
        if !is_agent && *who != callee() {
            return;
        }
        let event = match (is_agent, is_here) {
            (true, true) => Event::BrowserHere,
            (true, false) => Event::BrowserLost,
            (false, true) => Event::PhoneHere,
            (false, false) => Event::PhoneLost,
        };
        self.feed(event).await;
        if event == Event::PhoneHere {
            self.begin_recording().await;
        }
        self.note(Happening::of(what).detail(detail)).await;
        self.changed();
    }

    /// Shows what seems to have answered, and keeps it in the call's timeline.
    async fn detected(&mut self, detection: Detection, at_ms: u32) {
        self.desk.notes().detection = Some(detection);
        let detail = json!({
            "verdict": detection.verdict.as_str(),
            "confidence": detection.confidence,
            "reason": detection.reason.as_str(),
            "listened_ms": at_ms,
        });
        self.note(Happening::of("detected").detail(detail)).await;
        self.changed();
    }

    pub(super) async fn measure(&mut self, measure: &live::LegQuality) {
        if measure.who == agent() {
            self.desk.notes().quality = Some(quality::shown(measure));
            self.changed();
        }
        if let Some(detail) = self.measured.take(&measure.who.to_string(), measure) {
            self.note(Happening::of("quality").detail(detail)).await;
        }
    }
}
