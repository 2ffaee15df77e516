//! What a talk is billed by: tokens of the model, and what the transcriber counts.

use serde_json::Value;

/// What a talk is billed by. `None` when the server did not say all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The model's tokens.
    pub model: Option<Tokens>,
    /// What was written down.
    pub transcriber: Option<Transcribed>,
}

/// Tokens of a model; cached ones are not among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tokens {
    /// Text that it read.
    pub text_in: u64,
    /// Text that it remembered.
    pub text_cached: u64,
    /// Audio that it heard.
    pub audio_in: u64,
    /// Audio that it remembered.
    pub audio_cached: u64,
    /// Text that it wrote, arguments of tools and thoughts included.
    pub text_out: u64,
    /// Audio that it spoke.
    pub audio_out: u64,
}

/// What a transcriber counts: tokens or time, whichever it is billed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Transcribed {
    /// Tokens that it heard or read.
    pub tokens_in: u64,
    /// Tokens that it wrote.
    pub tokens_out: u64,
    /// Milliseconds of audio.
    pub ms: u64,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            model: Some(Tokens::default()),
            transcriber: Some(Transcribed::default()),
        }
    }
}

impl Usage {
    /// Adds what a response used.
    pub(super) fn add_response(&mut self, usage: &Value) {
        self.model = self.model.zip(Tokens::read(usage)).map(|(sum, more)| Tokens {
            text_in: sum.text_in + more.text_in,
            text_cached: sum.text_cached + more.text_cached,
            audio_in: sum.audio_in + more.audio_in,
            audio_cached: sum.audio_cached + more.audio_cached,
            text_out: sum.text_out + more.text_out,
            audio_out: sum.audio_out + more.audio_out,
        });
    }

    /// Adds what it took to write something down.
    pub(super) fn add_transcript(&mut self, usage: &Value) {
        let known = self.transcriber.zip(Transcribed::read(usage));
        self.transcriber = known.map(|(sum, more)| Transcribed {
            tokens_in: sum.tokens_in + more.tokens_in,
            tokens_out: sum.tokens_out + more.tokens_out,
            ms: sum.ms + more.ms,
        });
    }

    /// Something was written down, and nobody says what that took.
    pub(super) fn transcript_unknown(&mut self) {
        self.transcriber = None;
    }
}

impl Tokens {
    fn read(usage: &Value) -> Option<Self> {
        let (input, output) = (&usage["input_token_details"], &usage["output_token_details"]);
        let cached = &input["cached_tokens_details"];
        let count = |of: &Value, name: &str| read_count(&of[name]);
        let tokens = Self {
            text_cached: count(cached, "text_tokens").unwrap_or(0),
            audio_cached: count(cached, "audio_tokens").unwrap_or(0),
            text_in: count(input, "text_tokens")?,
            audio_in: count(input, "audio_tokens")?,
            text_out: count(output, "text_tokens")?,
            audio_out: count(output, "audio_tokens")?,
        };
        // Cached tokens whose kind is not told cannot be priced.
        let all_cached = count(input, "cached_tokens").unwrap_or(0);
        if all_cached != tokens.text_cached + tokens.audio_cached {
            return None;
        }
        Some(Self {
            text_in: tokens.text_in.checked_sub(tokens.text_cached)?,
            audio_in: tokens.audio_in.checked_sub(tokens.audio_cached)?,
            ..tokens
        })
    }
}

impl Transcribed {
    fn read(usage: &Value) -> Option<Self> {
        if let Some(seconds) = usage["seconds"].as_f64() {
            let ms = std::time::Duration::try_from_secs_f64(seconds).ok()?.as_millis();
            return Some(Self {
                ms: u64::try_from(ms).ok().filter(|ms| *ms <= COUNT_MAX)?,
                ..Self::default()
            });
        }
        Some(Self {
            tokens_in: read_count(&usage["input_tokens"])?,
            tokens_out: read_count(&usage["output_tokens"])?,
            ms: 0,
        })
    }
}

/// A count that can be one: sums of them stay far from overflow.
fn read_count(value: &Value) -> Option<u64> {
    value.as_u64().filter(|count| *count <= COUNT_MAX)
}

const COUNT_MAX: u64 = 1 << 32;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn response() -> Value {
        json!({"total_tokens": 340, "input_tokens": 220, "output_tokens": 120,
            "input_token_details": {"text_tokens": 180, "audio_tokens": 40, "cached_tokens": 100,
                "cached_tokens_details": {"text_tokens": 80, "audio_tokens": 20}},
            "output_token_details": {"text_tokens": 20, "audio_tokens": 100}})
    }

    #[test]
    fn cached_tokens_are_counted_apart() {
        let mut usage = Usage::default();
        usage.add_response(&response());
        usage.add_response(&response());
        let expected = Tokens {
            text_in: 200,
            text_cached: 160,
            audio_in: 40,
            audio_cached: 40,
            text_out: 40,
            audio_out: 200,
        };
        assert_eq!(usage.model, Some(expected));
    }

    #[test]
    fn what_is_not_told_stays_unknown_whatever_is_told_later() {
        let mut cached_unknown = response();
        cached_unknown["input_token_details"]["cached_tokens_details"] = Value::Null;
        for untold in [Value::Null, json!({"total_tokens": 3}), cached_unknown] {
            let mut usage = Usage::default();
            usage.add_response(&untold);
            usage.add_response(&response());
            assert_eq!(usage.model, None, "{untold}");
        }
    }

    #[test]
    fn a_transcriber_counts_tokens_or_seconds() {
        let mut usage = Usage::default();
        usage.add_transcript(
            &json!({"type": "tokens", "input_tokens": 13, "output_tokens": 9, "total_tokens": 22}),
        );
        usage.add_transcript(&json!({"type": "duration", "seconds": 1.5}));
        let expected = Transcribed {
            tokens_in: 13,
            tokens_out: 9,
            ms: 1_500,
        };
        assert_eq!(usage.transcriber, Some(expected));
        usage.add_transcript(&json!({"seconds": -1.0}));
        assert_eq!(usage.transcriber, None);
    }
}
