//! Amounts of money: how sentences say them, and how costs stand to a limit.

use crate::call::Cost;

/// How costs stand to a limit in one currency. Amounts in different currencies are never added: nobody here knows a rate
/// between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    /// There is room.
    Room {
        /// What counts.
        spent: i64,
        /// Amounts in other currencies, as a sentence lists them.
        not_counted: Option<String>,
    },
    /// What counts has reached the limit.
    Spent {
        /// What counts.
        spent: i64,
    },
    /// Calls cost something, and not one amount counts: a limit that sees nothing would limit nothing.
    Uncountable {
        /// The amounts, as a sentence lists them.
        others: String,
    },
}

/// Holds costs, by currency, against a limit.
pub(crate) fn hold(costs: &[Cost], limit_micros: i64, currency: &str) -> Held {
    let (counted, others): (Vec<&Cost>, Vec<&Cost>) =
        costs.iter().partition(|cost| cost.currency == currency);
    let others: Vec<String> = others
        .into_iter()
        .filter(|cost| cost.micros > 0)
        .map(|cost| amount(cost.micros, &cost.currency))
        .collect();
    let spent: i64 = counted.iter().map(|cost| cost.micros).sum();
    if spent >= limit_micros {
        return Held::Spent { spent };
    }
    let others = (!others.is_empty()).then(|| others.join(" and "));
    match others {
        Some(others) if counted.is_empty() => Held::Uncountable { others },
        not_counted => Held::Room { spent, not_counted },
    }
}

/// Whether this could be the code of a currency: three capital letters (ISO 4217).
pub(crate) fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// `12.50 USD`: millionths of a currency with two decimals.
pub(crate) fn amount(micros: i64, currency: &str) -> String {
    let cents = micros / 10_000;
    let sign = if cents < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02} {currency}",
        (cents / 100).abs(),
        (cents % 100).abs()
    )
}

/// In which the services that we know of ask to be paid unless one chooses otherwise.
pub(crate) const USUAL_CURRENCY: &str = "USD";
