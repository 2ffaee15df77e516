//! What is looked at in an offer before the peer reads it.

/// Why an offer was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum OfferError {
    #[error("the offer is too long")]
    TooLong,
    #[error("the offer cannot be understood: {0}")]
    Malformed(String),
    #[error("the offer has no audio in PCMU")]
    NoCodec,
    #[error("no port could be had for the sound: {0}")]
    NoPort(String),
}

/// What tells one connection of a browser from another, and one path of a connection from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    /// The certificate: another connection has another one.
    pub fingerprint: String,
    /// The user name of connectivity checks: another path has another one.
    pub path: String,
}

impl Marks {
    pub(super) fn of(offer: &str) -> Result<Self, OfferError> {
        if offer.len() > LONGEST_OFFER {
            return Err(OfferError::TooLong);
        }
        let first = |name: &str| {
            let found = offer.lines().find_map(|line| line.strip_prefix(name));
            found
                .map(|value| value.trim().to_owned())
                .ok_or_else(|| OfferError::Malformed(format!("there is no {name} line")))
        };
        Ok(Self {
            fingerprint: first("a=fingerprint:")?,
            path: first("a=ice-ufrag:")?,
        })
    }
}

/// Browsers' offers of one audio line have a few thousand characters.
const LONGEST_OFFER: usize = 64 * 1024;
