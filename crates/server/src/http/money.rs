//! Amounts of money on the wire: a decimal string with its currency, never a float.

use outdial_domain::call::Cost;
use serde::Serialize;
use utoipa::ToSchema;

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Money {
    /// Decimal, e.g. `0.0140`.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

impl Money {
    /// A price in millionths as a decimal.
    #[must_use]
    pub fn of(cost: &Cost) -> Self {
        Self {
            amount: decimal(cost.micros),
            currency: cost.currency.clone(),
        }
    }
}

/// Millionths as a decimal with four to six places.
fn decimal(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let (whole, rest) = (
        micros.unsigned_abs() / 1_000_000,
        micros.unsigned_abs() % 1_000_000,
    );
    let mut places = format!("{rest:06}");
    while places.len() > 4 && places.ends_with('0') {
        places.pop();
    }
    format!("{sign}{whole}.{places}")
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn millionths_become_decimals_without_rounding() {
        for (micros, text) in [
            (0, "0.0000"),
            (14_000, "0.0140"),
            (1, "0.000001"),
            (-8_500, "-0.0085"),
            (12_345_678, "12.345678"),
        ] {
            assert_eq!(decimal(micros), text);
        }
    }
}
