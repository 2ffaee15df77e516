//! Moving a call on and reporting it.

use std::sync::Arc;

use super::leg::Leg;
use super::status::{CallStatus, Ending};
use crate::dates::rfc2822;
use crate::sandbox::Sandbox;
use crate::webhook::{CallbackKind, Notice};

impl Sandbox {
    /// The standard parameters of every request about a call.
    pub(crate) fn standard_params(&self, leg: &Leg, status: CallStatus) -> Vec<(String, String)> {
        let mut params = pairs(&[
            ("CallSid", &leg.sid),
            ("AccountSid", &self.account.sid),
            ("From", &leg.from),
            ("To", &leg.to),
            ("Caller", &leg.from),
            ("Called", &leg.to),
            ("CallStatus", status.as_str()),
            ("ApiVersion", "2010-04-01"),
            ("Direction", leg.direction.as_str()),
        ]);
        if let Some(parent) = &leg.parent {
            params.push(("ParentCallSid".to_owned(), parent.clone()));
        }
        params
    }

    /// Sets the status, counts the event, and reports it to whoever asked.
    pub(crate) fn progress(self: &Arc<Self>, leg: &Arc<Leg>, status: CallStatus, ending: Option<Ending>) {
        let now = self.now();
        let (sequence, hook) = leg.change(now, |facts| {
            let sequence = facts.events;
            facts.events += 1;
            (
                sequence,
                facts.status_override.clone().or_else(|| leg.terms.status.clone()),
            )
        });
        leg.status.send_replace(status);
        let Some(subscription) = hook.filter(|hook| hook.events.include(status)) else {
            return;
        };
        let mut params = self.standard_params(leg, status);
        params.extend(pairs(&[
            ("Timestamp", &rfc2822(now)),
            ("CallbackSource", "call-progress-events"),
            ("SequenceNumber", &sequence.to_string()),
        ]));
        if let Some(ending) = ending {
            params.extend(self.ending_params(leg, ending));
        }
        self.tell(
            leg,
            Notice {
                kind: CallbackKind::Status,
                event: status.as_str().to_owned(),
                sequence: Some(sequence),
                method: subscription.hook.method,
                url: subscription.hook.url,
                params,
            },
        );
    }

    fn ending_params(&self, leg: &Leg, ending: Ending) -> Vec<(String, String)> {
        let seconds = leg.talk_seconds().unwrap_or(0);
        let mut params = pairs(&[
            ("CallDuration", &seconds.to_string()),
            ("SipResponseCode", &ending.sip_code.to_string()),
        ]);
        if ending.status == CallStatus::Completed {
            params.extend(pairs(&[("Duration", &seconds.div_ceil(60).to_string())]));
        }
        if let Some(sid) = leg.facts().recording_sid {
            params.extend(pairs(&[
                ("RecordingUrl", &self.recording_path(&sid)),
                ("RecordingSid", &sid),
                ("RecordingDuration", &seconds.to_string()),
            ]));
        }
        params
    }
}

/// Owned parameters.
pub(crate) fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
