//! Amounts of money as sentences say them.

/// `12.50`: millionths of a currency with two decimals.
pub(crate) fn money(micros: i64) -> String {
    let cents = micros / 10_000;
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", (cents / 100).abs(), (cents % 100).abs())
}

/// `12.50 USD`
pub(crate) fn amount(micros: i64, currency: &str) -> String {
    format!("{} {currency}", money(micros))
}
