//! The trace, for people and for programs.

use outdial_media::detect::{Assessment, Observation, Verdict};
use serde_json::{Value, json};

use super::listen::{Step, Trace, What};

/// One line for each step, and the verdict.
pub(super) fn text(name: &str, trace: &Trace) {
    println!("{name}: {:.2} s", seconds(trace.duration_ms));
    for step in &trace.steps {
        match &step.what {
            What::Noticed(noticed) => println!("{:8.2} s  {noticed}", seconds(step.at_ms)),
            What::Verdict(now) => println!("{:8.2} s  => {}", seconds(step.at_ms), described(now)),
        }
    }
    println!("{}", conclusion(trace));
}

/// The same as one JSON object.
pub(super) fn json(name: &str, trace: &Trace) -> anyhow::Result<()> {
    let steps: Vec<Value> = trace.steps.iter().map(step).collect();
    let whole = json!({
        "file": name,
        "duration_ms": trace.duration_ms,
        "listened_ms": trace.heard_ms,
        "verdict": trace.last.verdict.as_str(),
        "confidence": rounded(trace.last.confidence),
        "reason": trace.last.reason.as_str(),
        "is_final": trace.last.is_final,
        "decided_at_ms": trace.decided_at_ms,
        "trace": steps,
    });
    println!("{}", serde_json::to_string_pretty(&whole)?);
    Ok(())
}

fn conclusion(trace: &Trace) -> String {
    match trace.decided_at_ms {
        None => format!(
            "undecided: the recording ends after {:.2} s, before anything could be said",
            seconds(trace.heard_ms)
        ),
        Some(at_ms) => format!(
            "{}; decided after {:.2} s{}",
            described(&trace.last),
            seconds(at_ms),
            if trace.last.verdict == Verdict::Unknown {
                ", treated as a person"
            } else if trace.last.is_final {
                ""
            } else {
                "; the recording ends before its beep"
            }
        ),
    }
}

fn described(now: &Assessment) -> String {
    format!(
        "{} ({}), confidence {:.2}",
        now.verdict, now.reason, now.confidence
    )
}

fn step(step: &Step) -> Value {
    let mut value = match &step.what {
        What::Noticed(noticed) => noticed_as_json(noticed),
        What::Verdict(now) => json!({
            "event": "verdict",
            "verdict": now.verdict.as_str(),
            "confidence": rounded(now.confidence),
            "reason": now.reason.as_str(),
            "is_final": now.is_final,
        }),
    };
    value["at_ms"] = json!(step.at_ms);
    value
}

fn noticed_as_json(noticed: &Observation) -> Value {
    match noticed {
        Observation::SpeechBegan { at_ms } => json!({"event": "speech_began", "began_ms": at_ms}),
        Observation::SpeechEnded { at_ms, ms } => {
            json!({"event": "speech_ended", "ended_ms": at_ms, "duration_ms": ms})
        }
        Observation::NoiseLearned { level_db } => {
            json!({"event": "noise_learned", "level_db": rounded(*level_db)})
        }
        Observation::Tone { kind, hz, ms } => {
            json!({"event": "tone", "kind": kind.as_str(), "hz": rounded(*hz), "duration_ms": ms})
        }
        Observation::Beep { hz, ms, ended_ms } => {
            json!({"event": "beep", "hz": rounded(*hz), "duration_ms": ms, "ended_ms": ended_ms})
        }
    }
}

/// Two decimals: a float of the other width would show digits that were never measured.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}

fn seconds(ms: u32) -> f64 {
    f64::from(ms) / 1_000.0
}

#[cfg(test)]
mod tests {
    use outdial_domain::call::AmdVerdict;

    use super::*;

    #[test]
    fn the_words_for_verdicts_are_those_of_the_rest_of_the_program() {
        for verdict in Verdict::ALL {
            assert!(
                AmdVerdict::ALL
                    .iter()
                    .any(|known| known.as_str() == verdict.as_str()),
                "{verdict}"
            );
        }
    }
}
