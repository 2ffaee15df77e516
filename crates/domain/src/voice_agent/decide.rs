//! What came of a conversation: decided by what happened. What a model says of it fills only what is left open.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ConversationReport, Finding, Speaker, Utterance, tools};
use crate::call::Outcome;
use crate::ids::BookingId;
use crate::leads::LeadResult;
use crate::time::Timestamp;

/// What was done while the two of them talked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Deeds {
    /// An appointment stands: it was booked or moved, and not called off since.
    pub booked: bool,
    /// That appointment.
    pub booking: Option<BookingId>,
    /// The callee wants no more calls, and the number is on the list.
    pub do_not_call: bool,
    /// The callee said no.
    pub not_interested: bool,
    /// When the callee wants to be called again.
    pub callback_at: Option<Timestamp>,
    /// Somebody took over: the callee was put through to them.
    pub transferred: bool,
    /// Mails that the agent wrote while they talked.
    pub mailed: u32,
    /// What the callee said when those things were done.
    pub quotes: Vec<String>,
}

/// What a result rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Something was done while they talked.
    Deed,
    /// How the call ended.
    Ending,
    /// A model read it out of what was said.
    Model,
}

/// Words that a result rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was said.
    pub quote: String,
    /// When, in milliseconds from the start of the conversation; absent when the transcript does not have it.
    pub at_ms: Option<i64>,
}

/// What came of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// In one word.
    pub result: LeadResult,
    /// What that rests on.
    pub ground: Ground,
    /// When the callee wants to be called again.
    pub callback_at: Option<Timestamp>,
    /// The callee's own words for it.
    pub evidence: Vec<Evidence>,
}

/// Decides what came of a conversation. Without a report, `said` is what was heard while it went on.
#[must_use]
pub fn decide(
    deeds: &Deeds,
    outcome: Option<Outcome>,
    report: Option<&ConversationReport>,
    said: &[Utterance],
    now: Timestamp,
) -> Decision {
    let transcript = report
        .map(|report| report.transcript.as_slice())
        .filter(|transcript| !transcript.is_empty())
        .unwrap_or(said);
    let by_deed = |result| Decision {
        result,
        ground: Ground::Deed,
        callback_at: deeds.callback_at,
        evidence: evidence(&deeds.quotes, transcript),
    };
    if deeds.booked {
        return by_deed(LeadResult::Scheduled);
    }
    if deeds.do_not_call {
        return by_deed(LeadResult::DoNotCall);
    }
    if deeds.not_interested {
        return by_deed(LeadResult::NotInterested);
    }
    if deeds.callback_at.is_some() {
        return by_deed(LeadResult::Callback);
    }
    // What that person notes down afterwards says what came of it.
    if deeds.transferred {
        return by_deed(LeadResult::Talked);
    }
    let ending = by_ending(outcome, report, transcript);
    if ending == LeadResult::Talked
        && let Some(read) = report
            .and_then(|report| report.extracted.as_ref())
            .and_then(Extracted::read)
    {
        let callback_at = read.callback_at.filter(|at| *at > now);
        return Decision {
            result: read.result,
            ground: Ground::Model,
            callback_at: callback_at.filter(|_| read.result == LeadResult::Callback),
            evidence: evidence(&read.quotes, transcript),
        };
    }
    Decision {
        result: ending,
        ground: Ground::Ending,
        callback_at: None,
        evidence: Vec::new(),
    }
}

/// Whether a report says that the callee wants no more calls. It counts whatever else came of the conversation, and
/// whoever read it out: one call too few does less harm than one too many. Of a call in which nobody was met it says
/// nothing.
#[must_use]
pub fn opted_out(report: &ConversationReport) -> bool {
    let met = match report.finding {
        Finding::Talked | Finding::BrokenOff | Finding::Other => true,
        Finding::NoAnswer
        | Finding::Busy
        | Finding::Voicemail
        | Finding::NotConnected
        | Finding::Canceled => false,
    };
    let read = report.extracted.as_ref().and_then(Extracted::read);
    met && read.is_some_and(|read| read.result == LeadResult::DoNotCall)
}

/// What the end of the call alone says.
fn by_ending(
    outcome: Option<Outcome>,
    report: Option<&ConversationReport>,
    transcript: &[Utterance],
) -> LeadResult {
    let spoke = |speaker| transcript.iter().any(|said| said.speaker == speaker);
    let talked = || {
        // Somebody who picked up, heard the agent and said nothing was not reached.
        if spoke(Speaker::Agent) && !spoke(Speaker::Callee) {
            LeadResult::NoAnswer
        } else {
            LeadResult::Talked
        }
    };
    match report.map(|report| report.finding) {
        Some(Finding::Talked) => talked(),
        Some(Finding::NoAnswer) => LeadResult::NoAnswer,
        Some(Finding::Busy) => LeadResult::Busy,
        Some(Finding::Voicemail) => LeadResult::Voicemail,
        Some(Finding::NotConnected) => LeadResult::Failed,
        Some(Finding::Canceled) => LeadResult::Canceled,
        Some(Finding::BrokenOff) if spoke(Speaker::Callee) => LeadResult::Talked,
        Some(Finding::BrokenOff) => LeadResult::Failed,
        Some(Finding::Other) | None => match outcome {
            Some(Outcome::NoAnswer) => LeadResult::NoAnswer,
            Some(Outcome::Busy) => LeadResult::Busy,
            Some(Outcome::Machine | Outcome::VoicemailLeft) => LeadResult::Voicemail,
            Some(Outcome::Canceled | Outcome::Blocked) => LeadResult::Canceled,
            Some(Outcome::Completed | Outcome::Abandoned) if report.is_some() => talked(),
            // Nobody says what was said; what we heard ourselves is all there is.
            Some(Outcome::Completed | Outcome::Abandoned | Outcome::Unknown | Outcome::Failed) | None => {
                if spoke(Speaker::Callee) {
                    LeadResult::Talked
                } else {
                    LeadResult::Failed
                }
            }
        },
    }
}

/// What a model read out of a conversation, as our agents ask for it.
struct Extracted {
    result: LeadResult,
    callback_at: Option<Timestamp>,
    quotes: Vec<String>,
}

impl Extracted {
    /// `None` when it says nothing that a model may decide: only a booking that happened is one, and who talked was
    /// not unreachable.
    fn read(value: &Value) -> Option<Self> {
        let result = match value.get("outcome")?.as_str()?.trim() {
            "not_interested" => LeadResult::NotInterested,
            "callback" => LeadResult::Callback,
            "do_not_call" => LeadResult::DoNotCall,
            "voicemail" => LeadResult::Voicemail,
            _ => return None,
        };
        let text = value.get("callback_at").and_then(Value::as_str);
        let quotes = match value.get("evidence") {
            Some(Value::String(quote)) => vec![quote.clone()],
            Some(Value::Array(quotes)) => {
                let texts = quotes.iter().filter_map(Value::as_str);
                texts.map(str::to_owned).collect()
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => Vec::new(),
        };
        Some(Self {
            result,
            callback_at: text.and_then(|text| tools::read_time(text, None)),
            quotes,
        })
    }
}

/// Quotes with the time at which the transcript has them.
fn evidence(quotes: &[String], transcript: &[Utterance]) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = Vec::new();
    for quote in quotes {
        let quote: String = quote.trim().chars().take(QUOTE_MAX).collect();
        if quote.is_empty() || found.len() >= QUOTES_MAX || found.iter().any(|known| known.quote == quote) {
            continue;
        }
        let wanted = words(&quote);
        let place = transcript
            .iter()
            .find(|said| said.speaker == Speaker::Callee && words(&said.text).contains(&wanted));
        found.push(Evidence {
            at_ms: place.and_then(|said| said.from_ms),
            quote,
        });
    }
    found
}

/// A text by its words alone: who writes down what was said sets other signs.
fn words(text: &str) -> String {
    let kept = text
        .chars()
        .map(|sign| if sign.is_alphanumeric() { sign } else { ' ' });
    let text: String = kept.flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const QUOTE_MAX: usize = 300;
const QUOTES_MAX: usize = 8;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_176_000_000_000);

    fn said(speaker: Speaker, text: &str, from_ms: i64) -> Utterance {
        Utterance {
            speaker,
            text: text.to_owned(),
            from_ms: Some(from_ms),
            length_ms: None,
        }
    }

    fn report(finding: Finding) -> ConversationReport {
        ConversationReport {
            finding,
            reason: "customer-ended-call".to_owned(),
            started_at: None,
            ended_at: None,
            transcript: vec![
                said(Speaker::Agent, "Shall we meet?", 0),
                said(Speaker::Callee, "No, thank you. Not interested!", 1_500),
            ],
            recording_url: None,
            stereo_recording_url: None,
            summary: None,
            extracted: None,
            cost: None,
            cost_shares: Vec::new(),
            turns: Vec::new(),
        }
    }

    fn deeds() -> Deeds {
        Deeds::default()
    }

    #[test]
    fn defect_6_a_confirmed_booking_is_scheduled_whatever_the_models_summary_says() {
        let done = Deeds {
            booked: true,
            ..deeds()
        };
        for outcome in ["not_interested", "no_answer", "error", ""] {
            let mut report = report(Finding::Talked);
            report.extracted = Some(json!({"outcome": outcome}));
            let decision = decide(&done, Some(Outcome::Completed), Some(&report), &[], NOW);
            assert_eq!(decision.result, LeadResult::Scheduled, "{outcome}");
            assert_eq!(decision.ground, Ground::Deed);
        }
        let without_report = decide(&done, Some(Outcome::Unknown), None, &[], NOW);
        assert_eq!(without_report.result, LeadResult::Scheduled);
    }

    #[test]
    fn a_booking_that_only_the_model_saw_is_none() {
        let mut report = report(Finding::Talked);
        report.extracted = Some(json!({"outcome": "scheduled"}));
        let decision = decide(&deeds(), Some(Outcome::Completed), Some(&report), &[], NOW);
        assert_eq!(
            (decision.result, decision.ground),
            (LeadResult::Talked, Ground::Ending)
        );
    }

    #[test]
    fn a_report_opts_out_whoever_was_met_and_whatever_else_it_says() {
        let read = |finding, extracted| {
            let mut report = report(finding);
            report.extracted = Some(extracted);
            opted_out(&report)
        };
        for finding in [Finding::Talked, Finding::BrokenOff, Finding::Other] {
            assert!(read(finding, json!({"outcome": "do_not_call"})), "{finding:?}");
        }
        for finding in [
            Finding::NoAnswer,
            Finding::Busy,
            Finding::Voicemail,
            Finding::NotConnected,
            Finding::Canceled,
        ] {
            assert!(!read(finding, json!({"outcome": "do_not_call"})), "{finding:?}");
        }
        for other in [
            json!({"outcome": "not_interested"}),
            json!(null),
            json!({"outcome": 1}),
        ] {
            assert!(!read(Finding::Talked, other.clone()), "{other}");
        }
        assert!(!opted_out(&report(Finding::Talked)));
    }

    #[test]
    fn deeds_come_in_the_order_of_what_they_bind_us_to() {
        let mut done = Deeds {
            booked: true,
            do_not_call: true,
            not_interested: true,
            callback_at: Some(NOW.plus_seconds(60)),
            ..deeds()
        };
        let result = |done: &Deeds| decide(done, Some(Outcome::Completed), None, &[], NOW).result;
        assert_eq!(result(&done), LeadResult::Scheduled);
        done.booked = false;
        assert_eq!(result(&done), LeadResult::DoNotCall);
        done.do_not_call = false;
        assert_eq!(result(&done), LeadResult::NotInterested);
        done.not_interested = false;
        done.transferred = true;
        assert_eq!(result(&done), LeadResult::Callback);
        done.callback_at = None;
        assert_eq!(result(&done), LeadResult::Talked);
    }

    #[test]
    fn how_the_host_says_it_ended_decides_where_nothing_was_done() {
        let table = [
            (Finding::Talked, LeadResult::Talked),
            (Finding::NoAnswer, LeadResult::NoAnswer),
            (Finding::Busy, LeadResult::Busy),
            (Finding::Voicemail, LeadResult::Voicemail),
            (Finding::NotConnected, LeadResult::Failed),
            (Finding::BrokenOff, LeadResult::Talked),
            (Finding::Canceled, LeadResult::Canceled),
            (Finding::Other, LeadResult::Talked),
        ];
        for (finding, result) in table {
            let decision = decide(
                &deeds(),
                Some(Outcome::Completed),
                Some(&report(finding)),
                &[],
                NOW,
            );
            assert_eq!(decision.result, result, "{finding:?}");
        }
    }

    #[test]
    fn defect_2_every_ending_without_a_report_has_a_result() {
        let table = [
            (Some(Outcome::Completed), LeadResult::Failed),
            (Some(Outcome::Abandoned), LeadResult::Failed),
            (Some(Outcome::Machine), LeadResult::Voicemail),
            (Some(Outcome::VoicemailLeft), LeadResult::Voicemail),
            (Some(Outcome::NoAnswer), LeadResult::NoAnswer),
            (Some(Outcome::Busy), LeadResult::Busy),
            (Some(Outcome::Failed), LeadResult::Failed),
            (Some(Outcome::Canceled), LeadResult::Canceled),
            (Some(Outcome::Blocked), LeadResult::Canceled),
            (Some(Outcome::Unknown), LeadResult::Failed),
            (None, LeadResult::Failed),
        ];
        for (outcome, result) in table {
            assert_eq!(
                decide(&deeds(), outcome, None, &[], NOW).result,
                result,
                "{outcome:?}"
            );
        }
        let heard = [said(Speaker::Callee, "Hello?", 0)];
        let decision = decide(&deeds(), Some(Outcome::Completed), None, &heard, NOW);
        assert_eq!(decision.result, LeadResult::Talked);
    }

    #[test]
    fn somebody_who_picked_up_and_never_spoke_was_not_reached() {
        let mut report = report(Finding::Talked);
        report.transcript.truncate(1);
        let decision = decide(&deeds(), Some(Outcome::Completed), Some(&report), &[], NOW);
        assert_eq!(decision.result, LeadResult::NoAnswer);
    }

    #[test]
    fn the_model_fills_what_is_left_open_and_its_quotes_are_found_in_the_transcript() {
        let mut report = report(Finding::Talked);
        report.extracted = Some(json!({
            "outcome": "not_interested", "evidence": ["not interested", "I would rather die", " "]
        }));
        let decision = decide(&deeds(), Some(Outcome::Completed), Some(&report), &[], NOW);
        assert_eq!(
            (decision.result, decision.ground),
            (LeadResult::NotInterested, Ground::Model)
        );
        let places: Vec<_> = decision.evidence.iter().map(|found| found.at_ms).collect();
        assert_eq!(places, [Some(1_500), None]);
    }

    #[test]
    fn a_time_to_call_again_that_the_model_names_must_be_in_the_future() {
        let mut report = report(Finding::Talked);
        let mut decided = |at: &str| {
            report.extracted = Some(json!({"outcome": "callback", "callback_at": at}));
            decide(&deeds(), Some(Outcome::Completed), Some(&report), &[], NOW)
        };
        let decision = decided("2026-11-23T12:00:00-05:00");
        assert_eq!(decision.result, LeadResult::Callback);
        assert_eq!(
            decision.callback_at.map(|at| at.to_string()).as_deref(),
            Some("2026-11-23T17:00:00Z")
        );
        assert_eq!(decided("2020-01-01T00:00:00Z").callback_at, None);
        assert_eq!(decided("whenever").callback_at, None);
    }
}
