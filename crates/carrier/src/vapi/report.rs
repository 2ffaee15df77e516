//! What is known of a conversation after its end: from Vapi's own report, or from the call when that is asked for.

use outdial_domain::call::Cost;
use outdial_domain::voice_agent::{ConversationReport, CostShare, Speaker, Utterance};
use serde_json::{Map, Value};

use super::ended::End;
use super::json::{at, cut, ms, text, time};
use super::money;

/// Reads a report. `message` is the report or the call; what it leaves out may stand in `call`.
pub(super) fn read(message: &Value, call: &Value) -> ConversationReport {
    let either = |path: &[&str]| {
        let found = at(message, path);
        if found.is_null() { at(call, path) } else { found }
    };
    let reason = text(message, &["endedReason"])
        .or_else(|| text(call, &["endedReason"]))
        .unwrap_or_default();
    let started_at = time(message, &["startedAt"]).or_else(|| time(call, &["startedAt"]));
    let ended_at = time(message, &["endedAt"]).or_else(|| time(call, &["endedAt"]));
    let artifact = either(&["artifact"]);
    let recording = |paths: [&[&str]; 2]| {
        let found = paths.iter().find_map(|path| text(artifact, path));
        found.filter(|url| url.len() <= URL_MAX).map(str::to_owned)
    };
    let is_connected = started_at.is_some() && ended_at.is_some();
    ConversationReport {
        finding: End::read(reason).finding(is_connected),
        reason: cut(reason, REASON_MAX),
        started_at,
        ended_at,
        transcript: transcript(artifact, either(&["messages"])),
        recording_url: recording([&["recording", "mono", "combinedUrl"], &["recordingUrl"]]),
        stereo_recording_url: recording([&["recording", "stereoUrl"], &["stereoRecordingUrl"]]),
        summary: text(either(&["analysis"]), &["summary"]).map(|summary| cut(summary, SUMMARY_MAX)),
        extracted: extracted(either(&["analysis"]), artifact),
        cost: money::cost(either(&["cost"])),
        cost_shares: cost_shares(either(&["costs"]), either(&["costBreakdown"])),
        turns: Vec::new(),
    }
}

/// What was said, in order; from the plain text when the messages are missing.
fn transcript(artifact: &Value, messages: &Value) -> Vec<Utterance> {
    let messages = [at(artifact, &["messages"]), messages]
        .into_iter()
        .find_map(|messages| messages.as_array().filter(|messages| !messages.is_empty()));
    match messages {
        Some(messages) => messages
            .iter()
            .filter_map(utterance)
            .take(UTTERANCES_MAX)
            .collect(),
        None => plain(text(artifact, &["transcript"]).unwrap_or_default()),
    }
}

fn utterance(message: &Value) -> Option<Utterance> {
    let speaker = match text(message, &["role"])? {
        "bot" | "assistant" => Speaker::Agent,
        "user" => Speaker::Callee,
        _ => return None,
    };
    let said = text(message, &["message"]).or_else(|| text(message, &["content"]))?;
    let (begin, end) = (ms(at(message, &["time"])), ms(at(message, &["endTime"])));
    Some(Utterance {
        speaker,
        text: cut(said, SAID_MAX),
        from_ms: at(message, &["secondsFromStart"])
            .as_f64()
            .and_then(|seconds| ms(&(seconds * 1_000.0).into())),
        // “duration” is called seconds in the documents; the two times say what they are.
        length_ms: begin
            .zip(end)
            .map(|(begin, end)| end - begin)
            .filter(|length| *length >= 0),
    })
}

/// Lines of the form `AI: …` and `User: …`.
fn plain(transcript: &str) -> Vec<Utterance> {
    let speaker = |line: &str| match line.split_once(": ") {
        Some(("AI" | "Assistant" | "Bot", said)) => Some((Speaker::Agent, said.to_owned())),
        Some(("User" | "Customer", said)) => Some((Speaker::Callee, said.to_owned())),
        Some(_) | None => None,
    };
    let said = transcript.lines().filter_map(speaker).take(UTTERANCES_MAX);
    said.map(|(speaker, text)| Utterance {
        speaker,
        text: cut(&text, SAID_MAX),
        from_ms: None,
        length_ms: None,
    })
    .collect()
}

/// What a model read out of the conversation: by the assistant's own schema, else its structured outputs by name.
fn extracted(analysis: &Value, artifact: &Value) -> Option<Value> {
    let data = at(analysis, &["structuredData"]);
    let found = match data.as_object().filter(|data| !data.is_empty()) {
        Some(_) => data.clone(),
        None => {
            let outputs = at(artifact, &["structuredOutputs"]).as_object()?;
            let named =
                |output: &Value| Some((text(output, &["name"])?.to_owned(), output.get("result")?.clone()));
            let outputs: Map<String, Value> = outputs.values().filter_map(named).collect();
            Some(outputs).filter(|outputs| !outputs.is_empty())?.into()
        }
    };
    // More than this is no set of answers to our questions.
    (found.to_string().len() <= EXTRACTED_MAX).then_some(found)
}

/// What the parts cost; several entries of one part are one share.
fn cost_shares(costs: &Value, breakdown: &Value) -> Vec<CostShare> {
    let mut shares: Vec<CostShare> = Vec::new();
    let mut add = |part: &str, cost: Cost| {
        let part = cut(our_word(part), PART_MAX);
        match shares.iter().position(|share| share.part == part) {
            Some(known) => shares[known].cost.micros = shares[known].cost.micros.saturating_add(cost.micros),
            None if shares.len() < SHARES_MAX => shares.push(CostShare { part, cost }),
            None => {}
        }
    };
    match costs.as_array() {
        Some(costs) => {
            for entry in costs {
                if let (Some(part), Some(cost)) = (text(entry, &["type"]), money::cost(at(entry, &["cost"])))
                {
                    add(part, cost);
                }
            }
        }
        None => {
            for part in BREAKDOWN {
                if let Some(cost) = money::cost(at(breakdown, &[part])) {
                    add(part, cost);
                }
            }
        }
    }
    shares
}

fn our_word(part: &str) -> &str {
    match part {
        "vapi" => "host",
        "stt" => "transcriber",
        "llm" => "model",
        "tts" => "voice",
        other => other,
    }
}

/// The parts of a breakdown; its other fields are counts.
const BREAKDOWN: [&str; 6] = ["transport", "stt", "llm", "tts", "vapi", "chat"];
/// A talk of an hour has some thousand turns; more of them are no talk.
const UTTERANCES_MAX: usize = 2_000;
/// A speech of several minutes.
const SAID_MAX: usize = 4_000;
const SUMMARY_MAX: usize = 8_000;
const REASON_MAX: usize = 200;
const URL_MAX: usize = 2_000;
const EXTRACTED_MAX: usize = 32_768;
const SHARES_MAX: usize = 20;
const PART_MAX: usize = 40;
