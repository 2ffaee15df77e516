//! Machine detection while a call lasts: when the verdict comes and who is told.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::detection::{Detection, Heard};
use super::leg::Leg;
use super::progress::pairs;
use crate::people::Greeting;
use crate::sandbox::Sandbox;
use crate::webhook::{CallbackKind, Notice};

impl Sandbox {
    /// Starts detection if it was asked for; returns the verdict that the instructions have to wait for.
    pub(crate) fn start_detection(self: &Arc<Self>, leg: &Arc<Leg>, greeting: &Greeting) -> Option<Heard> {
        let detection = leg.terms.detection.as_ref()?;
        if leg.terms.send_digits.is_some() {
            return None;
        }
        let heard = detection.listen(greeting);
        let heard = Heard {
            after_ms: self.population.network.detection_scale.of(heard.after_ms),
            ..heard
        };
        if !detection.asynchronous {
            return Some(heard);
        }
        let (sandbox, leg, detection) = (Arc::clone(self), Arc::clone(leg), detection.clone());
        self.spawn(async move { sandbox.detect(&leg, &detection, heard).await });
        None
    }

    async fn detect(self: &Arc<Self>, leg: &Arc<Leg>, detection: &Detection, heard: Heard) {
        tokio::select! {
            biased;
            () = leg.over() => {
                let now = self.now();
                let answered_at = leg.facts().answered_at.unwrap_or(now);
                let after_ms = u64::try_from(now.ms_since(answered_at)).unwrap_or(0);
                self.give_verdict(leg, detection, Heard { answered_by: "unknown", after_ms });
            }
            () = sleep(Duration::from_millis(heard.after_ms)) => self.give_verdict(leg, detection, heard),
        }
    }

    fn give_verdict(self: &Arc<Self>, leg: &Arc<Leg>, detection: &Detection, heard: Heard) {
        self.note_verdict(leg, heard);
        let Some(hook) = &detection.callback else {
            return;
        };
        let mut params = pairs(&[
            ("CallSid", &leg.sid),
            ("AccountSid", &self.account.sid),
            ("AnsweredBy", heard.answered_by),
        ]);
        params.extend(pairs(&[(
            "MachineDetectionDuration",
            &heard.after_ms.to_string(),
        )]));
        self.tell(
            leg,
            Notice {
                kind: CallbackKind::Amd,
                event: heard.answered_by.to_owned(),
                sequence: None,
                method: hook.method.clone(),
                url: hook.url.clone(),
                params,
            },
        );
    }

    /// Writes the verdict into the call and the ledger.
    pub(crate) fn note_verdict(&self, leg: &Leg, heard: Heard) {
        leg.change(self.now(), |facts| facts.answered_by = Some(heard.answered_by));
        self.ledger.change(leg.entry, |attempt| {
            attempt.answered_by = Some(heard.answered_by.to_owned());
        });
    }
}
