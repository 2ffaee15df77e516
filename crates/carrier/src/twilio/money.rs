//! Twilio's prices: decimal text, negative for what we pay.

use outdial_domain::call::Cost;

/// What a call cost; `None` while Twilio does not know, or says something unreadable.
pub(super) fn cost(price: Option<&str>, unit: Option<&str>) -> Option<Cost> {
    let micros = micros(price?)?;
    let currency = unit.map(str::trim).filter(|unit| !unit.is_empty())?;
    Some(Cost {
        micros: micros.checked_neg()?,
        currency: currency.to_ascii_uppercase(),
    })
}

/// Decimal text in millionths, exactly; finer digits are cut off.
pub(super) fn micros(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut millionths: i64 = 0;
    for place in 0..6 {
        let digit = fraction.as_bytes().get(place).map_or(0, |byte| byte - b'0');
        millionths = millionths * 10 + i64::from(digit);
    }
    let micros = whole.checked_mul(1_000_000)?.checked_add(millionths)?;
    Some(if negative { -micros } else { micros })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_positive_when_we_pay() {
        let cost = cost(Some("-0.01400"), Some("usd")).unwrap();
        assert_eq!((cost.micros, cost.currency.as_str()), (14_000, "USD"));
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        assert_eq!(cost(None, Some("USD")), None);
        assert_eq!(cost(Some(""), Some("USD")), None);
        assert_eq!(cost(Some("-0.01"), None), None);
        assert_eq!(cost(Some("free"), Some("USD")), None);
    }

    #[test]
    fn decimals_are_exact() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-.5", Some(-500_000)),
            ("+12.3456789", Some(12_345_678)),
            ("9223372036854775807", None),
            ("1.2.3", None),
            ("-", None),
            ("1e3", None),
        ] {
            assert_eq!(micros(text), expected, "{text}");
        }
    }
}
