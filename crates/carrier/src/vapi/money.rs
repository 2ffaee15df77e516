//! Vapi's prices: dollars as a JSON number.

use outdial_domain::call::Cost;
use serde_json::Value;

/// A price; `None` while Vapi does not know, or says something unreadable.
pub(super) fn cost(value: &Value) -> Option<Cost> {
    let dollars = value
        .as_f64()
        .filter(|dollars| (0.0..=DOLLARS_MAX).contains(dollars))?;
    #[expect(clippy::cast_possible_truncation, reason = "within the range checked above")]
    let micros = (dollars * 1_000_000.0).round() as i64;
    Some(Cost {
        micros,
        currency: CURRENCY.to_owned(),
    })
}

const CURRENCY: &str = "USD";
/// No call costs a million dollars; what says so is a mistake.
const DOLLARS_MAX: f64 = 1_000_000.0;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dollars_are_read_to_the_millionth() {
        for (value, micros) in [
            (json!(0.1234567), Some(123_457)),
            (json!(0), Some(0)),
            (json!(1.005), Some(1_005_000)),
            (json!(-0.1), None),
            (json!("0.1"), None),
            (json!(null), None),
            (json!(1e300), None),
        ] {
            assert_eq!(cost(&value).map(|cost| cost.micros), micros, "{value}");
        }
    }
}
