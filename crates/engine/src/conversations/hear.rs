//! Keeps what a host tells of a talk.

use outdial_domain::call::{State, Treatment};
use outdial_domain::ids::CallId;
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::{ConversationNews, ConversationReport, Utterance, opted_out};
use outdial_store::{ConversationState, StoreError, Tx};

use super::settle::settle;
use super::tell::open;
use crate::receive::Surroundings;

/// Keeps what a host tells of a talk; says whether an errand was written down. Requests are answered when they are
/// performed, not here.
pub(crate) fn hear(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    call: &CallId,
    told: &ConversationNews,
) -> Result<bool, StoreError> {
    match told {
        ConversationNews::Tools(_) => {}
        ConversationNews::Said(utterance) => {
            tx.conversations().say(call, &shortened(utterance), LINES_MAX)?;
        }
        ConversationNews::Report(report) => take_report(tx, around, call, report)?,
    }
    Ok(false)
}

/// Keeps a report, and decides what came of the talk if the call is over. A report that comes after that adds what it
/// knows and decides nothing anew, but that a callee wants no more calls.
pub(super) fn take_report(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    call: &CallId,
    report: &ConversationReport,
) -> Result<(), StoreError> {
    let Some(row) = tx.calls().get(call)? else {
        return Ok(());
    };
    if row.policy.treatment != Treatment::VoiceAgent {
        return Ok(());
    }
    let mut talk = match tx.conversations().get(call)? {
        Some(talk) => talk,
        None => open(tx, &row, around.now)?,
    };
    talk.report = Some(bounded(report));
    let is_over = matches!(row.call.state, State::Ended(_));
    let is_open = talk.state != ConversationState::Settled;
    let opts_out = talk.result != Some(LeadResult::DoNotCall) && opted_out(report);
    if is_over && (is_open || opts_out) {
        settle(tx, &row, talk, around)
    } else {
        tx.conversations().update(&talk)
    }
}

/// A report of a size that we are willing to keep and to show.
fn bounded(report: &ConversationReport) -> ConversationReport {
    let lines = report.transcript.iter().take(LINES_MAX as usize);
    let text = |text: &Option<String>, max| text.as_ref().map(|text| cut(text, max));
    let extracted = report.extracted.clone();
    ConversationReport {
        reason: cut(&report.reason, REASON_MAX),
        transcript: lines.map(shortened).collect(),
        recording_url: text(&report.recording_url, ADDRESS_MAX),
        stereo_recording_url: text(&report.stereo_recording_url, ADDRESS_MAX),
        summary: text(&report.summary, SUMMARY_MAX),
        extracted: extracted.filter(|value| value.to_string().len() <= EXTRACTED_MAX),
        cost_shares: report.cost_shares.iter().take(SHARES_MAX).cloned().collect(),
        ..report.clone()
    }
}

fn shortened(utterance: &Utterance) -> Utterance {
    Utterance {
        text: cut(&utterance.text, SAID_MAX),
        ..utterance.clone()
    }
}

fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

/// An hour of talk has a few hundred.
const LINES_MAX: u32 = 2_000;
const SAID_MAX: usize = 4_000;
const REASON_MAX: usize = 200;
const ADDRESS_MAX: usize = 2_000;
const SUMMARY_MAX: usize = 8_000;
const EXTRACTED_MAX: usize = 32 * 1024;
const SHARES_MAX: usize = 32;
