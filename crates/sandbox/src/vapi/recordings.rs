//! What was said, as WAV files: the callee on the first channel, the agent on the second; tones stand for speech.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::call::VapiCall;
use super::error::VapiError;
use crate::lock::lock;
use crate::sandbox::Sandbox;
use crate::wav;

/// `GET /call/{id}/stereo-recording`: leads to the file.
pub(super) async fn stereo(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    lead(&sandbox, &id, "stereo.wav")
}

/// `GET /call/{id}/mono-recording`: leads to the file.
pub(super) async fn mono(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    lead(&sandbox, &id, "mono.wav")
}

fn lead(sandbox: &Sandbox, id: &str, file: &str) -> Response {
    match recorded(sandbox, id) {
        Some(call) => {
            let location = format!("{}/recordings/{id}/{file}", call.base);
            (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
        }
        None => VapiError::not_found().into_response(),
    }
}

/// `GET /recordings/{id}/stereo.wav` and `…/mono.wav`
pub(super) async fn file(
    State(sandbox): State<Arc<Sandbox>>,
    Path((id, file)): Path<(String, String)>,
) -> Response {
    let Some(call) = recorded(&sandbox, &id) else {
        return VapiError::not_found().into_response();
    };
    let (callee, agent) = channels(&call);
    let wav = match file.as_str() {
        "stereo.wav" => wav::pcm(&[&callee, &agent]),
        "mono.wav" => {
            let mixed: Vec<i16> = callee
                .iter()
                .zip(&agent)
                .map(|(a, b)| a.saturating_add(*b))
                .collect();
            wav::pcm(&[&mixed])
        }
        _ => return VapiError::not_found().into_response(),
    };
    ([(header::CONTENT_TYPE, "audio/wav")], wav).into_response()
}

/// A call whose recording is ready.
fn recorded(sandbox: &Sandbox, id: &str) -> Option<Arc<VapiCall>> {
    let call = lock(&sandbox.vapi).call(id)?;
    let is_ready = {
        let state = call.state();
        let afterwards = state.afterwards.as_ref();
        afterwards.is_some_and(|afterwards| afterwards["artifact"]["recordingUrl"].is_string())
    };
    is_ready.then_some(call)
}

/// Who was heard when.
fn channels(call: &VapiCall) -> (Vec<i16>, Vec<i16>) {
    let state = call.state();
    let (Some(started), Some(ended)) = (state.started_at, state.ended_at) else {
        return (Vec::new(), Vec::new());
    };
    let length = samples(ended.ms_since(started)).min(samples(LONGEST_MS));
    let (mut callee, mut agent) = (vec![0; length], vec![0; length]);
    for message in &state.messages {
        let (channel, period): (&mut [i16], usize) = match message["role"].as_str() {
            Some("user") => (&mut callee, 20),
            Some("bot") => (&mut agent, 32),
            Some(_) | None => continue,
        };
        let at = |key: &str| {
            let ms = message[key].as_i64().unwrap_or(0) - started.0 / 1_000;
            samples(ms).min(length)
        };
        let (begin, end) = (at("time"), at("endTime"));
        for (n, sample) in channel[begin..end.max(begin)].iter_mut().enumerate() {
            *sample = triangle(n, period);
        }
    }
    (callee, agent)
}

fn triangle(n: usize, period: usize) -> i16 {
    let step = n % period;
    let height = if step < period / 2 { step } else { period - step };
    let middle = i16::try_from(period / 4).unwrap_or(0);
    (i16::try_from(height).unwrap_or(0) - middle) * LOUDNESS
}

fn samples(ms: i64) -> usize {
    usize::try_from(ms.max(0)).unwrap_or(0) * SAMPLES_PER_MS
}

const SAMPLES_PER_MS: usize = 8;
/// Nobody listens longer to tones.
const LONGEST_MS: i64 = 300_000;
const LOUDNESS: i16 = 400;
