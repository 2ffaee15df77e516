//! Why a text is not a number that can be dialled.

/// Why a text is not a number that can be dialled; the display is a sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// There is no text.
    #[error("There is no phone number here.")]
    Empty,
    /// Too few digits for the country.
    #[error("The number is too short; some digits or the area code are missing.")]
    TooShort,
    /// Too many digits for the country.
    #[error("The number is too long; check for extra digits or a second number.")]
    TooLong,
    /// The digits after the plus sign are no country calling code.
    #[error("The number does not start with a known country code.")]
    UnknownCountryCode,
    /// A character that no notation of a number has at this place.
    #[error("The character {0:?} does not belong in a phone number.")]
    UnexpectedCharacter(char),
    /// Words that spell neither a number nor an extension.
    #[error("The number contains letters; write it in digits.")]
    HasLetters,
    /// An extension, which a plain call cannot reach.
    #[error("Extensions cannot be dialled; remove the extension to call the main number.")]
    HasExtension,
    /// Two readings name two different existing numbers.
    #[error("The number can be read in two ways; write it with + and the country code.")]
    Ambiguous,
    /// An emergency or other short number.
    #[error("Emergency and short numbers are never dialled.")]
    NotDiallable,
    /// The length is right but the country has given out no such number.
    #[error("No such number exists in {0}.")]
    NoSuchNumber(String),
    /// National format, but the region to read it by is unknown.
    #[error("{0:?} is not a known country; write the number with + and the country code.")]
    UnknownDefaultRegion(String),
    /// Not `+` followed by 2 to 15 digits.
    #[error("The number is not in international format (+ and digits only).")]
    NotE164,
}

impl PhoneError {
    /// The stable code that programs compare.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "number_missing",
            Self::TooShort => "number_too_short",
            Self::TooLong => "number_too_long",
            Self::UnknownCountryCode => "number_country_unknown",
            Self::UnexpectedCharacter(_) => "number_unexpected_character",
            Self::HasLetters => "number_has_letters",
            Self::HasExtension => "number_has_extension",
            Self::Ambiguous => "number_ambiguous",
            Self::NotDiallable => "number_not_diallable",
            Self::NoSuchNumber(_) => "number_invalid",
            Self::UnknownDefaultRegion(_) => "default_region_unknown",
            Self::NotE164 => "number_not_e164",
        }
    }
}
