//! The settings of a session: what may be said of them, and what is in force.

use serde_json::{Value, json};

use crate::audio::{Frame, SAMPLES, SILENCE, decode, encode};

/// The form of audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Mulaw,
    Pcm24k,
}

impl Format {
    fn read(value: &Value) -> Option<Self> {
        match (value["type"].as_str()?, value["rate"].as_u64()) {
            ("audio/pcmu", _) => Some(Self::Mulaw),
            ("audio/pcm", Some(24_000) | None) => Some(Self::Pcm24k),
            _ => None,
        }
    }

    pub const fn bytes_per_ms(self) -> usize {
        match self {
            Self::Mulaw => 8,
            Self::Pcm24k => 48,
        }
    }

    /// 20 ms as they sound.
    pub fn frame(self, bytes: &[u8]) -> Frame {
        match self {
            Self::Mulaw => decode(bytes),
            Self::Pcm24k => {
                let mut frame = SILENCE;
                // Every third sample will do to know whether somebody speaks.
                for (sample, three) in frame.iter_mut().zip(bytes.chunks_exact(6)) {
                    *sample = i16::from_le_bytes([three[0], three[1]]);
                }
                frame
            }
        }
    }

    /// 20 ms as they are sent.
    pub fn bytes(self, frame: &Frame) -> Vec<u8> {
        match self {
            Self::Mulaw => encode(frame).to_vec(),
            Self::Pcm24k => {
                let samples = frame.iter().flat_map(|sample| [*sample; 3]);
                samples.flat_map(i16::to_le_bytes).collect()
            }
        }
    }
}

/// The settings in force.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    document: Value,
    pub input: Format,
    pub output: Format,
}

/// Why settings are refused: a code, a sentence, and the field.
pub(super) type Refusal = (&'static str, String, String);

impl Settings {
    /// What holds before the client says anything.
    pub fn new(model: &str) -> Self {
        let document = json!({
            "type": "realtime", "object": "realtime.session", "model": model, "output_modalities": ["audio"],
            "instructions": "", "tools": [], "tool_choice": "auto",
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": 24_000}, "transcription": null,
                    "turn_detection": {"type": "server_vad", "threshold": 0.5, "prefix_padding_ms": 300,
                        "silence_duration_ms": 500, "create_response": true, "interrupt_response": true},
                },
                "output": {"format": {"type": "audio/pcm", "rate": 24_000}, "voice": "alloy"},
            },
        });
        Self {
            document,
            input: Format::Pcm24k,
            output: Format::Pcm24k,
        }
    }

    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Puts what is said in the place of what was; nothing changes when it is refused.
    pub fn change(&mut self, wish: &Value) -> Result<(), Refusal> {
        if wish["type"] != "realtime" {
            let why = "Missing required parameter: 'session.type'.".to_owned();
            return Err(("missing_required_parameter", why, "session.type".to_owned()));
        }
        for name in wish.as_object().into_iter().flatten().map(|(name, _)| name) {
            if !FIELDS.contains(&name.as_str()) {
                let why = format!("Unknown parameter: 'session.{name}'.");
                return Err(("unknown_parameter", why, format!("session.{name}")));
            }
        }
        let mut document = self.document.clone();
        merge(&mut document, wish);
        let format = |side: &str| {
            Format::read(&document["audio"][side]["format"]).ok_or_else(|| {
                let place = format!("session.audio.{side}.format");
                ("invalid_value", format!("Invalid value for '{place}'."), place)
            })
        };
        (self.input, self.output) = (format("input")?, format("output")?);
        self.document = document;
        Ok(())
    }

    fn turns(&self) -> &Value {
        &self.document["audio"]["input"]["turn_detection"]
    }

    pub fn pause_ms(&self) -> u64 {
        self.turns()["silence_duration_ms"].as_u64().unwrap_or(500)
    }

    pub fn listens(&self) -> bool {
        !self.turns().is_null()
    }

    pub fn creates_response(&self) -> bool {
        self.turns()["create_response"].as_bool().unwrap_or(true)
    }

    pub fn interrupts_response(&self) -> bool {
        self.turns()["interrupt_response"].as_bool().unwrap_or(true)
    }

    pub fn transcribes(&self) -> bool {
        !self.document["audio"]["input"]["transcription"].is_null()
    }

    pub fn has_tool(&self, name: &str) -> bool {
        let tools = self.document["tools"].as_array();
        tools.is_some_and(|tools| tools.iter().any(|tool| tool["name"] == name))
    }

    pub fn instructions(&self) -> &str {
        self.document["instructions"].as_str().unwrap_or_default()
    }
}

/// Fields that are there take the place of those that were; lists and what is null do so as a whole.
fn merge(into: &mut Value, wish: &Value) {
    match (into, wish) {
        (Value::Object(into), Value::Object(wish)) => {
            for (name, value) in wish {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (into, wish) => *into = wish.clone(),
    }
}

const FIELDS: [&str; 13] = [
    "type",
    "model",
    "output_modalities",
    "instructions",
    "audio",
    "include",
    "tracing",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "reasoning",
    "max_output_tokens",
    "truncation",
];
const _: () = assert!(SAMPLES == 160);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_takes_the_place_of_what_was_and_the_rest_stays() {
        let mut settings = Settings::new("m");
        let wish = json!({"type": "realtime", "audio": {"input": {"format": {"type": "audio/pcmu"}},
            "output": {"format": {"type": "audio/pcmu"}}}, "tools": [{"type": "function", "name": "end_call"}]});
        settings.change(&wish).unwrap();
        assert_eq!((settings.input, settings.pause_ms()), (Format::Mulaw, 500));
        assert!(settings.has_tool("end_call") && !settings.has_tool("book"));
        let off = json!({"type": "realtime", "audio": {"input": {"turn_detection": null}}});
        settings.change(&off).unwrap();
        assert!(!settings.listens() && settings.input == Format::Mulaw);
    }

    #[test]
    fn settings_of_the_older_kind_are_refused() {
        let mut settings = Settings::new("m");
        let table = [
            (
                json!({"input_audio_format": "g711_ulaw"}),
                "missing_required_parameter",
            ),
            (
                json!({"type": "realtime", "input_audio_format": "g711_ulaw"}),
                "unknown_parameter",
            ),
            (
                json!({"type": "realtime", "audio": {"input": {"format": {"type": "g711_ulaw"}}}}),
                "invalid_value",
            ),
        ];
        for (wish, code) in table {
            assert_eq!(settings.change(&wish).unwrap_err().0, code, "{wish}");
        }
        assert_eq!(settings.input, Format::Pcm24k);
    }
}
