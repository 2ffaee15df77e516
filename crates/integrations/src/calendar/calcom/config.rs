//! Which account of Cal.com, and which kind of appointment.

use std::fmt;

/// Which account of Cal.com, and which kind of appointment.
#[derive(Clone, PartialEq, Eq)]
pub struct CalComConfig {
    /// The API's root.
    pub base_url: String,
    /// Sent as the bearer token.
    pub api_key: String,
    /// The event type that is booked; its id.
    pub event_type_id: u64,
    /// The same, as our tokens carry it.
    pub event_type: String,
}

impl CalComConfig {
    /// Where the API is unless somebody says otherwise.
    pub const BASE_URL: &'static str = "https://api.cal.com";

    /// An account.
    #[must_use]
    pub fn new(base_url: impl Into<String>, api_key: impl Into<String>, event_type_id: u64) -> Self {
        Self {
            base_url: base_url.into(),
            api_key: api_key.into(),
            event_type_id,
            event_type: event_type_id.to_string(),
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.trim_end_matches('/'))
    }
}

impl fmt::Debug for CalComConfig {
    /// Without the key: configurations end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalComConfig")
            .field("base_url", &self.base_url)
            .field("event_type_id", &self.event_type_id)
            .finish_non_exhaustive()
    }
}
