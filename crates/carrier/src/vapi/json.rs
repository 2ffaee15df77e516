//! Reading Vapi's JSON, which grows without notice: what is absent or of another type counts as not told.

use outdial_domain::Timestamp;
use serde_json::Value;

/// The value at a path of keys.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter()
        .fold(value, |value, key| value.get(key).unwrap_or(&Value::Null))
}

/// The text at a path, unless it is blank.
pub(super) fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    at(value, path).as_str().filter(|text| !text.trim().is_empty())
}

/// The point in time at a path: RFC 3339, or milliseconds since 1970.
pub(super) fn time(value: &Value, path: &[&str]) -> Option<Timestamp> {
    let value = at(value, path);
    match value.as_str() {
        Some(text) => text.parse::<jiff::Timestamp>().ok().map(Timestamp::from),
        None => ms(value).and_then(|ms| ms.checked_mul(1_000)).map(Timestamp),
    }
}

/// Milliseconds, whole or not.
pub(super) fn ms(value: &Value) -> Option<i64> {
    let ms = value.as_f64().filter(|ms| (0.0..=MS_MAX).contains(ms))?;
    #[expect(clippy::cast_possible_truncation, reason = "within the range checked above")]
    let whole = ms.round() as i64;
    Some(whole)
}

/// `text` cut to at most `max` characters.
pub(super) fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

/// The year 2200, in milliseconds.
const MS_MAX: f64 = 7_258_118_400_000.0;
