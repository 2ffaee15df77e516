//! How well legs do: shown while they talk, kept in the timeline, summed up at the end.

use std::collections::BTreeMap;

use outdial_media::live;
use serde_json::{Value, json};

use super::desk::LegQuality;

/// What was measured of each leg.
#[derive(Default)]
pub(in crate::floor) struct Measured {
    legs: BTreeMap<String, Leg>,
}

#[derive(Default)]
struct Leg {
    count: u32,
    mos_sum: f32,
    mos_worst: f32,
    loss_worst: f32,
}

impl Measured {
    /// Takes in a measure of the leg that the timeline knows by this word; says what goes into it, which is every second
    /// one.
    pub(in crate::floor) fn take(&mut self, who: &str, quality: &live::LegQuality) -> Option<Value> {
        let leg = self.legs.entry(who.to_owned()).or_default();
        leg.mos_worst = if leg.count == 0 {
            quality.mos
        } else {
            leg.mos_worst.min(quality.mos)
        };
        leg.count += 1;
        leg.mos_sum += quality.mos;
        leg.loss_worst = leg.loss_worst.max(quality.loss);
        leg.count.is_multiple_of(2).then(|| {
            json!({
                "who": who,
                "mos": quality.mos,
                "loss_permille": permille(quality.loss),
                "jitter_ms": quality.jitter_ms,
                "delay_ms": quality.delay_ms,
                "round_trip_ms": quality.round_trip_ms,
            })
        })
    }

    /// The whole talk in one line for each leg, if anything was measured.
    pub(in crate::floor) fn summary(&self) -> Option<Value> {
        if self.legs.is_empty() {
            return None;
        }
        let legs = self.legs.iter().map(|(who, leg)| {
            #[expect(clippy::cast_precision_loss, reason = "a talk has few measures")]
            let mean = leg.mos_sum / leg.count.max(1) as f32;
            json!({
                "who": who,
                "mos_mean": mean,
                "mos_worst": leg.mos_worst,
                "loss_permille_worst": permille(leg.loss_worst),
            })
        });
        Some(Value::Array(legs.collect()))
    }
}

/// The same as shown to the agent.
pub(super) fn shown(quality: &live::LegQuality) -> LegQuality {
    LegQuality {
        mos: quality.mos,
        loss_permille: permille(quality.loss),
        jitter_ms: quality.jitter_ms,
        round_trip_ms: quality.round_trip_ms,
    }
}

fn permille(share: f32) -> u32 {
    let scaled = (share * 1_000.0).round().clamp(0.0, 1_000.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a small positive range"
    )]
    let whole = scaled as u32;
    whole
}
