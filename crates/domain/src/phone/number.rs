//! The number itself: a newtype over its E.164 form.

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber as PlanNumber, PhoneNumberFormat};
use serde::{Deserialize, Serialize};

use super::{NumberKind, PhoneError, parse, region};

/// A telephone number in E.164; prints masked so that logs never carry it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(Box<str>);

impl PhoneNumber {
    /// Reads a number as people write it; `default_region` counts for national format only.
    pub fn parse(written: &str, default_region: &str) -> Result<Self, PhoneError> {
        parse::e164(written, default_region).map(|e164| Self(e164.into_boxed_str()))
    }

    /// Takes a number already in E.164 and checks that it exists.
    pub fn from_e164(text: &str) -> Result<Self, PhoneError> {
        let number = Self::from_stored(text)?;
        match Self::parse(text, "") {
            // The plan may drop a trunk digit; such text was not E.164.
            Ok(read) if read != number => Err(PhoneError::NotE164),
            other => other,
        }
    }

    /// Takes a number that was parsed before it was stored: only its shape is checked, which costs nothing.
    pub fn from_stored(text: &str) -> Result<Self, PhoneError> {
        let digits = text.strip_prefix('+').ok_or(PhoneError::NotE164)?;
        let shaped = (2..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        shaped.then(|| Self(text.into())).ok_or(PhoneError::NotE164)
    }

    /// The number in E.164: what carriers and the store are given.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The country (ISO 3166); absent for international services such as +800 and for numbers no plan has.
    #[must_use]
    pub fn region(&self) -> Option<&'static str> {
        self.in_plan()?.get_region_code().and_then(region::name)
    }

    /// What the number is used for.
    #[must_use]
    pub fn kind(&self) -> NumberKind {
        self.in_plan()
            .map_or(NumberKind::Unknown, |number| number.get_type().into())
    }

    /// Whether the country's plan has this number.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.is_test_number() || self.in_plan().is_some_and(|number| number.is_valid())
    }

    /// Whether the digits after the country code say where the phone is, rather than merely whose it is.
    #[must_use]
    pub fn is_geographical(&self) -> bool {
        self.in_plan().is_some_and(|number| number.is_geographical())
    }

    /// The country calling code (`1`, `44`).
    #[must_use]
    pub fn country_code(&self) -> Option<i32> {
        self.in_plan().map(|number| number.country_code)
    }

    /// `+1 415-555-2671`.
    #[must_use]
    pub fn international(&self) -> String {
        self.formatted(PhoneNumberFormat::International)
    }

    /// `(415) 555-2671`.
    #[must_use]
    pub fn national(&self) -> String {
        self.formatted(PhoneNumberFormat::National)
    }

    /// `+1415•••2671`: enough to recognise a number one knows, too little to call it.
    #[must_use]
    pub fn masked(&self) -> String {
        let digits = &self.0[1..];
        let tail = if digits.len() >= 10 { 4 } else { 2 };
        let head = digits.len().saturating_sub(tail + MASKED_DIGITS).min(4);
        let hidden_end = digits.len().saturating_sub(tail);
        format!("+{}•••{}", &digits[..head], &digits[hidden_end..])
    }

    /// Whether this is one of the carrier's documented magic numbers, which never ring a person.
    #[must_use]
    pub fn is_test_number(&self) -> bool {
        is_test_number(&self.0)
    }

    fn in_plan(&self) -> Option<PlanNumber> {
        PHONE_NUMBER_UTIL.parse(&*self.0, None).ok()
    }

    fn formatted(&self, format: PhoneNumberFormat) -> String {
        self.in_plan().map_or_else(
            || self.0.to_string(),
            |number| number.format_as(format).into_owned(),
        )
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::from_stored(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0.into()
    }
}

pub(super) fn is_test_number(e164: &str) -> bool {
    e164.len() == TEST_NUMBER_LENGTH && e164.starts_with(TEST_NUMBER_PREFIX)
}

/// Hidden by the mask; fewer could be tried out by hand.
const MASKED_DIGITS: usize = 3;

/// Area code 500, exchange 555: Twilio's magic numbers live here and nobody else does.
const TEST_NUMBER_PREFIX: &str = "+1500555";
const TEST_NUMBER_LENGTH: usize = "+15005550006".len();
