//! What filled-in settings forms of all carriers have in common.

use outdial_domain::phone::PhoneNumber;
use serde_json::{Map, Value};
use url::Url;

use crate::Secret;
use crate::registry::ConfigError;

/// The number in E.164, if one is filled in.
pub(crate) fn phone_number(form: &Map<String, Value>) -> Result<Option<PhoneNumber>, ConfigError> {
    field(form, "phone_number")
        .map(|text| {
            PhoneNumber::from_e164(&text).map_err(|error| ConfigError::new("phone_number", error.to_string()))
        })
        .transpose()
}

/// Scheme and authority of the API, without a trailing slash.
pub(crate) fn api_base(form: &Map<String, Value>, usual: &str) -> Result<String, ConfigError> {
    let Some(text) = field(form, "api_base") else {
        return Ok(usual.to_owned());
    };
    let complaint = |message: &str| ConfigError::new("api_base", message);
    let url = Url::parse(&text).map_err(|_| complaint("This is not a URL."))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(complaint("The API address starts with https:// or http://."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(complaint("Credentials do not belong into the API address."));
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(complaint(
            "The API address has no path: https://host or https://host:port.",
        ));
    }
    Ok(url.origin().ascii_serialization())
}

/// New calls per second that the account allows.
pub(crate) fn calls_per_second(form: &Map<String, Value>, usual: f64) -> Result<f64, ConfigError> {
    let Some(text) = field(form, "cps") else {
        return Ok(usual);
    };
    text.parse()
        .ok()
        .filter(|rate: &f64| (CALLS_PER_SECOND_MIN..=CALLS_PER_SECOND_MAX).contains(rate))
        .ok_or_else(|| ConfigError::new("cps", "Calls per second is a number from 0.01 to 1000."))
}

/// A field's text, which must be there.
pub(crate) fn required(form: &Map<String, Value>, key: &str) -> Result<String, ConfigError> {
    field(form, key).ok_or_else(|| ConfigError::new(key, "This is needed."))
}

/// A field's text; numbers are taken as written, blank is absent.
pub(crate) fn field(form: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match form.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Text as a credential, which travels in headers.
pub(crate) fn credential(text: String, key: &str) -> Result<Secret, ConfigError> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Secret::new(text))
    } else {
        Err(ConfigError::new(
            key,
            "This has characters that no credential has.",
        ))
    }
}

const CALLS_PER_SECOND_MIN: f64 = 0.01;
const CALLS_PER_SECOND_MAX: f64 = 1_000.0;
