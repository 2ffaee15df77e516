//! Reading a written number: collect every reading that names an existing number, accept only one.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber as PlanNumber, PhoneNumberFormat,
    PhoneNumberType, Region, ValidationError,
};

use super::notation::{self, Notation};
use super::{PhoneError, region};

/// Numbers with at most this many digits are short codes wherever the plan does not know them.
const SHORT_NUMBER_DIGITS: usize = 6;

/// The E.164 form of what is written, or the reason why there is none.
pub(super) fn e164(written: &str, default_region: &str) -> Result<String, PhoneError> {
    let notation = notation::read(written)?;
    if notation.international || notation.has_context {
        // Without a region: the library would otherwise read an unknown country code as a national number.
        return existing(&notation, &notation.text, None);
    }
    let home = region::of_name(default_region);
    let national = match home {
        Some(_) => existing(&notation, &notation.text, home),
        None => Err(PhoneError::UnknownDefaultRegion(default_region.trim().to_owned())),
    };
    let exit_code_stripped = exit_code_stripped(&notation, home);
    match (national, exit_code_stripped) {
        (Ok(one), Some(Ok(other))) if one != other => Err(PhoneError::Ambiguous),
        (Ok(number), _) | (Err(_), Some(Ok(number))) => Ok(number),
        (Err(_), Some(Err(reason))) | (Err(reason), None) => Err(reason),
    }
}

/// The reading in which `00` or `011` stands for the plus sign, when the number starts like that.
fn exit_code_stripped(notation: &Notation, home: Option<Region>) -> Option<Result<String, PhoneError>> {
    let north_american = home.is_some_and(region::is_north_american);
    let rest = notation
        .digits
        .strip_prefix("011")
        .or_else(|| notation.digits.strip_prefix("00"))?;
    let reading = existing(notation, &format!("+{rest}"), None);
    // `011` is an area code outside North America (Delhi, Turin): there a failed reading explains nothing.
    let explains = north_american || notation.digits.starts_with("00") || reading.is_ok();
    explains.then_some(reading)
}

fn existing(notation: &Notation, text: &str, home: Option<Region>) -> Result<String, PhoneError> {
    let number = PHONE_NUMBER_UTIL
        .parse(text, home)
        .map_err(|error| unreadable(notation, &error))?;
    if number.extension.is_some() {
        return Err(PhoneError::HasExtension);
    }
    check_letters(notation, &number)?;
    let e164 = PHONE_NUMBER_UTIL
        .format(&number, PhoneNumberFormat::E164)
        .into_owned();
    if number.is_valid() || super::number::is_test_number(&e164) {
        return Ok(e164);
    }
    if notation.digits.len() <= SHORT_NUMBER_DIGITS {
        return Err(PhoneError::NotDiallable);
    }
    Err(match number.is_possible_with_reason() {
        Err(ValidationError::TooShort) | Ok(NumberLengthType::IsPossibleLocalOnly) => PhoneError::TooShort,
        Err(ValidationError::TooLong) => PhoneError::TooLong,
        Err(ValidationError::InvalidCountryCode) => PhoneError::UnknownCountryCode,
        Err(ValidationError::InvalidLength) | Ok(NumberLengthType::IsPossible) => {
            PhoneError::NoSuchNumber(plan_name(&number))
        }
    })
}

/// Letters may spell the end of a number as advertised (1-800-FLOWERS); anything else written in letters is a
/// word that stands next to a number, and reading it as digits would dial a stranger.
fn check_letters(notation: &Notation, number: &PlanNumber) -> Result<(), PhoneError> {
    let letters = || notation.text.chars().filter(char::is_ascii_alphabetic);
    if notation.has_context || letters().next().is_none() {
        return Ok(());
    }
    let digits_before = notation
        .text
        .chars()
        .take_while(|c| !c.is_ascii_alphabetic())
        .filter(char::is_ascii_digit)
        .count();
    let advertised =
        letters().all(|c| c.is_ascii_uppercase()) || number.get_type() == PhoneNumberType::TollFree;
    if advertised && digits_before >= 3 && letters().count() >= 3 {
        Ok(())
    } else {
        Err(PhoneError::HasLetters)
    }
}

fn unreadable(notation: &Notation, error: &ParseError) -> PhoneError {
    let has_letters = notation.text.contains(|c: char| c.is_ascii_alphabetic());
    match error {
        _ if has_letters => PhoneError::HasLetters,
        _ if notation.digits.len() <= SHORT_NUMBER_DIGITS => PhoneError::NotDiallable,
        ParseError::InvalidCountryCode => PhoneError::UnknownCountryCode,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneError::TooShort,
        ParseError::TooLongNsn => PhoneError::TooLong,
        ParseError::NotANumber(_) => notation
            .text
            .chars()
            .skip(1)
            .find(|c| matches!(c, '+' | ',' | ';' | '=' | '#' | ':'))
            .map_or(PhoneError::TooLong, PhoneError::UnexpectedCharacter),
    }
}

fn plan_name(number: &PlanNumber) -> String {
    PHONE_NUMBER_UTIL
        .get_region_for_country_code(number.country_code)
        .and_then(region::name)
        .map_or_else(|| format!("+{}", number.country_code), str::to_owned)
}
