//! What a command is read by besides its words.

use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// What a command is read by besides its words.
#[derive(Debug, Clone)]
pub struct PromptCtx<'a> {
    /// How national-format numbers are read (ISO 3166).
    pub default_region: &'a str,
    /// The present.
    pub now: Timestamp,
    /// The zone in which "at 3pm" is meant: that of the person who types.
    pub zone: TimeZone,
}
