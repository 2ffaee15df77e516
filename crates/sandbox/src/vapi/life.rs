//! The life of one call, from the order to the report.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::call::VapiCall;
use super::line::Line;
use super::report;
use super::talk::Talk;
use crate::call::{CallStatus, EndedBy, Ending};
use crate::draw::Draw;
use crate::people::{Listener, Meeting, PersonKind, Reception};
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Lives the whole call.
    pub(super) async fn live(self: Arc<Self>, call: Arc<VapiCall>, turn: Instant, meeting: Meeting) {
        let course = async {
            match &call.line {
                Some(line) => self.course_on(&call, line, meeting).await,
                None => self.course(&call, turn, meeting).await,
            }
        };
        let (reason, ending) = tokio::select! {
            biased;
            () = call.hung_up.cancelled() => ("manually-canceled", Ending::canceled(EndedBy::Api)),
            end = Box::pin(course) => end,
        };
        if let Some(line) = &call.line {
            line.leave();
        }
        let (was_dialled, was_answered) = {
            let now = self.now();
            let mut state = call.state();
            let dialled = state.status != "queued";
            state.status = "ended";
            state.ended_reason = Some(reason.to_owned());
            state.ended_at = Some(now);
            state.updated_at = now;
            (dialled, state.started_at.is_some())
        };
        let ending = match was_answered {
            true => Ending::completed(ending.by),
            false => ending,
        };
        // What becomes of a leg is written down by the leg, which may go on without the agent.
        if call.line.is_none() {
            self.ledger
                .ended(call.entry, &call.number, ending, self.now(), was_dialled);
        }
        self.tell_of(
            &call,
            "status-update",
            "ended",
            json!({ "status": "ended", "endedReason": reason }),
        )
        .await;
        let after = Draw::keyed(self.seed, &["report", &call.id]).ms(self.population.network.price_after_ms);
        sleep(Duration::from_millis(after)).await;
        let afterwards = report::afterwards(&self, &call);
        let mut message = json!({ "endedReason": reason });
        {
            let mut state = call.state();
            for (key, at) in [("startedAt", state.started_at), ("endedAt", state.ended_at)] {
                if let Some(at) = at {
                    message[key] = at.to_string().into();
                }
            }
            state.updated_at = self.now();
            state.afterwards = Some(afterwards.clone());
        }
        if let Value::Object(afterwards) = afterwards {
            for (key, value) in afterwards {
                message[key] = value;
            }
        }
        self.tell_of(&call, "end-of-call-report", "report", message).await;
    }

    /// From the queue to the end, with Vapi's word for it.
    async fn course(
        self: &Arc<Self>,
        call: &Arc<VapiCall>,
        turn: Instant,
        meeting: Meeting,
    ) -> (&'static str, Ending) {
        self.stands(call, "queued").await;
        sleep_until(turn).await;
        // Dialling has no status of its own.
        call.state().status = "ringing";
        self.ledger
            .dialled(call.entry, &call.number, &call.id, self.now());
        sleep(Duration::from_millis(meeting.post_dial_ms)).await;
        match meeting.reception {
            Reception::Refuses { sip_code } => (refusal(sip_code), Ending::refused(sip_code)),
            Reception::RingsOut { gives_up_ms } => {
                self.ring(call).await;
                sleep(gives_up_ms.map_or(RINGS, Duration::from_millis).min(RINGS)).await;
                ("customer-did-not-answer", Ending::rang_out(EndedBy::Network))
            }
            Reception::PicksUp { ring_ms, listener } => {
                self.ring(call).await;
                let rings = Duration::from_millis(ring_ms);
                sleep(rings.min(RINGS)).await;
                if rings > RINGS {
                    return ("customer-did-not-answer", Ending::rang_out(EndedBy::RingTimeout));
                }
                self.answer(call, meeting.kind, listener).await
            }
        }
    }

    /// The same for a call whose leg lives at Twilio.
    async fn course_on(
        self: &Arc<Self>,
        call: &Arc<VapiCall>,
        line: &Line,
        meeting: Meeting,
    ) -> (&'static str, Ending) {
        self.stands(call, "queued").await;
        line.until(|status| status != CallStatus::Queued).await;
        call.state().status = "ringing";
        if line.until(|status| status != CallStatus::Initiated).await == CallStatus::Ringing {
            self.ring(call).await;
        }
        let over = Ending::completed(EndedBy::Script);
        match line.until(|status| status == CallStatus::InProgress).await {
            CallStatus::InProgress => {}
            CallStatus::Busy | CallStatus::Failed => {
                let reason = match meeting.reception {
                    Reception::Refuses { sip_code } => refusal(sip_code),
                    Reception::RingsOut { .. } | Reception::PicksUp { .. } => "twilio-failed-to-connect-call",
                };
                return (reason, over);
            }
            CallStatus::Completed => return ("customer-ended-call", over),
            CallStatus::Queued
            | CallStatus::Initiated
            | CallStatus::Ringing
            | CallStatus::NoAnswer
            | CallStatus::Canceled => return ("customer-did-not-answer", over),
        }
        let Reception::PicksUp { listener, .. } = meeting.reception else {
            return ("customer-did-not-answer", over);
        };
        tokio::select! {
            biased;
            reason = line.until_lost() => (reason, over),
            end = self.answer(call, meeting.kind, listener) => end,
        }
    }

    async fn ring(self: &Arc<Self>, call: &Arc<VapiCall>) {
        if call.line.is_none() {
            self.ledger.rang(call.entry, &call.number, self.now());
        }
        self.stands(call, "ringing").await;
    }

    async fn answer(
        self: &Arc<Self>,
        call: &Arc<VapiCall>,
        kind: PersonKind,
        listener: Listener,
    ) -> (&'static str, Ending) {
        let now = self.now();
        call.state().started_at = Some(now);
        if call.line.is_none() {
            self.ledger.answered(call.entry, &call.number, now);
        }
        self.stands(call, "in-progress").await;
        let limit = call.setting("maxDurationSeconds").as_u64().unwrap_or(LIMIT_S);
        let talk = self.talk(call, kind, listener);
        let reason = timeout(Duration::from_secs(limit), talk).await;
        let reason = reason.unwrap_or("exceeded-max-duration");
        let by = match reason {
            "customer-ended-call" => EndedBy::Callee,
            "exceeded-max-duration" => EndedBy::TimeLimit,
            _ => EndedBy::Script,
        };
        (reason, Ending::completed(by))
    }

    async fn talk(
        self: &Arc<Self>,
        call: &Arc<VapiCall>,
        kind: PersonKind,
        listener: Listener,
    ) -> &'static str {
        let mut talk = Talk::new(self, call);
        let greeting = &listener.greeting;
        match kind {
            PersonKind::Human => {
                sleep(Duration::from_millis(greeting.silence_ms)).await;
                talk.with_person().await
            }
            PersonKind::Voicemail => talk.with_machine(greeting.silence_ms + greeting.speech_ms).await,
            PersonKind::Screening => match listener.put_through_ms {
                Some(after) => {
                    sleep(Duration::from_millis(after)).await;
                    talk.with_person().await
                }
                None => talk.waits_in_vain().await,
            },
            PersonKind::Fax => talk.waits_in_vain().await,
            PersonKind::NoAnswer | PersonKind::Busy | PersonKind::Failed => "customer-did-not-answer",
        }
    }

    async fn stands(self: &Arc<Self>, call: &Arc<VapiCall>, status: &'static str) {
        {
            let mut state = call.state();
            state.status = status;
            state.updated_at = self.now();
        }
        self.tell_of(call, "status-update", status, json!({ "status": status }))
            .await;
    }
}

/// Vapi's word for a network's refusal.
fn refusal(sip_code: u16) -> &'static str {
    match sip_code {
        486 | 600 => "customer-busy",
        403 => "call.in-progress.error-providerfault-outbound-sip-403-forbidden",
        480 => "call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable",
        503 => "call.in-progress.error-providerfault-outbound-sip-503-service-unavailable",
        404 | 484 => "twilio-reported-customer-misdialed",
        _ => "twilio-failed-to-connect-call",
    }
}

/// The network gives up after a minute.
const RINGS: Duration = Duration::from_secs(60);
const LIMIT_S: u64 = 600;
