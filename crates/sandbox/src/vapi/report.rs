//! What is known after the end: the talk, its summary, its price.

use serde_json::{Value, json};

use super::call::{State, VapiCall};
use crate::sandbox::Sandbox;

/// Everything that a report adds to a call.
pub(super) fn afterwards(sandbox: &Sandbox, call: &VapiCall) -> Value {
    let state = call.state();
    let cents = cents(sandbox, &state);
    let recorded = call.setting("artifactPlan")["recordingEnabled"]
        .as_bool()
        .unwrap_or(true);
    let mut artifact = json!({ "messages": state.messages, "transcript": transcript(&state) });
    if recorded && state.started_at.is_some() {
        let stereo = format!("{}/recordings/{}/stereo.wav", call.base, call.id);
        let mono = format!("{}/recordings/{}/mono.wav", call.base, call.id);
        artifact["recordingUrl"] = mono.clone().into();
        artifact["stereoRecordingUrl"] = stereo.clone().into();
        artifact["recording"] = json!({ "stereoUrl": stereo, "mono": { "combinedUrl": mono } });
    }
    let mut afterwards = json!({
        "artifact": artifact,
        "analysis": analysis(call, &state),
        "costs": cents.iter().map(|(part, cost)| json!({ "type": part, "cost": cost })).collect::<Vec<_>>(),
        "cost": cents.iter().map(|(_, cost)| cost).sum::<f64>(),
    });
    if cents.is_empty() {
        afterwards["cost"] = 0.into();
    }
    afterwards
}

fn transcript(state: &State) -> String {
    let mut text = String::new();
    for message in &state.messages {
        let speaker = match message["role"].as_str() {
            Some("bot") => "AI",
            Some("user") => "User",
            Some(_) | None => continue,
        };
        text.push_str(&format!(
            "{speaker}: {}\n",
            message["message"].as_str().unwrap_or_default()
        ));
    }
    text
}

fn analysis(call: &VapiCall, state: &State) -> Value {
    let Some(outcome) = &state.outcome else {
        return json!({});
    };
    let mut analysis = json!({ "summary": summary(outcome.outcome), "successEvaluation": "true" });
    let plan = &call.setting("analysisPlan")["structuredDataPlan"];
    if plan["enabled"] == true || plan["schema"].is_object() {
        analysis["structuredData"] = json!(outcome);
    }
    analysis
}

fn summary(outcome: &str) -> &'static str {
    match outcome {
        "scheduled" => "The callee agreed to an appointment, which was booked.",
        "not_interested" => "The callee is not interested.",
        "callback" => "The callee had no time and wants to be called tomorrow.",
        "do_not_call" => "The callee asked never to be called again.",
        "voicemail" => "A machine answered.",
        _ => "They talked, and the callee decided nothing.",
    }
}

/// Dollars by part, for every started minute; a call that nobody answered costs nothing.
fn cents(sandbox: &Sandbox, state: &State) -> Vec<(&'static str, f64)> {
    let (Some(started), Some(ended)) = (state.started_at, state.ended_at) else {
        return Vec::new();
    };
    let minutes = (ended.ms_since(started).max(1) + 59_999) / 60_000;
    #[expect(clippy::cast_precision_loss, reason = "a call is short")]
    let minutes = minutes as f64;
    #[expect(clippy::cast_precision_loss, reason = "a price per minute is small")]
    let transport = sandbox.population.network.price_per_minute_micros as f64 / 1_000_000.0;
    [("transport", transport)]
        .into_iter()
        .chain(PER_MINUTE)
        .map(|(part, price)| (part, (price * minutes * 1_000_000.0).round() / 1_000_000.0))
        .collect()
}

/// What each part costs a minute, in dollars.
const PER_MINUTE: [(&str, f64); 4] = [
    ("transcriber", 0.01),
    ("model", 0.02),
    ("voice", 0.036),
    ("vapi", 0.05),
];
