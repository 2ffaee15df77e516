//! Who may be called and who may call: validation and Twilio's magic test numbers.

use super::super::error::RestError;
use super::super::form::Form;
use crate::number::{Address, e164};
use crate::sandbox::Sandbox;

/// The `To` of a call.
pub(in crate::rest) fn callee(form: &Form) -> Result<String, RestError> {
    let Some(text) = form.get("To") else {
        return Err(RestError::bad(21_201, "No 'To' number is specified"));
    };
    let Some(address) = Address::read(text) else {
        return Err(RestError::bad(
            21_211,
            format!("Invalid 'To' Phone Number: {text}"),
        ));
    };
    let to = address.into_text();
    match to.as_str() {
        "+15005550001" => Err(RestError::bad(
            21_217,
            format!("Phone number does not appear to be valid: {to}"),
        )),
        "+15005550002" => Err(RestError::bad(
            21_214,
            format!("'To' phone number cannot be reached: {to}"),
        )),
        "+15005550003" => Err(RestError::bad(
            21_215,
            format!("Account not authorized to call {to}: no international permission"),
        )),
        "+15005550004" => Err(RestError::bad(
            21_216,
            format!("Account not allowed to call {to}"),
        )),
        _ => Ok(to),
    }
}

/// The `From` of a call.
pub(in crate::rest) fn caller(sandbox: &Sandbox, form: &Form) -> Result<String, RestError> {
    let Some(text) = form.get("CallerId").or_else(|| form.get("From")) else {
        return Err(RestError::bad(21_213, "Caller phone number is required"));
    };
    if text.starts_with("client:") {
        return Ok(text.to_owned());
    }
    let invalid = || {
        RestError::bad(
            21_212,
            format!("The 'From' number {text} is not a valid phone number"),
        )
    };
    let from = e164(text).ok_or_else(invalid)?;
    match from.as_str() {
        ALWAYS_VALID => Ok(from),
        ALWAYS_INVALID => Err(invalid()),
        _ if sandbox.numbers.contains(&from) => Ok(from),
        _ => Err(RestError::bad(
            21_210,
            format!("The source phone number {from} is not yet verified for your account"),
        )),
    }
}

/// Twilio's test caller ID.
const ALWAYS_VALID: &str = "+15005550006";
const ALWAYS_INVALID: &str = "+15005550001";
