//! Everything that a rule may look at.

use crate::phone::NumberKind;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::zones::ZoneCandidates;

use super::{DialRequest, NumberHistory};

/// Everything that a rule may look at; what several rules need is looked up once.
pub(super) struct Case<'a> {
    pub request: &'a DialRequest,
    pub settings: &'a Settings,
    pub history: &'a NumberHistory,
    pub now: Timestamp,
    pub kind: NumberKind,
    pub region: Option<&'static str>,
    pub zones: ZoneCandidates,
    /// The first instant from now on at which calling hours hold wherever the callee may be.
    pub opening: Option<Timestamp>,
}

impl Case<'_> {
    /// The carrier's magic numbers ring nobody, so rules that protect people do not concern them.
    pub fn rings_nobody(&self) -> bool {
        self.request.phone.is_test_number()
    }
}
