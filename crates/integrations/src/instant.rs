//! An instant in a service's JSON.

use outdial_domain::Timestamp;
use outdial_domain::booking::{NotAMoment, read_moment};
use serde::Deserialize;

/// An instant in a service's JSON: a date and time with an offset or `Z`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Instant(pub Timestamp);

impl TryFrom<String> for Instant {
    type Error = NotAMoment;

    fn try_from(text: String) -> Result<Self, NotAMoment> {
        read_moment(&text, None).map(Self)
    }
}
