//! Reading what is asked for when a call (or a participant) is created.

use std::time::Duration;

use super::super::error::RestError;
use super::super::form::Form;
use crate::call::{Detection, DetectionMode, Hook, RecordTerms, StatusEvents, StatusHook};

pub(in crate::rest) fn status_hook(form: &Form) -> Result<Option<StatusHook>, RestError> {
    let Some(hook) = form.hook("StatusCallback", "StatusCallbackMethod", 21_609)? else {
        return Ok(None);
    };
    // Clients repeat the key; some send one value with spaces, which Twilio reads too.
    let names = form.all("StatusCallbackEvent").flat_map(str::split_whitespace);
    let events = StatusEvents::read(names)
        .map_err(|name| RestError::bad(21_626, format!("StatusCallbackEvent: '{name}' is not an event")))?;
    Ok(Some(StatusHook { hook, events }))
}

pub(in crate::rest) fn ring_timeout(form: &Form, least: u64) -> Result<Duration, RestError> {
    let seconds = form.number("Timeout", least, 600, 21_208)?.unwrap_or(60);
    Ok(Duration::from_secs(seconds))
}

pub(in crate::rest) fn time_limit(form: &Form) -> Result<Duration, RestError> {
    let seconds = form.number("TimeLimit", 1, 86_400, 21_208)?.unwrap_or(14_400);
    Ok(Duration::from_secs(seconds))
}

pub(in crate::rest) fn digits(form: &Form) -> Result<Option<String>, RestError> {
    let Some(digits) = form.get("SendDigits") else {
        return Ok(None);
    };
    let sendable = |key: char| matches!(key, '0'..='9' | '*' | '#' | 'w' | 'W');
    if digits.len() > 32 || !digits.chars().all(sendable) {
        return Err(RestError::bad(21_206, format!("Invalid SendDigits: {digits}")));
    }
    Ok(Some(digits.to_owned()))
}

pub(in crate::rest) fn recording(form: &Form) -> Result<Option<RecordTerms>, RestError> {
    if form.flag("Record")? != Some(true) {
        return Ok(None);
    }
    Ok(Some(RecordTerms {
        channels: if form.get("RecordingChannels") == Some("dual") {
            2
        } else {
            1
        },
        callback: form.hook("RecordingStatusCallback", "RecordingStatusCallbackMethod", 21_609)?,
        source: "OutboundAPI",
    }))
}

/// Detection; participants' detection is always asynchronous.
pub(in crate::rest) fn detection(form: &Form, for_participant: bool) -> Result<Option<Detection>, RestError> {
    let mode = match form.get("MachineDetection") {
        None => return Ok(None),
        Some("Enable") => DetectionMode::Enable,
        Some("DetectMessageEnd") => DetectionMode::DetectMessageEnd,
        Some(other) => {
            return Err(RestError::bad(
                20_001,
                format!("MachineDetection: '{other}' is not Enable or DetectMessageEnd"),
            ));
        }
    };
    let asynchronous = for_participant || form.flag("AsyncAmd")?.unwrap_or(false);
    let hook: Option<Hook> = if for_participant {
        form.hook("AmdStatusCallback", "AmdStatusCallbackMethod", 21_609)?
    } else {
        form.hook("AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod", 21_609)?
    };
    let usual = Detection::default();
    let within =
        |name: &str, least, most| form.number(&format!("MachineDetection{name}"), least, most, 20_001);
    Ok(Some(Detection {
        mode,
        asynchronous,
        callback: hook,
        timeout_ms: within("Timeout", 3, 59)?.map_or(usual.timeout_ms, |seconds| seconds * 1_000),
        speech_threshold_ms: within("SpeechThreshold", 1_000, 6_000)?.unwrap_or(usual.speech_threshold_ms),
        speech_end_ms: within("SpeechEndThreshold", 500, 5_000)?.unwrap_or(usual.speech_end_ms),
        silence_timeout_ms: within("SilenceTimeout", 2_000, 10_000)?.unwrap_or(usual.silence_timeout_ms),
    }))
}
