//! What tokens cost.
//!
//! Prices are those of the maker's model pages (`developers.openai.com/api/docs/models/<model>`), read on 29 November
//! 2026, in US dollars without tax. A model that is not here has no known price, and its talks no known cost.

use outdial_domain::call::Cost;
use outdial_domain::voice_agent::CostShare;

use super::usage::{Tokens, Transcribed, Usage};

/// What a talk cost in all and by its parts. A part that is not known is not among the shares, and then the sum is not
/// known either.
#[must_use]
pub fn cost(model: &str, transcriber: &str, usage: &Usage) -> (Option<Cost>, Vec<CostShare>) {
    let of_model = usage.model.and_then(|tokens| model_cost(model, &tokens));
    let of_transcriber = usage
        .transcriber
        .and_then(|counted| transcriber_cost(transcriber, &counted));
    let sum = of_model.zip(of_transcriber).map(|(one, other)| one + other);
    let parts = [("model", of_model), ("transcriber", of_transcriber)];
    let shares = parts.into_iter().filter_map(|(part, nanos)| {
        Some(CostShare {
            part: part.to_owned(),
            cost: dollars(nanos?)?,
        })
    });
    (sum.and_then(dollars), shares.collect())
}

fn model_cost(model: &str, tokens: &Tokens) -> Option<u128> {
    let (_, price) = MODELS.iter().find(|(name, _)| *name == without_date(model))?;
    let counts = [
        (tokens.text_in, price.text_in),
        (tokens.text_cached, price.text_cached),
        (tokens.audio_in, price.audio_in),
        (tokens.audio_cached, price.audio_cached),
        (tokens.text_out, price.text_out),
        (tokens.audio_out, price.audio_out),
    ];
    Some(counts.into_iter().map(|(count, each)| times(count, each)).sum())
}

fn transcriber_cost(model: &str, counted: &Transcribed) -> Option<u128> {
    if *counted == Transcribed::default() {
        return Some(0);
    }
    let (_, price) = TRANSCRIBERS
        .iter()
        .find(|(name, _)| *name == without_date(model))?;
    match price {
        TranscriberPrice::Tokens { input, output } if counted.ms == 0 => {
            Some(times(counted.tokens_in, *input) + times(counted.tokens_out, *output))
        }
        TranscriberPrice::Minute(each) if counted.tokens_in + counted.tokens_out == 0 => {
            Some(times(counted.ms, *each) / 60_000)
        }
        // It counted by what it has no price for.
        TranscriberPrice::Tokens { .. } | TranscriberPrice::Minute(_) => None,
    }
}

fn times(count: u64, each: u64) -> u128 {
    u128::from(count) * u128::from(each)
}

/// The nearest millionth of a dollar.
fn dollars(nanos: u128) -> Option<Cost> {
    Some(Cost {
        micros: i64::try_from((nanos + 500) / 1_000).ok()?,
        currency: "USD".to_owned(),
    })
}

/// The model that a dated snapshot is one of.
fn without_date(model: &str) -> &str {
    let bytes = model.as_bytes();
    let Some(start) = bytes.len().checked_sub(DATE.len()) else {
        return model;
    };
    let is_date = bytes[start..].iter().zip(DATE).all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        other => byte == other,
    });
    if is_date { &model[..start] } else { model }
}

/// Billionths of a dollar for each token: 4,000 are $4 for a million.
struct ModelPrice {
    text_in: u64,
    text_cached: u64,
    text_out: u64,
    audio_in: u64,
    audio_cached: u64,
    audio_out: u64,
}

enum TranscriberPrice {
    /// Billionths of a dollar for each token.
    Tokens { input: u64, output: u64 },
    /// Billionths of a dollar for each minute.
    Minute(u64),
}

const REALTIME_1_5: ModelPrice = ModelPrice {
    text_in: 4_000,
    text_cached: 400,
    text_out: 16_000,
    audio_in: 32_000,
    audio_cached: 400,
    audio_out: 64_000,
};
const REALTIME_2: ModelPrice = ModelPrice {
    text_out: 24_000,
    ..REALTIME_1_5
};
const REALTIME_2_1_MINI: ModelPrice = ModelPrice {
    text_in: 600,
    text_cached: 60,
    text_out: 2_400,
    audio_in: 10_000,
    audio_cached: 300,
    audio_out: 20_000,
};
const MODELS: [(&str, ModelPrice); 4] = [
    ("gpt-realtime-1.5", REALTIME_1_5),
    ("gpt-realtime-2", REALTIME_2),
    ("gpt-realtime-2.1", REALTIME_2),
    ("gpt-realtime-2.1-mini", REALTIME_2_1_MINI),
];
const TRANSCRIBERS: [(&str, TranscriberPrice); 3] = [
    (
        "gpt-4o-mini-transcribe",
        TranscriberPrice::Tokens {
            input: 1_250,
            output: 5_000,
        },
    ),
    (
        "gpt-4o-transcribe",
        TranscriberPrice::Tokens {
            input: 2_500,
            output: 10_000,
        },
    ),
    ("gpt-realtime-whisper", TranscriberPrice::Minute(17_000_000)),
];
/// How the names of snapshots end.
const DATE: &[u8; 11] = b"-0000-00-00";

#[cfg(test)]
mod tests {
    use super::*;

    fn usage() -> Usage {
        Usage {
            model: Some(Tokens {
                text_in: 1_000,
                text_cached: 500,
                audio_in: 600,
                audio_cached: 200,
                text_out: 100,
                audio_out: 1_200,
            }),
            transcriber: Some(Transcribed {
                tokens_in: 600,
                tokens_out: 80,
                ms: 0,
            }),
        }
    }

    fn micros(model: &str, transcriber: &str, usage: &Usage) -> Option<i64> {
        cost(model, transcriber, usage).0.map(|cost| cost.micros)
    }

    #[test]
    fn a_talk_costs_what_the_makers_prices_say() {
        // 4,000 + 200 + 19,200 + 80 + 2,400 + 76,800 for the model, 750 + 400 for the transcriber.
        let known = micros("gpt-realtime-2", "gpt-4o-mini-transcribe", &usage());
        assert_eq!(known, Some(103_830));
        let (_, shares) = cost("gpt-realtime-2", "gpt-4o-mini-transcribe", &usage());
        let parts: Vec<_> = shares
            .iter()
            .map(|share| (share.part.as_str(), share.cost.micros))
            .collect();
        assert_eq!(parts, [("model", 102_680), ("transcriber", 1_150)]);
    }

    #[test]
    fn a_snapshot_costs_what_its_model_costs() {
        let dated = micros("gpt-realtime-1.5-2026-02-23", "gpt-4o-mini-transcribe", &usage());
        assert_eq!(
            dated,
            micros("gpt-realtime-1.5", "gpt-4o-mini-transcribe", &usage())
        );
        assert!(dated.is_some());
    }

    #[test]
    fn an_unknown_cost_is_absent_and_never_zero() {
        assert_eq!(micros("own-model", "gpt-4o-mini-transcribe", &usage()), None);
        assert_eq!(micros("gpt-realtime-2", "own-ears", &usage()), None);
        let (_, shares) = cost("own-model", "gpt-4o-mini-transcribe", &usage());
        assert_eq!(shares.len(), 1);
        let untold = Usage {
            model: None,
            ..usage()
        };
        assert_eq!(micros("gpt-realtime-2", "gpt-4o-mini-transcribe", &untold), None);
    }

    #[test]
    fn a_transcriber_is_paid_by_what_it_has_a_price_for() {
        let by_time = Usage {
            transcriber: Some(Transcribed {
                ms: 90_000,
                ..Transcribed::default()
            }),
            model: Some(Tokens::default()),
        };
        assert_eq!(
            micros("gpt-realtime-2", "gpt-realtime-whisper", &by_time),
            Some(25_500)
        );
        assert_eq!(micros("gpt-realtime-2", "gpt-4o-mini-transcribe", &by_time), None);
    }

    #[test]
    fn only_a_date_is_taken_off_a_name() {
        for name in ["gpt-realtime-2.1-mini", "", "2025-08-28", "äöü-2025-08-2x"] {
            assert_eq!(without_date(name), name);
        }
        assert_eq!(without_date("ä-2025-08-28"), "ä");
    }
}
